package io.telemeter.pairing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ShareEvent;

/// What an agent remembers of its monitor, and how it answers those who want to be it. Immutable.
///
/// @param monitor the paired fingerprint
/// @param status the address of the status object shared with it
/// @param interval the address of its interval object
/// @param retired status objects of earlier pairings, to be deleted so that earlier monitors get nothing more
public record AgentPairing(
        Optional<Ghid> monitor, Optional<Ghid> status, Optional<Ghid> interval, List<Ghid> retired) {

    /// Nobody is paired and nothing was published.
    public static final AgentPairing NONE = new AgentPairing(Optional.empty(), Optional.empty(), Optional.empty(),
            List.of());

    public AgentPairing {
        retired = List.copyOf(retired);
    }

    /// An answer to a share.
    public sealed interface Answer {
        /// The origin is the monitor now: remember it, then share the status with it.
        record Pair() implements Answer {}

        /// The origin is the monitor already: share the status again, which repairs whatever it has lost.
        record ShareAgain() implements Answer {}

        /// The origin is the monitor and this is its interval object: follow it.
        record Follow() implements Answer {}

        /// Nobody is paired yet, and pairing may be on its way: keep the interval for a while.
        record KeepForLater() implements Answer {}

        /// No effect.
        ///
        /// @param reason one line for the log; empty if not worth one
        record Ignore(String reason) implements Answer {}
    }

    /// The answer to an object with the PAIR api id. Its content is never read.
    ///
    /// @param self the agent's own fingerprint
    public Answer onPair(Ghid self, ShareEvent share) {
        if (share.origin().equals(self)) {
            // Another program of this account: it must not be able to take the pairing.
            return new Answer.Ignore("");
        }
        if (!share.binder().equals(share.origin())) {
            return new Answer.Ignore(
                    "refused to pair with " + share.origin().text() + ": the pairing object is not its own");
        }
        if (monitor.isEmpty()) {
            return new Answer.Pair();
        }
        return monitor.get().equals(share.origin())
                ? new Answer.ShareAgain()
                : new Answer.Ignore("refused to pair with " + share.origin().text() + ": paired with another monitor");
    }

    /// The answer to an object with the INTERVAL api id.
    public Answer onInterval(Ghid self, ShareEvent share) {
        if (share.origin().equals(self)) {
            return new Answer.Ignore("");
        }
        if (!share.binder().equals(share.origin())) {
            return new Answer.Ignore(
                    "refused an interval from " + share.origin().text() + ": the object is not its own");
        }
        if (monitor.isEmpty()) {
            return new Answer.KeepForLater();
        }
        return monitor.get().equals(share.origin())
                ? new Answer.Follow()
                : new Answer.Ignore("refused an interval from " + share.origin().text() + ": not the paired monitor");
    }

    /// Paired with `fingerprint`. A status object that somebody else has seen is retired.
    public AgentPairing pairedWith(Ghid fingerprint) {
        if (monitor.equals(Optional.of(fingerprint))) {
            return this;
        }
        AgentPairing fresh = monitor.isPresent() ? unpaired() : this;
        return new AgentPairing(Optional.of(fingerprint), fresh.status, Optional.empty(), fresh.retired);
    }

    /// Paired with nobody; the status object goes, as sharing cannot be taken back.
    public AgentPairing unpaired() {
        List<Ghid> gone = new ArrayList<>(retired);
        status.ifPresent(gone::add);
        return new AgentPairing(Optional.empty(), Optional.empty(), Optional.empty(), gone);
    }

    /// With the status object at `address`.
    public AgentPairing withStatus(Ghid address) {
        return new AgentPairing(monitor, Optional.of(address), interval, retired);
    }

    /// With the interval object at `address`.
    public AgentPairing withInterval(Ghid address) {
        return new AgentPairing(monitor, status, Optional.of(address), retired);
    }

    /// Without the interval object.
    public AgentPairing withoutInterval() {
        return new AgentPairing(monitor, status, Optional.empty(), retired);
    }

    /// Without a retired object, once it is deleted.
    public AgentPairing withoutRetired(Ghid address) {
        return new AgentPairing(monitor, status, interval,
                retired.stream().filter(candidate -> !candidate.equals(address)).toList());
    }
}
