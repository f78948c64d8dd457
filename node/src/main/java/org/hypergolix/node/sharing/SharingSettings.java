package org.hypergolix.node.sharing;

import java.time.Duration;
import java.util.function.LongSupplier;

/// What sharing depends on.
///
/// @param clock milliseconds since the epoch
/// @param requestTimeout the longest wait for relays
/// @param severalDevices whether other devices of the account may have made offers
public record SharingSettings(LongSupplier clock, Duration requestTimeout, boolean severalDevices) {}
