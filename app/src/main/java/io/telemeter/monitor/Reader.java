package io.telemeter.monitor;

import io.telemeter.console.FailureText;
import io.telemeter.pairing.IntervalCodec;
import io.telemeter.pairing.MonitorPairing;
import io.telemeter.pairing.PairingFile;
import io.telemeter.pairing.TelemeterApi;
import io.telemeter.schedule.AlarmClock;
import io.telemeter.schedule.Interval;
import io.telemeter.schedule.IntervalRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.ShareEvent;
import org.hypergolix.hgx.Subscription;
import org.jspecify.annotations.Nullable;

/// Watches one agent: pairs with it, shows every status, and may set its interval.
///
/// Only objects that the agent itself owns and shared are shown. If no new status arrives for three intervals (at least
/// 30 s; 30 s too while the agent has not answered at all) it pairs again, which repairs whatever either side lost. Each
/// further time it waits twice as long, up to 10 min or three intervals, whichever is longer, until a new status comes: the
/// agent's answer to a pairing, the status already known shared once more, is none.
///
/// The interval is the one asked for, else the one asked for before a restart, else the time between the last two statuses,
/// else the agent's default.
///
/// Safe for use by any thread.
public final class Reader implements AutoCloseable {
    private static final Codec<String> TEXT = Codec.json(String.class);
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(30);
    private static final Duration MOST_SILENCE = Duration.ofMinutes(10);
    private static final Duration MOST_RETRY = Duration.ofSeconds(30);

    private final HgxLink link;
    private final Ghid agent;
    private final PairingFile file;
    private final Screen screen;
    private final AlarmClock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private MonitorPairing memory = MonitorPairing.NONE;
    private Optional<Interval> wanted;
    private @Nullable HgxObject<String> status;
    private @Nullable HgxObject<IntervalRequest> intervalObject;
    private boolean statusArrived;
    private boolean intervalPending;
    private boolean stopped;
    private Optional<Interval> askedBefore = Optional.empty();
    private Optional<Interval> seen = Optional.empty();
    private OptionalLong lastStatusNanos = OptionalLong.empty();
    /// Whether the agent was heard in this run: only then does its interval count.
    private boolean answered;
    private long quietSinceNanos;
    private int silences;

    /// What a person sees.
    public interface Screen {
        /// One line about what happens, not yet escaped.
        void line(String text);

        /// The agent shared its status, at this address.
        void incoming(Ghid address);

        /// A whole status as it came, not yet escaped.
        void status(String text);
    }

    /// Prepares a reader; [#run] does the work.
    ///
    /// @param link closed by the caller, after the reader
    /// @param wanted the interval to ask for, if any
    /// @param file what is remembered of this agent
    /// @param clock for this reader alone
    public Reader(HgxLink link, Ghid agent, Optional<Interval> wanted, PairingFile file, Screen screen,
            AlarmClock clock) {
        this.link = link;
        this.agent = agent;
        this.wanted = wanted;
        this.file = file;
        this.screen = screen;
        this.clock = clock;
    }

    /// Pairs and watches until [#close] is called or the thread is interrupted.
    ///
    /// @throws IOException if what was remembered cannot be read
    public void run() throws IOException {
        memory = file.readMonitor();
        askedBefore = askedBefore();
        quietSinceNanos = clock.nanoTime();
        intervalPending = wanted.isPresent();
        try (Subscription _ = link.onShare(TelemeterApi.STATUS, agent, this::statusShared)) {
            memory.status().ifPresent(address -> follow(address, false));
            pairUntilSent();
            watch();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks the agent for another interval, now or as soon as it has paired.
    public void ask(Interval interval) {
        lock.lock();
        try {
            wanted = Optional.of(interval);
            intervalPending = true;
            // The silence so far was one of the old interval.
            quietSinceNanos = clock.nanoTime();
            clock.wake();
        } finally {
            lock.unlock();
        }
    }

    /// Ends [#run].
    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            clock.wake();
        } finally {
            lock.unlock();
        }
    }

