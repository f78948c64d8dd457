package org.hypergolix.relay.subscription;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hypergolix.golix.Ghid;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.wire.CallTable;

/// The announcements to one connection: those that wait, and the tokens of those that were sent.
///
/// On the connection's event loop only.
public final class Outbox {

    private final RelayLimits.Announcements limits;
    private final Backlog waiting = new Backlog();
    private final CallTable<Boolean> unanswered;

    public Outbox(RelayLimits.Announcements limits, RandomGenerator random) {
        this.limits = limits;
        this.unanswered = new CallTable<>(limits.unanswered(), random);
    }

    /// An announcement with its token.
    public record Letter(Announcement announcement, int token) {}

    /// Adds an announcement.
    ///
    /// @return false if more waits now than may: the connection is to be closed, as its client must fetch anyway
    public boolean add(Announcement announcement) {
        waiting.add(new Delivery(announcement, Delivery.NOBODY));
        return waiting.others() <= limits.waiting() && waiting.bytes() <= limits.waitingBytes();
    }

    /// Forgets what waits for subscribers of `subject`.
    public void forget(Ghid subject) {
        waiting.forget(subject);
    }

    /// Forgets all that waits.
    public void forgetAll() {
        waiting.clear();
    }

    /// Takes the next to be sent, if any waits and not too many are unanswered.
    public Optional<Letter> next(long nowNanos) {
        if (waiting.isEmpty() || unanswered.size() >= limits.unanswered()) {
            return Optional.empty();
        }
        int token = unanswered.add(true, nowNanos + limits.answerMillis() * 1_000_000L);
        return waiting.poll().map(delivery -> new Letter(delivery.announcement(), token));
    }

    /// The client answered.
    public void answered(int token) {
        unanswered.take(token);
    }

    /// No longer waits for answers that are overdue.
    ///
    /// @return whether there were any
    public boolean expire(long nowNanos) {
        return !unanswered.expire(nowNanos).isEmpty();
    }
}
