package io.telemeter.bench.micro;

import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.relay.RefusedMessageException;
import org.hypergolix.wire.relay.RelayCodec;
import org.hypergolix.wire.relay.RelayRequest;
import org.hypergolix.wire.relay.RelayUpdate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Messages between node and relay, to bytes and back.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first.
public class MessageBenchmark {
    private static final int TOKEN = 0x1234;

    /// Bytes of the object in the message: that of a frame, and larger.
    @Param({"408", "10000"})
    public int bytes = 408;

    private Bytes object;
    private Ghid address;
    private Bytes publish;
    private Bytes update;

    /// Makes the messages.
    @Setup
    public void prepare() {
        object = Bytes.owning(new byte[bytes]);
        address = new Ghid(Bytes.owning(new byte[Ghid.DIGEST_LENGTH]));
        publish = encodePublish();
        update = encodeUpdate();
    }

    /// `PB`.
    @Benchmark
    public Bytes encodePublish() {
        return RelayCodec.encode(new RelayRequest.Publish(object), TOKEN).encode();
    }

    /// `PB`.
    @Benchmark
    public RelayRequest decodePublish() throws MalformedMessageException, RefusedMessageException {
        return RelayCodec.decodeRequest(Message.decode(publish));
    }

    /// `!!`.
    @Benchmark
    public Bytes encodeUpdate() {
        return RelayCodec.encode(new RelayUpdate(address, object), TOKEN).encode();
    }

    /// `!!`.
    @Benchmark
    public RelayUpdate decodeUpdate() throws MalformedMessageException, RefusedMessageException {
        return RelayCodec.decodeUpdate(Message.decode(update));
    }
}