    private void statusShared(ShareEvent share) {
        screen.incoming(share.address());
        lock.lock();
        try {
            // The agent has paired: only now does it listen to an interval, and it may have lost an earlier one.
            intervalPending |= wanted.isPresent() || memory.interval().isPresent();
            clock.wake();
        } finally {
            lock.unlock();
        }
        follow(share.address(), true);
    }

    @SuppressWarnings("ReferenceEquality") // A link gives out one handle for each live object.
    private void follow(Ghid address, boolean shared) {
        HgxObject<String> object;
        try {
            object = link.get(TEXT, address);
        } catch (HgxException failure) {
            if (shared) {
                screen.line("The status cannot be read yet: " + failure.getMessage());
            }
            return;
        }
        if (!object.binder().equals(agent) || !object.apiId().equals(TelemeterApi.STATUS)) {
            screen.line("Ignored an object that is not the agent's own status.");
            object.close();
            return;
        }
        HgxObject<String> previous;
        lock.lock();
        try {
            answered |= shared;
            statusArrived = true;
            clock.wake();
            previous = status;
            if (previous == object) {
                return;
            }
            status = object;
            if (shared && !memory.status().equals(Optional.of(address))) {
                heard();
            }
            remember(memory.withStatus(address));
        } finally {
            lock.unlock();
        }
        if (previous != null) {
            previous.close();
        }
        object.onUpdate(this::updated);
        object.onDelete(() -> screen.line("The agent deleted its status; waiting for a new one."));
        show(object);
    }

    @SuppressWarnings("ReferenceEquality") // As above.
    private void updated(HgxObject<String> object) {
        lock.lock();
        try {
            if (status != object) {
                return;
            }
            answered = true;
            statusArrived = true;
            heard();
            clock.wake();
        } finally {
            lock.unlock();
        }
        show(object);
    }

    /// A new status came.
    private void heard() {
        long now = clock.nanoTime();
        lastStatusNanos.ifPresent(last -> seen = Optional.of(Interval.clamped(BigDecimal.valueOf(now - last, 9))));
        lastStatusNanos = OptionalLong.of(now);
        quietSinceNanos = now;
        silences = 0;
    }

    private void show(HgxObject<String> object) {
        String text;
        try {
            text = object.state();
        } catch (HgxException | IllegalArgumentException unreadable) {
            screen.line("A status came that is no text: " + unreadable.getMessage());
            return;
        }
        screen.status(text);
    }

    /// Shares the pairing object until a relay has the offer.
    private void pairUntilSent() throws InterruptedException {
        Duration pause = Duration.ofSeconds(1);
        while (!isStopped()) {
            try {
                pairingObject().share(agent);
                listenAnew();
                screen.line("Asked " + agent.text() + " to pair; waiting for its status.");
                return;
            } catch (HgxException.DoesNotExist _) {
                screen.line("No relay knows the agent yet. Is it running, with the same relay? Trying again in "
                        + pause.toSeconds() + " s.");
            } catch (HgxException.Unavailable _) {
                // The connections are made while this runs; who waits for them is told of them.
            } catch (HgxException failure) {
                screen.line("Cannot ask to pair: " + failure.getMessage() + " Trying again in " + pause.toSeconds()
                        + " s.");
            }
            waitFor(pause);
            pause = least(pause.multipliedBy(2), MOST_RETRY);
        }
    }

