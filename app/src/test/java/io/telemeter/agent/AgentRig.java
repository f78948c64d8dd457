package io.telemeter.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.pairing.AgentPairing;
import io.telemeter.pairing.PairingFile;
import io.telemeter.schedule.Interval;
import io.telemeter.schedule.ManualClock;
import io.telemeter.schedule.Metronome;
import io.telemeter.testkit.hypergolix.FakeDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.HgxLink;

/// An agent on a fake device, with a clock moved by hand and statuses that count up. Made again, it is the agent after a
/// restart.
public final class AgentRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final ManualClock clock = new ManualClock();
    public final List<String> journal = new CopyOnWriteArrayList<>();
    public final AtomicInteger statuses = new AtomicInteger();
    public final HgxLink link;
    public final PairingFile file;
    private final Metronome metronome = new Metronome(clock, Interval.DEFAULT);
    private final Agent agent;
    private final Thread thread;

    public AgentRig(FakeDevice device, Path file) {
        this.link = device.connect();
        this.file = new PairingFile(file);
        this.agent = new Agent(link, () -> "status " + statuses.incrementAndGet(), this.file, metronome, journal::add,
                clock::nanoTime);
        this.thread = Thread.ofVirtual().start(() -> {
            try {
                agent.run();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        // The first tick comes at once; after it the agent listens.
        until("the agent has published", () -> statuses.get() > 0 && heard("paired"));
    }

    public Ghid fingerprint() {
        return link.whoami();
    }

    public Interval interval() {
        return metronome.interval();
    }

    public AgentPairing remembered() throws IOException {
        return file.readAgent();
    }

    public boolean heard(String part) {
        return journal.stream().anyMatch(line -> line.contains(part));
    }

    /// Lets one interval pass, and waits until the status of that tick was made.
    public void tick() {
        int before = statuses.get();
        clock.advance(metronome.interval().length());
        until("a status after a tick", () -> statuses.get() > before);
    }

    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            try {
                Thread.sleep(2);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(what, interrupted);
            }
        }
    }

    @Override
    public void close() {
        agent.close();
        until("the agent has ended", () -> !thread.isAlive());
        link.close();
    }
}
