package org.hypergolix.node.sync;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import org.hypergolix.golix.Bytes;
import org.hypergolix.node.Refusals;

/// How records name a relay: the first 8 bytes of SHA-512 over `scheme://host:port/path`, in lower case but for the path.
final class RelayName {
    static final int LENGTH = 8;
    private static final int DEFAULT_PORT = 7770;

    private RelayName() {}

    /// The one spelling of `relay`.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal if it is no address of a relay
    static URI normalize(URI relay) {
        String scheme = relay.getScheme() == null ? "" : relay.getScheme().toLowerCase(Locale.ROOT);
        boolean known = scheme.equals("ws") || scheme.equals("wss");
        if (!known || relay.getHost() == null || relay.getPort() > 65_535 || relay.getUserInfo() != null) {
            throw Refusals.configuration("A relay is ws://host:port/ or wss://host:port/, not " + relay + ".");
        }
        int port = relay.getPort();
        if (port < 0) {
            port = scheme.equals("wss") ? 443 : DEFAULT_PORT;
        }
        String path = relay.getRawPath() == null || relay.getRawPath().isEmpty() ? "/" : relay.getRawPath();
        return URI.create(scheme + "://" + relay.getHost().toLowerCase(Locale.ROOT) + ":" + port + path);
    }

    /// The name of a normalized address.
    static Bytes of(URI normalized) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512")
                    .digest(normalized.toString().getBytes(StandardCharsets.UTF_8));
            return Bytes.copyOf(digest, 0, LENGTH);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no SHA-512.", impossible);
        }
    }
}
