package org.hypergolix.node.object;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// What the making of objects depends on.
///
/// @param random the operating system's generator
/// @param jitter for waits, not for secrets; safe for use by any thread
/// @param maxMessageBytes the largest message to a relay
/// @param requestTimeout the longest wait for relays
/// @param severalDevices whether other devices of the account may push the same objects: then frames name the states that
///     not all relays have taken, so that whoever sees them knows what they continue
public record ObjectSettings(
        SecureRandom random,
        RandomGenerator jitter,
        int maxMessageBytes,
        Duration requestTimeout,
        boolean severalDevices) {

    /// Old targets in the frames of a suite-1 object, unless the application says otherwise.
    public static final int HISTORY_LIMIT = 7;

    /// The most old targets an application may ask for.
    public static final int MOST_HISTORY = 255;
}
