package io.telemeter.agent;

import io.telemeter.console.FailureText;
import io.telemeter.pairing.AgentPairing;
import io.telemeter.pairing.AgentPairing.Answer;
import io.telemeter.pairing.IntervalCodec;
import io.telemeter.pairing.PairingFile;
import io.telemeter.pairing.TelemeterApi;
import io.telemeter.schedule.Interval;
import io.telemeter.schedule.IntervalRequest;
import io.telemeter.schedule.Metronome;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.ShareEvent;
import org.hypergolix.hgx.Subscription;
import org.jspecify.annotations.Nullable;

/// Publishes the status of this machine, and listens to exactly two things: who wants to pair, and the number of seconds
/// that the paired monitor asks for. Nothing else that arrives has an effect, and nothing is ever executed.
///
/// Safe for use by any thread.
public final class Agent implements AutoCloseable {
    private static final Codec<String> TEXT = Codec.json(String.class);
    private static final Duration KEEP_INTERVALS = Duration.ofSeconds(60);
    private static final int MAX_KEPT_INTERVALS = 16;
    /// How often a share that no relay could take is tried again.
    private static final Duration SHARE_RETRY = Duration.ofSeconds(30);

    private final HgxLink link;
    private final StatusSource source;
    private final PairingFile file;
    private final Metronome metronome;
    private final Consumer<String> journal;
    private final LongSupplier nanoClock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Ghid, Kept> kept = new LinkedHashMap<>();
    private AgentPairing pairing = AgentPairing.NONE;
    private volatile @Nullable HgxObject<String> status;
    private @Nullable HgxObject<IntervalRequest> interval;
    private boolean shareWanted;
    private long shareNotBeforeNanos;
    private boolean failing;

    private record Kept(ShareEvent share, long untilNanos) {}

    /// Makes the text of one status.
    @FunctionalInterface
    public interface StatusSource {
        String status() throws InterruptedException;
    }

    /// Prepares an agent; [#run] does the work.
    ///
    /// @param link closed by the caller, after the agent
    /// @param metronome when to publish; this agent sets its interval
    /// @param journal hears one line about everything a person may want to know
    /// @param nanoClock monotonic, as `System::nanoTime`
    public Agent(HgxLink link, StatusSource source, PairingFile file, Metronome metronome, Consumer<String> journal,
            LongSupplier nanoClock) {
        this.link = link;
        this.source = source;
        this.file = file;
        this.metronome = metronome;
        this.journal = journal;
        this.nanoClock = nanoClock;
    }

