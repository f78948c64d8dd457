package io.telemeter.it.link;

import io.telemeter.testkit.hypergolix.Eventually;
import io.telemeter.testkit.hypergolix.HgxWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.hgx.RelayState;
import org.hypergolix.relay.RelayOptions;
import org.hypergolix.relay.RelayServer;
import org.hypergolix.store.memory.MemoryStore;

/// A relay on a loopback port, and homes on the disk whose nodes reach it through a cable each.
///
/// Pulling or plugging a cable returns when the device's node has noticed. Safe for use by several threads, each with devices
/// of its own.
class RealWorld implements HgxWorld {
    private final Path root;
    private final RelayServer relay;
    private final Map<String, LoopbackCable> cables = new ConcurrentHashMap<>();
    private final Map<String, HgxLink> links = new ConcurrentHashMap<>();

    RealWorld(Path root) {
        this.root = root;
        try {
            relay = RelayServer.start(RelayOptions.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new MemoryStore()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public HgxOptions.Builder options(String device) {
        return HgxOptions.home(root.resolve(device))
                .relay(URI.create("ws://127.0.0.1:" + cable(device).port() + "/"));
    }

    @Override
    public HgxLink connect(String device) {
        HgxLink link = HgxWorld.super.connect(device);
        links.put(device, link);
        awaitNoticed(device);
        return link;
    }

    @Override
    public void cutOff(String device) {
        cable(device).pull();
        awaitNoticed(device);
    }

    @Override
    public void restore(String device) {
        cable(device).plug();
        awaitNoticed(device);
    }

    @Override
    public void retire(String device) {
        links.remove(device);
        LoopbackCable cable = cables.remove(device);
        if (cable != null) {
            cable.close();
        }
    }

    @Override
    public void close() {
        cables.values().forEach(LoopbackCable::close);
        relay.close();
    }

    private void awaitNoticed(String device) {
        HgxLink link = links.get(device);
        boolean plugged = cable(device).plugged();
        if (link != null) {
            Eventually.happens(device + " notices its cable", () -> noticed(link, plugged));
        }
    }

    private static boolean noticed(HgxLink link, boolean plugged) {
        try {
            return link.relays().stream().map(RelayState::connected).allMatch(connected -> connected == plugged);
        } catch (HgxException.LinkClosed _) {
            return true;
        }
    }

    private LoopbackCable cable(String device) {
        return cables.computeIfAbsent(device, _ -> new LoopbackCable(relay.address()));
    }
}
