package org.hypergolix.node.ipc;

/// Who may use the node over its port.
public enum IpcAccess {

    /// Programs of the node's own user. Where the system does not tell a connection's user, those that know the secret
    /// in the home.
    OWN_USER,

    /// Everybody on this machine.
    EVERY_LOCAL_USER
}
