package org.hypergolix.hgx;

/// How far a push came before the call returned.
public enum PushResult {
    /// Durable on this machine; relays get it when they can be reached.
    LOCAL,
    /// Durable on this machine and at one relay at least.
    RELAYED
}
