package org.hypergolix.node.ipc;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.hypergolix.wire.ipc.LinuxPeers;
import org.hypergolix.wire.ipc.Rendezvous;
import org.hypergolix.wire.websocket.HandshakeRequest;
import org.hypergolix.wire.websocket.WebSocketServer;

/// Lets in programs of the node's own user, and no web pages.
///
/// A page in the user's browser can open a websocket to this machine. Browsers name the page in `Origin`, always, and a
/// page that reaches us under another name (DNS rebinding) shows it in `Host`.
final class Doorkeeper implements WebSocketServer.Policy {
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "[::1]");

    private final LinuxPeers peers;
    private final IpcAccess access;
    private final String secret;

    Doorkeeper(LinuxPeers peers, IpcAccess access, String secret) {
        this.peers = peers;
        this.access = access;
        this.secret = secret;
    }

    @Override
    public Optional<String> refusal(InetSocketAddress peer, InetSocketAddress local) {
        return access == IpcAccess.OWN_USER && peers.present() ? peers.objection(peer, local) : Optional.empty();
    }

    @Override
    public Optional<String> refusal(HandshakeRequest request) {
        if (!request.header("Origin").isEmpty()) {
            return Optional
                    .of("This node serves programs, not web pages, and the request has an Origin header: connect "
                            + "without one (in Python's websocket-client: suppress_origin=True).");
        }
        List<String> hosts = request.header("Host");
        if (hosts.size() != 1 || !NAMES.contains(withoutPort(hosts.getFirst()))) {
            return Optional
                    .of("This node is called localhost, 127.0.0.1 or [::1]: connect to it by one of these names.");
        }
        if (access == IpcAccess.OWN_USER && !peers.present() && !knowsSecret(request)) {
            return Optional.of("This system does not tell whose program connects: send the second line of "
                    + Rendezvous.FILE + " in the node's home as 'Authorization: Bearer ...', or set ipc_open: true "
                    + "in hypergolix.yml to let in everybody on this machine.");
        }
        return Optional.empty();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.indexOf(']') ? host.substring(0, colon) : host;
    }

    private boolean knowsSecret(HandshakeRequest request) {
        List<String> values = request.header("Authorization");
        return values.size() == 1 && MessageDigest.isEqual(
                values.getFirst().getBytes(StandardCharsets.UTF_8),
                ("Bearer " + secret).getBytes(StandardCharsets.UTF_8));
    }
}
