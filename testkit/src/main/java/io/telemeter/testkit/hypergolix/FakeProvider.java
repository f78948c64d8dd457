package io.telemeter.testkit.hypergolix;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hypergolix.wire.local.LocalNode;

/// Starts the nodes of fake worlds, and of nothing else: for other homes it leaves the field to real nodes.
///
/// The table of homes is static because a service provider has no other way to its world.
public final class FakeProvider implements LocalNode.Provider {
    private static final Map<Path, FakeDevice> DEVICES = new ConcurrentHashMap<>();

    /// For `ServiceLoader`.
    public FakeProvider() {}

    static void register(Path home, FakeDevice device) {
        DEVICES.put(home, device);
    }

    static void forget(Path home) {
        DEVICES.remove(home);
    }

    @Override
    public int preference(LocalNode.Options options) {
        return DEVICES.containsKey(key(options)) ? 1 : -1;
    }

    @Override
    public LocalNode start(LocalNode.Options options) {
        FakeDevice device = DEVICES.get(key(options));
        if (device == null) {
            throw new IllegalStateException("No fake device lives in " + options.home() + ".");
        }
        return device.start(options);
    }

    private static Path key(LocalNode.Options options) {
        return options.home().toAbsolutePath().normalize();
    }
}
