package io.telemeter.testkit.hypergolix;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.jspecify.annotations.Nullable;

/// What the devices of one account have in common. Guarded by the world.
final class FakeAccount {
    final Ghid fingerprint;
    /// Objects of others whose keys were shared.
    final Set<Ghid> readable = new HashSet<>();
    final Set<Bytes> tokens = new HashSet<>();
    final Map<Bytes, Ghid> startup = new HashMap<>();
    /// Private objects and the token of the application they belong to.
    final Map<Ghid, Bytes> privateOwners = new HashMap<>();
    boolean created;
    char @Nullable [] password;

    FakeAccount(Ghid fingerprint) {
        this.fingerprint = fingerprint;
    }

    boolean canRead(FakeRelay.Published object) {
        return object.binder.equals(fingerprint) || readable.contains(object.address);
    }
}
