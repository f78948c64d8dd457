package io.telemeter.testkit.hypergolix;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.HgxOptions;

/// One relay, any number of accounts and their devices, all in memory: what `HgxLink.connect` finds for the homes of its
/// devices.
///
/// It does what nodes and a relay do as far as an application can tell: durable outbox, announcements, shares that wait,
/// keys only by share, tokens, private objects, holds, deletion, two devices of one account. Whatever is acknowledged
/// survives the end of a node, as everything lives here. Devices can be cut off, made to miss announcements, stalled,
/// filled up, and told to refuse a call.
///
/// Safe for use by any thread: one lock guards everything, and events leave through a queue and a thread per session.
/// Addresses come from the seed, so a run can be repeated.
public final class FakeHypergolix implements HgxWorld {
    /// The one relay's address; nothing listens there.
    public static final URI RELAY = URI.create("ws://127.0.0.1:7770/");

    private final Path root;
    private final Random random;
    private final FakeRelay relay = new FakeRelay();
    private final Map<String, FakeAccount> accounts = new HashMap<>();
    private final Map<Path, FakeDevice> devices = new LinkedHashMap<>();
    private final Map<Snapshot, Ghid> snapshots = new HashMap<>();

    /// A world whose homes are below `root`, an empty directory in which nothing is written.
    public FakeHypergolix(Path root) {
        this(root, 1);
    }

    /// The same with another seed.
    public FakeHypergolix(Path root, long seed) {
        this.root = root.toAbsolutePath().normalize();
        this.random = new Random(seed);
    }

    /// The device of this name, made when first asked for: `alice` for the account's first, `alice/laptop` for another
    /// of the same account.
    public synchronized FakeDevice device(String name) {
        Path home = root.resolve(name.contains("/") ? name : name + "/main");
        return devices.computeIfAbsent(home, _ -> {
            int slash = name.indexOf('/');
            String account = slash < 0 ? name : name.substring(0, slash);
            FakeDevice device = new FakeDevice(this, home,
                    accounts.computeIfAbsent(account, _ -> new FakeAccount(randomGhid())));
            FakeProvider.register(home, device);
            return device;
        });
    }

    /// Stops all nodes and forgets everything.
    @Override
    public void close() {
        for (FakeDevice device : copyOfDevices()) {
            FakeProvider.forget(device.home());
            device.stop();
        }
    }

    @Override
    public HgxOptions.Builder options(String device) {
        return device(device).options();
    }

    @Override
    public void cutOff(String device) {
        device(device).cutOff();
    }

    @Override
    public void restore(String device) {
        device(device).restore();
    }

    private synchronized List<FakeDevice> copyOfDevices() {
        return List.copyOf(devices.values());
    }

    Iterable<FakeDevice> devices() {
        return devices.values();
    }

    FakeRelay relay() {
        return relay;
    }

    Optional<FakeAccount> account(Ghid fingerprint) {
        return accounts.values().stream()
                .filter(account -> account.created && account.fingerprint.equals(fingerprint))
                .findFirst();
    }

    Ghid randomGhid() {
        return new Ghid(randomBytes(Ghid.DIGEST_LENGTH));
    }

    Bytes randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.owning(bytes);
    }

    /// Where a frozen state has its address: the same state the same.
    Ghid snapshotAddress(Ghid address, Bytes state) {
        return snapshots.computeIfAbsent(new Snapshot(address, state), _ -> randomGhid());
    }

    /// Hands offers and answers to whoever can take them now.
    void deliverMail() {
        for (FakeDevice device : devices.values()) {
            device.fetchMail();
        }
    }

    private record Snapshot(Ghid address, Bytes state) {}
}
