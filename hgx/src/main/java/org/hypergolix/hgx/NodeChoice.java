package org.hypergolix.hgx;

/// Which node a link may use. A home has one at a time: a daemon (`hypergolix start app`) or that of one program.
public enum NodeChoice {

    /// The daemon if one runs for the home, otherwise a node in this process.
    ANY,

    /// Only the daemon; connecting fails if none runs.
    DAEMON,

    /// Only a node in this process; connecting fails if a daemon or another program has the home.
    IN_PROCESS
}
