package org.hypergolix.relay.request;

import java.util.concurrent.atomic.LongAdder;

/// Counts what was asked of a relay. Safe for use by any thread.
public final class Statistics {

    private final LongAdder requests = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder announced = new LongAdder();

    void countRequest() {
        requests.increment();
    }

    void countStored() {
        stored.increment();
    }

    void countRefused() {
        refused.increment();
    }

    /// An announcement was written to one connection.
    public void countAnnounced() {
        announced.increment();
    }

    /// Requests of any kind.
    public long requests() {
        return requests.sum();
    }

    /// Objects stored that were not there before.
    public long stored() {
        return stored.sum();
    }

    /// Objects refused.
    public long refused() {
        return refused.sum();
    }

    /// Announcements written, one for each connection that was told.
    public long announced() {
        return announced.sum();
    }
}
