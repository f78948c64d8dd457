package org.hypergolix.wire.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;

/// The node of a daemon: every session is a connection that comes back by itself. Safe for use by any thread.
public final class DaemonNode implements LocalNode {
    private final Limits limits;
    private final Set<DaemonSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private DaemonNode(Limits limits) {
        this.limits = limits;
    }

    /// What sessions of one program share.
    ///
    /// @param home the daemon's
    /// @param requestTimeout the longest a call blocks, reconnecting included
    /// @param maxMessageBytes the largest message from or to the daemon
    /// @param peers tells whose program listens at the daemon's address
    record Limits(Path home, Duration requestTimeout, int maxMessageBytes, LinuxPeers peers) {}

    /// What looking for a daemon found.
    public sealed interface Search {
        /// A daemon that serves the home.
        record Found(LocalNode node) implements Search {}

        /// None runs, or none that can be used.
        ///
        /// @param reason one line
        record None(String reason) implements Search {}
    }

    /// Looks for the daemon that serves `home`.
    ///
    /// @param requestTimeout the longest a call blocks, reconnecting included
    /// @param maxMessageBytes the largest message from or to the daemon, at most 10 MiB
    public static Search find(Path home, Duration requestTimeout, int maxMessageBytes) {
        return find(new Limits(home, requestTimeout, maxMessageBytes, LinuxPeers.ofThisMachine()));
    }

    static Search find(Limits limits) {
        try {
            Optional<Rendezvous> rendezvous = Rendezvous.read(limits.home());
            if (rendezvous.isEmpty()) {
                return new Search.None("there is no " + limits.home().resolve(Rendezvous.FILE));
            }
            DaemonLink.open(rendezvous.get(), limits, DaemonSession.DEAF).close();
            return new Search.Found(new DaemonNode(limits));
        } catch (IOException | IllegalArgumentException | LocalRefusal failure) {
            // None, one that stops, or something else that listens there.
            return new Search.None(String.valueOf(failure.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Search.None("interrupted while connecting");
        }
    }

    @Override
    public Session open(Consumer<LocalEvent> events) {
        if (closed) {
            throw DaemonSession.closedRefusal();
        }
        try {
            DaemonSession session = DaemonSession.open(limits, events, sessions::remove);
            sessions.add(session);
            return session;
        } catch (IOException failure) {
            throw new LocalRefusal(ErrorCode.COMMS, LocalRefusal.Reason.UNAVAILABLE,
                    String.valueOf(failure.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LocalRefusal(ErrorCode.EXCEPTION, LocalRefusal.Reason.OTHER, "Interrupted while connecting.");
        }
    }

    /// Ends the sessions. The daemon goes on.
    @Override
    public void close() {
        closed = true;
        sessions.forEach(DaemonSession::close);
    }
}
