package org.hypergolix.node.sync;

/// How the attempt to give an item to a relay ended.
public enum Delivery {
    /// The relay has it, durably.
    ACCEPTED,
    /// The relay has a newer state of another device of the account.
    CONFLICT,
    /// The relay does not take it; said in the log.
    REFUSED,
    /// The conversation ended before the answer; the item stays in the outbox.
    LOST
}
