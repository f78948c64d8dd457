package org.hypergolix.relay.limit;

/// Everything that a relay bounds. Start from [#defaults()].
///
/// @param connections at the same time; further ones are closed at once
/// @param connectionsPerAddress from one IPv4 address or IPv6 network of 64 bits; loopback addresses are exempt, as a
///     proxy in front of the relay has one
/// @param patience how long to wait for a client
/// @param requests of one connection
/// @param announcements to one connection
/// @param memory for messages of all connections together
public record RelayLimits(
        int connections,
        int connectionsPerAddress,
        Patience patience,
        Requests requests,
        Announcements announcements,
        Memory memory) {

    /// What a subscription counts for in memory: the address, its places in two tables, and that of a waiting frame.
    public static final int SUBSCRIPTION_BYTES = 512;

    /// 10,000 connections, 1,000 of one address, and the defaults of the parts.
    public static RelayLimits defaults() {
        return new RelayLimits(
                10_000, 1_000, Patience.defaults(), Requests.defaults(), Announcements.defaults(), Memory.defaults());
    }

    /// The same with another number of connections.
    public RelayLimits withConnections(int total, int perAddress) {
        return new RelayLimits(total, perAddress, patience, requests, announcements, memory);
    }

    /// The same with another patience.
    public RelayLimits withPatience(Patience other) {
        return new RelayLimits(connections, connectionsPerAddress, other, requests, announcements, memory);
    }

    /// The same with other limits for requests.
    public RelayLimits withRequests(Requests other) {
        return new RelayLimits(connections, connectionsPerAddress, patience, other, announcements, memory);
    }

    /// The same with other limits for announcements.
    public RelayLimits withAnnouncements(Announcements other) {
        return new RelayLimits(connections, connectionsPerAddress, patience, requests, other, memory);
    }

    /// The same with another limit of memory.
    public RelayLimits withMemory(Memory other) {
        return new RelayLimits(connections, connectionsPerAddress, patience, requests, announcements, other);
    }

    /// How long to wait for a client, in milliseconds.
    ///
    /// @param handshakeMillis from connecting until the websocket is open
    /// @param messageMillis for a message, from its first byte to its last
    /// @param pingMillis without a byte from the client until it is asked for a sign of life
    /// @param pongMillis for that sign
    /// @param stalledMillis for a client with bytes waiting to take one more
    /// @param backlogMillis for a client to catch up with what waits for it
    /// @param closeMillis for a client to hear that its connection is closed
    public record Patience(
            int handshakeMillis,
            int messageMillis,
            int pingMillis,
            int pongMillis,
            int stalledMillis,
            int backlogMillis,
            int closeMillis) {

        /// 10 s, 120 s, 45 s, 30 s, 30 s, 300 s and 2 s.
        public static Patience defaults() {
            return new Patience(10_000, 120_000, 45_000, 30_000, 30_000, 300_000, 2_000);
        }
    }

    /// Requests of one connection.
    ///
    /// @param waiting messages read but not yet handled; more are not read
    /// @param waitingBytes of those
    /// @param publishing objects on their way to disk
    /// @param subscriptions addresses; more are refused
    public record Requests(int waiting, int waitingBytes, int publishing, int subscriptions) {

        /// 64 waiting with 1 MiB, 64 being published, 16,384 subscriptions.
        public static Requests defaults() {
            return new Requests(64, 1 << 20, 64, 16_384);
        }
    }

    /// Announcements to one connection.
    ///
    /// @param unanswered sent and not yet answered; more wait
    /// @param answerMillis for the answer; then the relay no longer waits for it
    /// @param waiting other than frames (requests, removals); one more closes the connection. Of frames one waits for
    ///     each subscribed address
    /// @param waitingBytes of all that waits; more close the connection
    /// @param pendingRequests of an identity that are announced when it is subscribed, oldest first
    public record Announcements(
            int unanswered, int answerMillis, int waiting, int waitingBytes, int pendingRequests) {

        /// 256 unanswered for 30 s, 1,024 waiting, 8 MiB, 256 pending requests.
        public static Announcements defaults() {
            return new Announcements(256, 30_000, 1_024, 8 << 20, 256);
        }
    }

    /// Memory for messages of all connections together; each connection has 64 KiB beside it for each direction.
    ///
    /// @param receivingBytes of messages being read or waiting; a client whose message does not fit is closed
    /// @param sendingBytes of answers being written; requests wait until there is room
    /// @param publishing objects waiting for the disk, of all connections
    /// @param publishingBytes of those
    /// @param subscriptionBytes of subscriptions, [#SUBSCRIPTION_BYTES] each; more are refused
    public record Memory(
            long receivingBytes, long sendingBytes, int publishing, long publishingBytes, long subscriptionBytes) {

        private static final long MEBIBYTE = 1 << 20;

        /// An eighth of the Java heap for each direction and for subscriptions (32 MiB to 512 MiB, the latter being a
        /// million subscriptions), a sixteenth for publishing (16 to 64).
        public static Memory defaults() {
            long heap = Runtime.getRuntime().maxMemory();
            long eighth = Math.clamp(heap / 8, 32 * MEBIBYTE, 512 * MEBIBYTE);
            return new Memory(
                    eighth, eighth, 2_048, Math.clamp(heap / 16, 16 * MEBIBYTE, 64 * MEBIBYTE), eighth);
        }
    }
}
