package io.telemeter.testkit.hypergolix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;

/// A running node. Guarded by the world.
final class FakeNode implements LocalNode {
    final List<FakeSession> sessions = new ArrayList<>();
    private final FakeDevice device;

    FakeNode(FakeDevice device) {
        this.device = device;
    }

    @Override
    public Session open(Consumer<LocalEvent> events) {
        synchronized (device.world) {
            if (device.node != this) {
                throw FakeSession.closed();
            }
            FakeSession session = new FakeSession(device, this, events);
            sessions.add(session);
            return session;
        }
    }

    @Override
    public void close() {
        List<FakeSession> open;
        synchronized (device.world) {
            open = List.copyOf(sessions);
            if (device.node == this) {
                device.node = null;
            }
        }
        open.forEach(FakeSession::close);
    }
}
