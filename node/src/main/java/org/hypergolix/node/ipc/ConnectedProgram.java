package org.hypergolix.node.ipc;

/// A program that uses the node over its port.
///
/// @param port its end of the connection
/// @param sinceMillis when it connected, since the epoch
/// @param requests that it has made
/// @param pid of its process; 0 where the system does not tell it
/// @param name of its process; empty where the system does not tell it
public record ConnectedProgram(int port, long sinceMillis, long requests, long pid, String name) {}
