package io.telemeter.bench.micro;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// New keys.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 5)
public class IdentityBenchmark {
    /// The cipher suite of the keys.
    @Param({"SUITE_3", "SUITE_1"})
    public CipherSuite suite = CipherSuite.SUITE_3;

    private final SecureRandom random = new SecureRandom();

    /// All keys of an identity, and its object.
    @Benchmark
    public PrivateIdentity generate() {
        return PrivateIdentity.generate(suite, random);
    }
}