    /// However long it took to ask, the agent could not answer before.
    private void listenAnew() {
        lock.lock();
        try {
            quietSinceNanos = clock.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private HgxObject<String> pairingObject() {
        Optional<Ghid> address = memory.pair();
        if (address.isPresent()) {
            try {
                return link.get(TEXT, address.get());
            } catch (HgxException.DoesNotExist | HgxException.DeadObject _) {
                // Deleted, or the account is another one: a new one does as well.
            }
        }
        HgxObject<String> object =
                link.create(TEXT, "Hello world!", CreateOptions.DEFAULT.withApiId(TelemeterApi.PAIR));
        rememberLocked(memory.withPair(object.address()));
        return object;
    }

    private void watch() throws InterruptedException {
        while (true) {
            boolean pair = false;
            boolean share = false;
            Optional<Interval> ask = Optional.empty();
            long wakeNanos = 0;
            lock.lock();
            try {
                if (stopped) {
                    return;
                }
                long now = clock.nanoTime();
                wakeNanos = quietSinceNanos + silence().toNanos();
                if (intervalPending && statusArrived) {
                    intervalPending = false;
                    share = true;
                    ask = wanted;
                } else if (wakeNanos - now <= 0) {
                    pair = true;
                    silences++;
                }
            } finally {
                lock.unlock();
            }
            if (share) {
                sendInterval(ask);
            } else if (pair) {
                screen.line("Nothing heard from the agent; pairing again.");
                pairUntilSent();
            } else {
                clock.sleepUntil(wakeNanos);
            }
        }
    }

    private Duration silence() {
        Duration base = LEAST_SILENCE;
        if (answered) {
            Interval interval = wanted.or(() -> askedBefore).or(() -> seen).orElse(Interval.DEFAULT);
            base = most(base, interval.length().multipliedBy(3));
        }
        return least(base.multipliedBy(1L << Math.min(silences, 8)), most(base, MOST_SILENCE));
    }

    /// What the own interval object says that an earlier run made: the agent follows it over restarts.
    private Optional<Interval> askedBefore() {
        try {
            HgxObject<IntervalRequest> object = intervalObject(Optional.empty());
            return object == null ? Optional.empty() : Optional.of(object.state().effective(Interval.DEFAULT));
        } catch (HgxException _) {
            return Optional.empty();
        }
    }

    private void sendInterval(Optional<Interval> ask) {
        try {
            HgxObject<IntervalRequest> object = intervalObject(ask);
            if (object == null) {
                return;
            }
            if (ask.isPresent()) {
                IntervalRequest value = IntervalCodec.asking(ask.get());
                if (!object.state().equals(value)) {
                    object.state(value);
                    object.push();
                }
                screen.line("Asked for a status every " + ask.get().seconds().toPlainString() + " s.");
            }
            object.share(agent);
        } catch (HgxException failure) {
            screen.line("Cannot set the interval: " + failure.getMessage() + " Trying again.");
            lock.lock();
            try {
                intervalPending = true;
                // Not at once: with the next status, or when pairing again.
                statusArrived = false;
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable HgxObject<IntervalRequest> intervalObject(Optional<Interval> ask) {
        if (intervalObject != null && intervalObject.alive()) {
            return intervalObject;
        }
        Optional<Ghid> address = memory.interval();
        if (address.isPresent()) {
            try {
                intervalObject = link.get(IntervalCodec.INSTANCE, address.get());
                return intervalObject;
            } catch (HgxException.DoesNotExist | HgxException.DeadObject _) {
                // As for the pairing object.
            }
        }
        if (ask.isEmpty()) {
            return null;
        }
        intervalObject = link.create(IntervalCodec.INSTANCE, IntervalCodec.asking(ask.get()),
                CreateOptions.DEFAULT);
        rememberLocked(memory.withInterval(intervalObject.address()));
        return intervalObject;
    }

    private void rememberLocked(MonitorPairing pairing) {
        lock.lock();
        try {
            remember(pairing);
        } finally {
            lock.unlock();
        }
    }

    private void remember(MonitorPairing pairing) {
        if (pairing.equals(memory)) {
            return;
        }
        memory = pairing;
        try {
            file.write(pairing);
        } catch (IOException failure) {
            screen.line("Cannot remember the pairing: " + FailureText.of(failure));
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private void waitFor(Duration pause) throws InterruptedException {
        long end = clock.nanoTime() + pause.toNanos();
        while (!isStopped() && end - clock.nanoTime() > 0) {
            clock.sleepUntil(end);
        }
    }

    private static Duration most(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
