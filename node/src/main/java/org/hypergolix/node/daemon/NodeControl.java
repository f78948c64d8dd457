package org.hypergolix.node.daemon;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hypergolix.wire.local.RelayRegistration;

/// The administrator's side of a node that runs as a daemon.
public final class NodeControl {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path home;

    /// @param home the node's
    public NodeControl(Path home) {
        this.home = home;
    }

    /// How the node is; empty if none runs in this home.
    ///
    /// @throws IOException if it does not answer
    public Optional<NodeStatus> status() throws IOException {
        Optional<byte[]> answer = ask("status");
        try {
            return answer.map(NodeStatus::decode);
        } catch (IllegalArgumentException malformed) {
            throw otherVersion(malformed);
        }
    }

    /// Asks the node to register its account at its relays; empty if none runs in this home.
    ///
    /// @throws IOException if it does not answer
    public Optional<List<RelayRegistration>> register() throws IOException {
        Optional<byte[]> answer = ask("register");
        try {
            return answer.map(RegistrationReport::decode);
        } catch (IllegalArgumentException malformed) {
            throw otherVersion(malformed);
        }
    }

    private IOException otherVersion(IllegalArgumentException malformed) {
        return new IOException("The node of " + home + " is of another version; stop it and start it again.",
                malformed);
    }

    /// Asks the node to stop, which takes a moment.
    ///
    /// @return false if none runs in this home
    /// @throws IOException if it does not answer
    public boolean stop() throws IOException {
        return ask("stop").isPresent();
    }

    private Optional<byte[]> ask(String request) throws IOException {
        Path file = AdminSocket.address(home);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return Optional.of(ask(channel, file, request));
        } catch (ConnectException _) {
            // Left by a node that was killed.
            return Optional.empty();
        } catch (SocketException failure) {
            throw new IOException("The node of " + home + " cannot be asked: " + failure.getMessage(), failure);
        } catch (ClosedChannelException _) {
            throw new IOException("The node of " + home + " did not answer within " + PATIENCE.toSeconds() + " s.");
        }
    }

    private byte[] ask(SocketChannel channel, Path file, String request) throws IOException {
        Thread watch = Thread.ofVirtual().start(() -> endLate(channel));
        try {
            channel.connect(UnixDomainSocketAddress.of(file));
            Channels.newOutputStream(channel).write((request + "\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = Channels.newInputStream(channel).readNBytes(AdminSocket.MOST_ANSWER_BYTES);
            if (answer.length == 0) {
                throw new IOException("The node of " + home + " did not answer.");
            }
            return answer;
        } finally {
            watch.interrupt();
        }
    }

    private static void endLate(SocketChannel channel) {
        try {
            Thread.sleep(PATIENCE);
            channel.close();
        } catch (InterruptedException | IOException _) {
            // It answered in time.
        }
    }
}
