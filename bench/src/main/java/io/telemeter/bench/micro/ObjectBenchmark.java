package io.telemeter.bench.micro;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.OpenedRequest;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.UnopenableException;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
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

/// Objects of fixed size: making, signing, reading, verifying. Each operation is the whole one, as nodes and relays use it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first.
public class ObjectBenchmark {
    /// The cipher suite of everybody.
    @Param({"SUITE_3", "SUITE_1"})
    public CipherSuite suite = CipherSuite.SUITE_3;

    private final SecureRandom random = new SecureRandom();
    private PrivateIdentity alice;
    private PrivateIdentity bob;
    private Frame frame;
    private Request request;
    private Secret secret;
    private List<Ghid> targets;

    /// Makes the parties and one object of each kind.
    @Setup
    public void prepare() {
        alice = PrivateIdentity.generate(suite, random);
        bob = PrivateIdentity.generate(suite, random);
        secret = Secret.random(suite, random);
        targets = List.of(alice.fingerprint(), bob.fingerprint());
        frame = alice.nextFrame(alice.fingerprint(), 1, targets).object();
        request = offer().object();
    }

    private Verified<Request> offer() {
        return alice.request(bob.identity(), new RequestContent.ShareOffer(frame.dynamic(), secret, 0));
    }

    /// Layout and address of a frame, without a signature.
    @Benchmark
    public Ghid encodeFrame() {
        return Draft.nextFrame(suite, alice.fingerprint(), frame.dynamic(), 1, targets).ghid();
    }

    /// Layout, address and signature of a frame.
    @Benchmark
    public Verified<Frame> signFrame() {
        return alice.nextFrame(frame.dynamic(), 1, targets);
    }

    /// Form and digests of a frame.
    @Benchmark
    public GolixObject parseFrame() throws MalformedObjectException {
        return GolixCodec.decode(frame.encoded());
    }

    /// The signature of a frame.
    @Benchmark
    public Optional<Verified<Frame>> verifyFrame() {
        return Verifier.verify(frame, alice.identity());
    }

    /// Form, digest and keys of an identity.
    @Benchmark
    public GolixObject parseIdentity() throws MalformedObjectException {
        return GolixCodec.decode(alice.identity().encoded());
    }

    /// A request, encrypted to its recipient and authenticated.
    @Benchmark
    public Verified<Request> sealRequest() {
        return offer();
    }

    /// The same at its recipient.
    @Benchmark
    public OpenedRequest openRequest() throws UnopenableException {
        return bob.open(request, _ -> Optional.of(alice.identity()));
    }

    /// The key of the next state.
    @Benchmark
    public Secret nextKey() {
        return switch (suite) {
            case SUITE_1 -> secret.ratchet(frame.dynamic(), alice.fingerprint());
            case SUITE_3 -> secret.ratchet(frame.dynamic(), 1);
        };
    }
}
