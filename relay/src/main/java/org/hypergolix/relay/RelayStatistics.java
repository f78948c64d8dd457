package org.hypergolix.relay;

/// What a relay has done since its start.
///
/// @param connections at the moment
/// @param requests of any kind
/// @param stored objects that were not there before
/// @param refused objects
/// @param announced announcements written, one for each connection that was told
public record RelayStatistics(int connections, long requests, long stored, long refused, long announced) {}
