package org.hypergolix.node.ipc;

/// A program that uses the node over its port.
///
/// @param port its end of the connection
/// @param sinceMillis when it connected, since the epoch
/// @param requests that it has made
public record ConnectedProgram(int port, long sinceMillis, long requests) {}
