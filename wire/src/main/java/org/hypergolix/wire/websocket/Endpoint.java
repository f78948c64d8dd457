package org.hypergolix.wire.websocket;

import java.net.URI;

/// Where a websocket address leads.
///
/// @param path with the query, never empty
record Endpoint(boolean secure, String host, int port, String path) {

    /// @throws IllegalArgumentException if `address` is no websocket address; the message says what is wrong
    static Endpoint of(URI address) {
        String scheme = String.valueOf(address.getScheme());
        boolean secure = scheme.equalsIgnoreCase("wss");
        if (!secure && !scheme.equalsIgnoreCase("ws")) {
            throw new IllegalArgumentException("A websocket address begins with ws:// or wss://: " + address);
        }
        String host = address.getHost();
        if (host == null) {
            throw new IllegalArgumentException("A websocket address names a host: " + address);
        }
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("A websocket address has no user name or password.");
        }
        int port = address.getPort() != -1 ? address.getPort() : secure ? 443 : 80;
        return new Endpoint(secure, host, port, path(address));
    }

    private static String path(URI address) {
        String path = address.getRawPath();
        String query = address.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    /// For the `Host` header: without the port if it is the usual one.
    String hostHeader() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    /// The host for the resolver: an IPv6 address without its brackets.
    String hostName() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + host + ":" + port;
    }
}
