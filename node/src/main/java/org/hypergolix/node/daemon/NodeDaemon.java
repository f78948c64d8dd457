package org.hypergolix.node.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.api.HomeNode;
import org.hypergolix.node.api.NodeProvider;
import org.hypergolix.node.ipc.IpcAccess;
import org.hypergolix.node.ipc.IpcServer;
import org.hypergolix.node.login.AccountPlace;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.RelayRegistration;

/// A node of a home that programs of this machine use over its port, until somebody stops it. Safe for use by any thread.
public final class NodeDaemon implements AutoCloseable {
    /// Less than an administrator's conversation may take.
    private static final Duration REGISTRATION_PATIENCE = Duration.ofSeconds(8);

    private final HomeNode node;
    private final Path home;
    private final IpcServer ipc;
    private final AdminSocket admin;
    private final long startedMillis = System.currentTimeMillis();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private NodeDaemon(HomeNode node, IpcServer ipc, Path home) throws IOException {
        this.node = node;
        this.ipc = ipc;
        this.home = home;
        this.admin = AdminSocket.open(home, new Administration() {
            @Override
            public NodeStatus status() {
                return NodeDaemon.this.status();
            }

            @Override
            public List<RelayRegistration> register() throws InterruptedException {
                return node.register(REGISTRATION_PATIENCE);
            }

            @Override
            public void stop() {
                NodeDaemon.this.stop();
            }
        });
    }

    /// Opens the account, the port and the administrator's socket.
    ///
    /// @param ipcPort 0 is any free one
    /// @throws org.hypergolix.wire.local.LocalRefusal if the account cannot be opened
    /// @throws IOException if port or socket cannot be had; one line that says what to do
    public static NodeDaemon start(LocalNode.Options options, int ipcPort, IpcAccess access) throws IOException {
        return start(options, new AccountPlace.ThisMachine(), ipcPort, access);
    }

    /// The same for an account that may live on relays, too.
    ///
    /// @param ipcPort 0 is any free one
    public static NodeDaemon start(LocalNode.Options options, AccountPlace place, int ipcPort, IpcAccess access)
            throws IOException {
        HomeNode node = new NodeProvider().start(options, place);
        IpcServer ipc = null;
        try {
            ipc = IpcServer.open(node, options.home(), ipcPort, access);
            return new NodeDaemon(node, ipc, options.home());
        } catch (IOException | RuntimeException failure) {
            if (ipc != null) {
                ipc.close();
            }
            node.close();
            throw failure;
        }
    }

    /// The account's fingerprint.
    public Ghid fingerprint() {
        return node.fingerprint();
    }

    /// What other machines log in with; empty if the account lives on this machine only.
    public Optional<Ghid> userId() {
        return node.userId();
    }

    /// How it is.
    public NodeStatus status() {
        var usage = node.usage();
        return new NodeStatus(node.fingerprint(), ProcessHandle.current().pid(), startedMillis, ipc.port(),
                new NodeStatus.Storage(usage.objects(), usage.objectBytes(), usage.diskBytes(),
                        home.toFile().getUsableSpace()),
                node.relays(),
                ipc.programs().stream().map(program -> new NodeStatus.Program(program.port(), program.sinceMillis(),
                        program.requests(), program.pid(), program.name())).toList());
    }

    /// Lets [#awaitStop] return.
    public void stop() {
        stopped.countDown();
    }

    /// Waits until somebody asks it to stop.
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /// Stops in order: programs are disconnected, and what was acknowledged is on disk.
    @Override
    public void close() {
        stop();
        admin.close();
        ipc.close();
        node.close();
    }
}
