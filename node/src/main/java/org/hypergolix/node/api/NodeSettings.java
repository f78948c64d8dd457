package org.hypergolix.node.api;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.hypergolix.node.roaming.Roaming;
import org.hypergolix.node.sync.SyncSettings;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnector;

/// What a node depends on beside its account and its store: everything at its edges, so that tests can stand there.
///
/// @param connection limits of each connection
/// @param random the operating system's generator
/// @param jitter for waits, not for secrets; safe for use by any thread
/// @param clock milliseconds since the epoch
/// @param sleeper waits between attempts to connect
/// @param roaming how the account keeps itself on relays; empty if it lives on this machine only
record NodeSettings(
        List<URI> relays,
        RelayConnector connector,
        ConnectionOptions connection,
        int maxMessageBytes,
        Duration requestTimeout,
        SecureRandom random,
        RandomGenerator jitter,
        LongSupplier clock,
        SyncSettings.Sleeper sleeper,
        Optional<Roaming.Settings> roaming) {
    NodeSettings {
        relays = List.copyOf(relays);
    }
}
