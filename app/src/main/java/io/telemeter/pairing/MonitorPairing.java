package io.telemeter.pairing;

import java.util.Optional;
import org.hypergolix.golix.Ghid;

/// What a monitor remembers of one agent, so that a restart makes no new objects. Immutable.
///
/// @param status the agent's status object
/// @param pair the own pairing object
/// @param interval the own interval object
public record MonitorPairing(Optional<Ghid> status, Optional<Ghid> pair, Optional<Ghid> interval) {

    /// Nothing yet.
    public static final MonitorPairing NONE = new MonitorPairing(Optional.empty(), Optional.empty(), Optional.empty());

    /// With the agent's status object at `address`.
    public MonitorPairing withStatus(Ghid address) {
        return new MonitorPairing(Optional.of(address), pair, interval);
    }

    /// With the pairing object at `address`.
    public MonitorPairing withPair(Ghid address) {
        return new MonitorPairing(status, Optional.of(address), interval);
    }

    /// With the interval object at `address`.
    public MonitorPairing withInterval(Ghid address) {
        return new MonitorPairing(status, pair, Optional.of(address));
    }
}
