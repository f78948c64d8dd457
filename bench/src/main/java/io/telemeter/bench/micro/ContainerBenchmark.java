package io.telemeter.bench.micro;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.Contents;
import org.hypergolix.golix.identity.PrivateIdentity;
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

/// Encrypted content of several sizes: sealing, reading, verifying, opening.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first.
public class ContainerBenchmark {
    /// The cipher suite of the author.
    @Param({"SUITE_3", "SUITE_1"})
    public CipherSuite suite = CipherSuite.SUITE_3;

    /// Bytes of the content.
    @Param({"225", "10000", "1000000"})
    public int bytes = 225;

    private PrivateIdentity author;
    private Secret secret;
    private Bytes content;
    private Verified<Container> container;

    /// Makes the author and a container.
    @Setup
    public void prepare() {
        SecureRandom random = new SecureRandom();
        author = PrivateIdentity.generate(suite, random);
        secret = Secret.random(suite, random);
        byte[] plain = new byte[bytes];
        random.nextBytes(plain);
        content = Bytes.owning(plain);
        container = author.seal(content, secret);
    }

    /// Encryption, layout, address and signature.
    @Benchmark
    public Verified<Container> seal() {
        return author.seal(content, secret);
    }

    /// Layout and address of what is encrypted already: mostly SHA-512.
    @Benchmark
    public Ghid encode() {
        return Draft.container(suite, author.fingerprint(), container.object().sealedContent()).ghid();
    }

    /// Form and digest.
    @Benchmark
    public GolixObject parse() throws MalformedObjectException {
        return GolixCodec.decode(container.object().encoded());
    }

    /// The signature.
    @Benchmark
    public Optional<Verified<Container>> verify() {
        return Verifier.verify(container.object(), author.identity());
    }

    /// Decryption, all checks included.
    @Benchmark
    public Bytes open() throws UnopenableException {
        return Contents.open(container, secret);
    }
}
