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
    record Limits(Path home, Duration requestTimeout, int maxMessageBytes) {}

    /// The daemon that serves `home`; empty if none does.
    ///
    /// @param requestTimeout the longest a call blocks, reconnecting included
    /// @param maxMessageBytes the largest message from or to the daemon, at most 10 MiB
    public static Optional<LocalNode> find(Path home, Duration requestTimeout, int maxMessageBytes) {
        Limits limits = new Limits(home, requestTimeout, maxMessageBytes);
        try {
            Optional<Rendezvous> rendezvous = Rendezvous.read(home);
            if (rendezvous.isEmpty()) {
                return Optional.empty();
            }
            DaemonLink.open(rendezvous.get(), limits, DaemonSession.DEAF).close();
            return Optional.of(new DaemonNode(limits));
        } catch (IOException | IllegalArgumentException | LocalRefusal _) {
            // None, one that stops, or something else that listens there.
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
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