    /// Publishes until [#close] is called or the thread is interrupted.
    ///
    /// @throws IOException if the pairing cannot be read or written
    public void run() throws IOException {
        try {
            prepare();
            try (Subscription _ = link.onShare(TelemeterApi.PAIR, this::pairShared);
                    Subscription _ = link.onShare(TelemeterApi.INTERVAL, this::intervalShared)) {
                while (metronome.awaitTick().isPresent()) {
                    publish();
                    shareIfWanted();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends [#run] at once, without waiting for the next tick.
    @Override
    public void close() {
        metronome.stop();
    }

    private void prepare() throws IOException, InterruptedException {
        lock.lock();
        try {
            pairing = file.readAgent();
            shareWanted = pairing.monitor().isPresent();
        } finally {
            lock.unlock();
        }
        deleteRetired();
        status = openStatus();
        pairing.interval().ifPresent(this::follow);
        journal.accept(pairing.monitor().map(monitor -> "paired with " + monitor.text())
                .orElse("not paired yet: the first monitor that asks is accepted"));
    }

    private void deleteRetired() throws IOException {
        for (Ghid address : pairing.retired()) {
            try {
                link.get(TEXT, address).delete();
            } catch (HgxException.DoesNotExist | HgxException.DeadObject _) {
                // Gone already.
            } catch (HgxException failure) {
                journal.accept("an earlier status object cannot be deleted yet: " + failure.getMessage());
                continue;
            }
            remember(pairing.withoutRetired(address));
        }
    }

    private HgxObject<String> openStatus() throws IOException, InterruptedException {
        Optional<Ghid> address = pairing.status();
        if (address.isPresent()) {
            try {
                HgxObject<String> known = link.get(TEXT, address.get());
                if (known.binder().equals(link.whoami())) {
                    return known;
                }
            } catch (HgxException.DoesNotExist | HgxException.DeadObject _) {
                journal.accept("the status object is gone; making a new one");
            }
        }
        HgxObject<String> made =
                link.create(TEXT, source.status(), CreateOptions.DEFAULT.withApiId(TelemeterApi.STATUS));
        lock.lock();
        try {
            remember(pairing.withStatus(made.address()));
        } finally {
            lock.unlock();
        }
        return made;
    }

    private void publish() throws InterruptedException {
        HgxObject<String> object = status;
        try {
            if (object == null || !object.alive()) {
                object = openStatus();
                status = object;
                wantShare();
            }
            object.state(source.status());
            object.push();
            if (failing) {
                failing = false;
                journal.accept("publishing again");
            }
        } catch (HgxException | IOException failure) {
            if (!failing) {
                failing = true;
                journal.accept("cannot publish: " + failure.getMessage() + " Trying again with every status.");
            }
        }
    }

    private void pairShared(ShareEvent share) {
        Answer answer;
        Optional<ShareEvent> early = Optional.empty();
        lock.lock();
        try {
            answer = pairing.onPair(link.whoami(), share);
            if (answer instanceof Answer.Pair) {
                // Remembered before anything is shared: a crash in between must not leave room for another.
                remember(pairing.pairedWith(share.origin()));
                Kept waiting = kept.remove(share.origin());
                early = waiting == null || waiting.untilNanos() - nanoClock.getAsLong() < 0
                        ? Optional.empty()
                        : Optional.of(waiting.share());
                kept.clear();
            }
        } catch (IOException failure) {
            journal.accept("cannot remember the pairing, so it is refused: " + FailureText.of(failure));
            return;
        } finally {
            lock.unlock();
        }
        switch (answer) {
            case Answer.Pair _ -> {
                journal.accept("paired with " + share.origin().text());
                wantShare();
                shareIfWanted();
            }
            case Answer.ShareAgain _ -> {
                wantShare();
                shareIfWanted();
            }
            case Answer.Ignore(String reason) -> note(reason);
            case Answer.Follow _,Answer.KeepForLater _ -> throw new IllegalStateException("not an answer to a pairing");
        }
        early.ifPresent(this::intervalShared);
    }

    private void intervalShared(ShareEvent share) {
        Answer answer;
        lock.lock();
        try {
            answer = pairing.onInterval(link.whoami(), share);
            if (answer instanceof Answer.KeepForLater) {
                long now = nanoClock.getAsLong();
                kept.values().removeIf(old -> old.untilNanos() - now < 0);
                if (kept.size() < MAX_KEPT_INTERVALS || kept.containsKey(share.origin())) {
                    kept.put(share.origin(), new Kept(share, now + KEEP_INTERVALS.toNanos()));
                }
            }
        } finally {
            lock.unlock();
        }
        switch (answer) {
            case Answer.Follow _ -> {
                if (follow(share.address())) {
                    lock.lock();
                    try {
                        remember(pairing.withInterval(share.address()));
                    } catch (IOException failure) {
                        journal.accept("cannot remember the interval for the next start: " + FailureText.of(failure));
                    } finally {
                        lock.unlock();
                    }
                }
            }
            case Answer.Ignore(String reason) -> note(reason);
            case Answer.KeepForLater _ -> {}
            case Answer.Pair _,Answer.ShareAgain _ -> throw new IllegalStateException("not an answer to an interval");
        }
    }

    /// Follows the interval object at `address` instead of any earlier one; false if it cannot be read.
    @SuppressWarnings("ReferenceEquality") // A link gives out one handle for each live object.
    private boolean follow(Ghid address) {
        HgxObject<IntervalRequest> object;
        try {
            object = link.get(IntervalCodec.INSTANCE, address);
        } catch (HgxException failure) {
            journal.accept("the interval cannot be read: " + failure.getMessage());
            return false;
        }
        Optional<Ghid> monitor = monitor();
        if (!object.apiId().equals(TelemeterApi.INTERVAL) || !monitor.equals(Optional.of(object.binder()))) {
            journal.accept("refused an interval that is not the paired monitor's own");
            object.close();
            return false;
        }
        HgxObject<IntervalRequest> previous;
        lock.lock();
        try {
            previous = interval;
            interval = object;
        } finally {
            lock.unlock();
        }
        if (previous != object) {
            if (previous != null) {
                previous.close();
            }
            object.onUpdate(this::apply);
            object.onDelete(() -> set(new IntervalRequest.None(), "the monitor withdrew its interval; "));
        }
        apply(object);
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // As above.
    private void apply(HgxObject<IntervalRequest> object) {
        lock.lock();
        try {
            if (interval != object) {
                return;
            }
        } finally {
            lock.unlock();
        }
        IntervalRequest request;
        try {
            request = object.state();
        } catch (HgxException failure) {
            journal.accept("the interval cannot be read: " + failure.getMessage());
            return;
        }
        set(request, switch (request) {
            case IntervalRequest.Seconds _ -> "";
            case IntervalRequest.NotFinite _ -> "the monitor's interval is no finite number; ";
            case IntervalRequest.None _ -> "the monitor's interval is no number; ";
        });
    }

    private void set(IntervalRequest request, String why) {
        Interval before = metronome.interval();
        Interval value = request.effective(before);
        metronome.change(value);
        if (!value.equals(before)) {
            journal.accept(why + "interval set to " + value.seconds().toPlainString() + " s");
        } else if (!why.isEmpty()) {
            journal.accept(why + "interval stays " + value.seconds().toPlainString() + " s");
        }
    }

    private void wantShare() {
        lock.lock();
        try {
            shareWanted = true;
            shareNotBeforeNanos = nanoClock.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /// Shares the status with the monitor if that is due. What fails is tried again after a while.
    private void shareIfWanted() {
        HgxObject<String> object = status;
        Ghid monitor;
        lock.lock();
        try {
            if (!shareWanted || object == null || pairing.monitor().isEmpty()
                    || nanoClock.getAsLong() - shareNotBeforeNanos < 0) {
                return;
            }
            monitor = pairing.monitor().get();
            shareWanted = false;
        } finally {
            lock.unlock();
        }
        try {
            object.share(monitor);
            journal.accept("shared the status with the monitor");
        } catch (HgxException failure) {
            journal.accept("cannot share the status with the monitor yet: " + failure.getMessage());
            lock.lock();
            try {
                shareWanted = true;
                shareNotBeforeNanos = nanoClock.getAsLong() + SHARE_RETRY.toNanos();
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<Ghid> monitor() {
        lock.lock();
        try {
            return pairing.monitor();
        } finally {
            lock.unlock();
        }
    }

    private void remember(AgentPairing next) throws IOException {
        if (!next.equals(pairing)) {
            file.write(next);
            pairing = next;
        }
    }

    private void note(String reason) {
        if (!reason.isEmpty()) {
            journal.accept(reason);
        }
    }
}
