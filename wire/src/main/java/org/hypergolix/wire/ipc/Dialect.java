package org.hypergolix.wire.ipc;

/// How much the two ends of a connection understand.
public enum Dialect {

    /// The messages of 2017, byte for byte.
    CLASSIC,

    /// What they lack: how far a push came, revisions, binders of shares, conflicts, relays, reasons of refusals. An
    /// application asks for it with `?V` before anything else.
    EXTENDED;

    /// The version of the extension that this code speaks.
    public static final int EXTENSION_VERSION = 1;
}
