package org.hypergolix.node.keyring;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.node.account.RecordSeal;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;

/// The keys of objects in the store, sealed: space `keys`, key = address (65).
///
/// The sealed value is `u64 counter | u8 links | links`, each link `container (65) | u8 length | secret (SH)`,
/// and after these, for an own object of an account with several devices, `u64 counter | u8 length | secret (SH)` of the
/// newest state that all relays have taken. A key is
/// committed together with the frame and the container that it was seen to open, so what is here is true. Safe for use
/// by any thread.
public final class Keyring {
    /// The space of the records.
    public static final String SPACE = "keys";

    private static final Logger LOG = System.getLogger(Keyring.class.getName());

    private final RecordSeal seal;

    public Keyring(RecordSeal seal) {
        this.seal = seal;
    }

    /// What is known of `address`. A record that cannot be read counts as none.
    public Optional<KeyChain> find(StoreView view, Ghid address) {
        Bytes key = address.bytes();
        Optional<Bytes> sealed = view.record(SPACE, key);
        if (sealed.isEmpty()) {
            return Optional.empty();
        }
        Optional<KeyChain> chain = seal.open(SPACE, key, sealed.get()).flatMap(Keyring::decode);
        if (chain.isEmpty()) {
            LOG.log(Level.WARNING, "The key record of an object is damaged; its owner must share it again: address={0}",
                    address);
        }
        return chain;
    }

    /// The change that keeps `chain` for `address`.
    public Change put(Ghid address, KeyChain chain) {
        Bytes key = address.bytes();
        return new Change.PutRecord(SPACE, key, seal.seal(SPACE, key, encode(chain)));
    }

    /// The change that forgets it.
    public Change remove(Ghid address) {
        return new Change.RemoveRecord(SPACE, address.bytes());
    }

    /// The form of a chain before it is sealed.
    public static Bytes encode(KeyChain chain) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(Bytes.owning(ByteBuffer.allocate(9)
                .putLong(chain.counter())
                .put((byte) chain.links().size())
                .array()));
        for (KeyChain.Link link : chain.links()) {
            Bytes secret = link.secret().encode();
            parts.add(link.container().bytes());
            parts.add(Bytes.owning(new byte[]{(byte) secret.size()}));
            parts.add(secret);
        }
        chain.agreed().ifPresent(agreed -> {
            Bytes secret = agreed.secret().encode();
            parts.add(Bytes.owning(ByteBuffer.allocate(9).putLong(agreed.counter()).put((byte) secret.size()).array()));
            parts.add(secret);
        });
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    /// Reads that form; nothing if it is none.
    public static Optional<KeyChain> decode(Bytes value) {
        try {
            ByteBuffer rest = value.asByteBuffer();
            long counter = rest.getLong();
            int count = rest.get();
            List<KeyChain.Link> links = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                Ghid container = Ghid.fromBytes(take(rest, Ghid.LENGTH));
                Secret secret = Secret.decode(take(rest, rest.get() & 0xFF));
                links.add(new KeyChain.Link(container, secret));
            }
            Optional<KeyChain.Agreed> agreed = Optional.empty();
            if (rest.hasRemaining()) {
                long agreedCounter = rest.getLong();
                agreed = Optional.of(
                        new KeyChain.Agreed(agreedCounter, Secret.decode(take(rest, rest.get() & 0xFF))));
            }
            return rest.hasRemaining() ? Optional.empty() : Optional.of(new KeyChain(counter, links, agreed));
        } catch (BufferUnderflowException | IllegalArgumentException | MalformedObjectException _) {
            return Optional.empty();
        }
    }

    private static Bytes take(ByteBuffer rest, int length) {
        if (length > rest.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        rest.get(taken);
        return Bytes.owning(taken);
    }
}
