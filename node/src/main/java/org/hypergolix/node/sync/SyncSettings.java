package org.hypergolix.node.sync;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.hypergolix.golix.Identity;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnector;

/// What every relay link of a node has in common.
///
/// @param identity published to every relay
/// @param connection limits of each connection
/// @param requestTimeout the longest wait for an answer
/// @param clock milliseconds since the epoch
/// @param random for waits, not for secrets; safe for use by any thread
/// @param sleeper waits between attempts
public record SyncSettings(
        Identity identity,
        RelayConnector connector,
        ConnectionOptions connection,
        Duration requestTimeout,
        LongSupplier clock,
        RandomGenerator random,
        Sleeper sleeper) {

    /// Waits.
    @FunctionalInterface
    public interface Sleeper {
        void sleep(long millis) throws InterruptedException;
    }
}
