package org.hypergolix.hgx;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.hypergolix.wire.ipc.DaemonNode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.jspecify.annotations.Nullable;

/// The node of one home, shared by the links of this process and stopped with the last of them.
///
/// The table is static because a home can be open only once in a process, whoever opens it.
final class SharedNode {
    private static final Duration DAEMON_STARTS_WITHIN = Duration.ofSeconds(2);
    private static final Duration DAEMON_CHECK = Duration.ofMillis(50);
    private static final Map<Path, SharedNode> NODES = new ConcurrentHashMap<>();

    private final Path key;
    /// Held while the node starts or stops, so that the next link to this home waits for the end of that.
    private final ReentrantLock life = new ReentrantLock();

    private @Nullable LocalNode node;
    private int sessions;
    private boolean ended;

    private SharedNode(Path key) {
        this.key = key;
    }

    /// Opens a session with the node of these options' home, which is started if nobody has it open.
    ///
    /// @throws HgxException.CannotOpen if it cannot be
    static Lease open(HgxOptions options, Consumer<LocalEvent> events) {
        Path key = key(options.home());
        while (true) {
            Optional<Lease> lease = NODES.computeIfAbsent(key, SharedNode::new).join(options, events);
            if (lease.isPresent()) {
                return lease.get();
            }
        }
    }

    /// A session, or nothing if this node has ended and another must be started.
    private Optional<Lease> join(HgxOptions options, Consumer<LocalEvent> events) {
        life.lock();
        try {
            if (ended) {
                return Optional.empty();
            }
            return node == null ? startAndJoin(options, events) : join(node, events);
        } finally {
            life.unlock();
        }
    }

    private Optional<Lease> startAndJoin(HgxOptions options, Consumer<LocalEvent> events) {
        boolean joined = false;
        try {
            LocalNode started = start(options);
            node = started;
            sessions++;
            Lease lease = new Lease(this, started.open(events));
            joined = true;
            return Optional.of(lease);
        } catch (LocalRefusal refusal) {
            throw Refusals.exception(refusal);
        } catch (HgxException failure) {
            throw failure;
        } catch (RuntimeException failure) {
            throw new HgxException("The node cannot be started: " + Refusals.reason(failure), failure);
        } finally {
            if (!joined) {
                end();
            }
        }
    }

    private Optional<Lease> join(LocalNode running, Consumer<LocalEvent> events) {
        try {
            Lease lease = new Lease(this, running.open(events));
            sessions++;
            return Optional.of(lease);
        } catch (LocalRefusal refusal) {
            if (refusal.reason() == LocalRefusal.Reason.CLOSED) {
                // It died under its links, which notice for themselves; the home is free again.
                end();
                return Optional.empty();
            }
            throw Refusals.exception(refusal);
        }
    }

    private void leave() {
        life.lock();
        try {
            sessions--;
            if (sessions == 0) {
                end();
            }
        } finally {
            life.unlock();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            if (node != null) {
                node.close();
            }
        } finally {
            NODES.remove(key, this);
        }
    }

    private static LocalNode start(HgxOptions options) {
        return switch (options.node()) {
            case DAEMON -> switch (daemon(options)) {
                case DaemonNode.Search.Found(LocalNode daemon) -> daemon;
                case DaemonNode.Search.None(String reason) -> throw new HgxException.Unavailable(
                        "No daemon serves " + options.home() + " (" + Refusals.line(reason)
                                + "); start it with: hypergolix start app");
            };
            case ANY -> switch (daemon(options)) {
                case DaemonNode.Search.Found(LocalNode daemon) -> daemon;
                case DaemonNode.Search.None _ -> startHereOrFind(options);
            };
            case IN_PROCESS -> startHere(options);
        };
    }

    /// A daemon that starts has the home before it can be reached: it is looked for a while longer.
    private static LocalNode startHereOrFind(HgxOptions options) {
        long end = System.nanoTime() + DAEMON_STARTS_WITHIN.toNanos();
        while (true) {
            LocalRefusal inUse;
            try {
                return startHere(options);
            } catch (LocalRefusal refusal) {
                if (refusal.reason() != LocalRefusal.Reason.HOME_IN_USE) {
                    throw refusal;
                }
                inUse = refusal;
            }
            switch (daemon(options)) {
                case DaemonNode.Search.Found(LocalNode daemon) -> {
                    return daemon;
                }
                case DaemonNode.Search.None(String reason) -> {
                    if (System.nanoTime() - end >= 0) {
                        throw new LocalRefusal(inUse.code(), inUse.reason(), inUse.getMessage()
                                + " Looked for a daemon to share it: " + Refusals.line(reason));
                    }
                }
            }
            try {
                Thread.sleep(DAEMON_CHECK);
            } catch (InterruptedException _) {
                throw Conversation.interrupted();
            }
        }
    }

    private static DaemonNode.Search daemon(HgxOptions options) {
        return DaemonNode.find(options.home(), options.requestTimeout(), options.maxMessageBytes());
    }

    private static LocalNode startHere(HgxOptions options) {
        LocalNode.Credential credential = options.password().<LocalNode.Credential>map(SharedNode::passwordOnce)
                .orElseGet(LocalNode.Credential.KeyFile::new);
        LocalNode.Options forNode = new LocalNode.Options(
                options.home(),
                options.relays(),
                credential,
                options.suite(),
                options.createIfMissing(),
                options.requestTimeout(),
                options.maxMessageBytes());
        return provider(forNode).start(forNode);
    }

    private static LocalNode.Credential passwordOnce(char[] copy) {
        var password = new LocalNode.Credential.Password(copy);
        Arrays.fill(copy, '\0');
        return password;
    }

    private static LocalNode.Provider provider(LocalNode.Options options) {
        LocalNode.Provider best = null;
        try {
            for (LocalNode.Provider candidate : ServiceLoader.load(LocalNode.Provider.class)) {
                int preference = candidate.preference(options);
                if (preference >= 0 && (best == null || preference > best.preference(options))) {
                    best = candidate;
                }
            }
        } catch (ServiceConfigurationError failure) {
            throw new HgxException.Configuration("A node cannot be loaded: " + Refusals.reason(failure));
        }
        if (best == null) {
            throw new HgxException.Configuration(
                    "No node is installed: add org.hypergolix:node to the module path or the class path.");
        }
        return best;
    }

    /// One spelling per home: links are followed as far as there is something.
    private static Path key(Path home) {
        Path absolute = home.toAbsolutePath().normalize();
        for (Path existing = absolute; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath().resolve(existing.relativize(absolute));
            } catch (IOException _) {
                // Does not exist yet, or is not ours to look at: its parent may be.
            }
        }
        return absolute;
    }

    /// One link's share of the node. `close` may be called once.
    record Lease(SharedNode node, LocalNode.Session session) implements AutoCloseable {
        @Override
        public void close() {
            session.close();
            node.leave();
        }
    }
}
