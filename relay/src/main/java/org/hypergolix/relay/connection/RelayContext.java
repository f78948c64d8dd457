package org.hypergolix.relay.connection;

import org.hypergolix.relay.limit.MemoryBudget;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.request.RequestHandler;
import org.hypergolix.relay.request.Statistics;

/// What all connections share.
///
/// @param receiving the memory for messages being read or waiting
/// @param subscribing the memory for subscriptions
record RelayContext(
        RelayLimits limits,
        RequestHandler handler,
        MemoryBudget receiving,
        MemoryBudget subscribing,
        Statistics statistics) {}
