package io.telemeter.cli.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// How people name a relay: `ws://host:port/`, `wss://host:port/` or `host:port`, which is without TLS. The ports 7770
/// (443 with TLS) may be left out.
public final class RelayAddress {
    private static final int TLS_PORT = 443;

    private RelayAddress() {}

    /// The one spelling of a relay.
    ///
    /// @throws IllegalArgumentException if it is none; one line that says what one looks like
    public static URI parse(String text) {
        try {
            URI given = new URI(text.contains("://") ? text : "ws://" + text);
            String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
            boolean known = scheme.equals("ws") || scheme.equals("wss");
            if (known && given.getHost() != null && given.getUserInfo() == null && given.getPort() != 0
                    && given.getPort() <= 65_535) {
                int usual = scheme.equals("wss") ? TLS_PORT : Configuration.Server.DEFAULT_PORT;
                int port = given.getPort() < 0 ? usual : given.getPort();
                return new URI(scheme, null, given.getHost().toLowerCase(Locale.ROOT), port, "/", null, null);
            }
        } catch (URISyntaxException _) {
            // As below.
        }
        throw new IllegalArgumentException("A relay is ws://host:port/ or wss://host:port/, not '" + text + "'.");
    }
}
