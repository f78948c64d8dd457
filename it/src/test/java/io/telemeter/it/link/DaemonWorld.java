package io.telemeter.it.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.node.daemon.NodeDaemon;
import org.hypergolix.node.ipc.IpcAccess;
import org.hypergolix.wire.local.LocalNode;

/// The same with a daemon for every device, which links find by themselves. The device `nobody` has none.
final class DaemonWorld extends RealWorld {
    private final Map<String, NodeDaemon> daemons = new ConcurrentHashMap<>();

    DaemonWorld(Path root) {
        super(root);
    }

    @Override
    public HgxOptions.Builder options(String device) {
        HgxOptions.Builder options = super.options(device);
        if (!device.equals("nobody")) {
            start(device, options.build());
        }
        return options;
    }

    private void start(String device, HgxOptions options) {
        daemons.computeIfAbsent(device, _ -> {
            try {
                return NodeDaemon.start(new LocalNode.Options(options.home(), options.relays(),
                        new LocalNode.Credential.KeyFile(), options.suite(), true, options.requestTimeout(),
                        options.maxMessageBytes()), 0, IpcAccess.OWN_USER);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    @Override
    public void retire(String device) {
        NodeDaemon daemon = daemons.remove(device);
        if (daemon != null) {
            daemon.close();
        }
        super.retire(device);
    }

    @Override
    public void close() {
        daemons.values().forEach(NodeDaemon::close);
        super.close();
    }
}
