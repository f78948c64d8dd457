package org.hypergolix.node.object;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.node.Commits;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.StoredObject;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.relay.RelayRequest;

/// Finds the identity of a fingerprint: in memory (the last [#CACHED]), in the store, at the relays.
///
/// What a relay gives is stored only with an object that needs it, so that strangers cannot fill the disk. Safe for use
/// by any thread.
public final class Identities {
    static final int CACHED = 256;

    private final Identity self;
    private final Commits commits;
    private final RelayLinks links;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Ghid, Identity> cache = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ghid, Identity> eldest) {
            return size() > CACHED;
        }
    };

    public Identities(Identity self, Commits commits, RelayLinks links) {
        this.self = self;
        this.commits = commits;
        this.links = links;
    }

    /// Without asking a relay.
    public Optional<Identity> known(Ghid fingerprint) {
        if (fingerprint.equals(self.ghid())) {
            return Optional.of(self);
        }
        lock.lock();
        try {
            Identity cached = cache.get(fingerprint);
            if (cached != null) {
                return Optional.of(cached);
            }
        } finally {
            lock.unlock();
        }
        Optional<Identity> stored = Commits.readable(
                () -> commits.view().find(fingerprint).map(StoredObject::decode).flatMap(Identities::asIdentity));
        stored.ifPresent(this::remember);
        return stored;
    }

    /// Asks the relays where nothing is known here. Says in the answer whether asking made sense.
    public Found find(Ghid fingerprint) throws InterruptedException {
        Optional<Identity> known = known(fingerprint);
        if (known.isPresent()) {
            return new Found(known, false);
        }
        RelayLinks.Asked<Identity> asked =
                links.first(new RelayRequest.Get(fingerprint), reply -> decode(reply.answer(), fingerprint));
        asked.value().ifPresent(this::remember);
        return new Found(asked.value(), asked.asked() == 0 || asked.denied() < asked.asked());
    }

    /// Whether the store has it, so that it need not be stored with an object.
    boolean stored(Ghid fingerprint) {
        return commits.view().kind(fingerprint).isPresent();
    }

    private void remember(Identity identity) {
        lock.lock();
        try {
            cache.put(identity.ghid(), identity);
        } finally {
            lock.unlock();
        }
    }

    private static Optional<Identity> decode(Optional<Answer> answer, Ghid fingerprint) {
        if (answer.isPresent() && answer.get() instanceof Answer.Success success) {
            return decode(success.body()).filter(identity -> identity.ghid().equals(fingerprint));
        }
        return Optional.empty();
    }

    private static Optional<Identity> decode(Bytes body) {
        try {
            return asIdentity(GolixCodec.decode(body));
        } catch (MalformedObjectException _) {
            return Optional.empty();
        }
    }

    private static Optional<Identity> asIdentity(GolixObject object) {
        return object instanceof Identity identity ? Optional.of(identity) : Optional.empty();
    }

    /// The end of a search.
    ///
    /// @param undecided nothing was found, but some relay could not be asked: later there may be something
    public record Found(Optional<Identity> identity, boolean undecided) {}
}
