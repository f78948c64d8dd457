package org.hypergolix.hgx;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.ObjectState;
import org.jspecify.annotations.Nullable;

/// A published state: its bytes, and its value once somebody asked for it.
///
/// Decoding waits until then because states arrive on the node's thread, which must not run an application's code.
final class Snapshot<T> {
    private final Ghid address;
    private final Codec<T> codec;
    private final Bytes bytes;
    private final long revision;
    private final boolean stale;
    /// The outcome of decoding. These three are guarded by this.
    private boolean decoded;
    private @Nullable T value;
    private String reason = "";

    Snapshot(Ghid address, Codec<T> codec, Bytes bytes, long revision) {
        this(address, codec, bytes, revision, false);
    }

    private Snapshot(Ghid address, Codec<T> codec, Bytes bytes, long revision, boolean stale) {
        this.address = address;
        this.codec = codec;
        this.bytes = bytes;
        this.revision = revision;
        this.stale = stale;
    }

    /// A state as the node has it.
    static <T> Snapshot<T> of(ObjectState state, Codec<T> codec) {
        return new Snapshot<>(state.address(), codec, state.state(), state.revision(), state.stale());
    }

    /// A state whose value is known, because it was encoded here.
    Snapshot(Ghid address, Codec<T> codec, Bytes bytes, long revision, T value) {
        this(address, codec, bytes, revision);
        this.decoded = true;
        this.value = value;
    }

    Bytes bytes() {
        return bytes;
    }

    long revision() {
        return revision;
    }

    /// Whether there is a newer one that cannot be read here.
    boolean stale() {
        return stale;
    }

    <U> Snapshot<U> as(Codec<U> other) {
        return new Snapshot<>(address, other, bytes, revision, stale);
    }

    /// @throws HgxException.Undecodable if the codec cannot read it
    synchronized T value() {
        if (!decoded) {
            decode();
        }
        if (value == null) {
            throw new HgxException.Undecodable(
                    "The state of " + address + " cannot be read: " + reason, new IllegalArgumentException(reason));
        }
        return value;
    }

    private void decode() {
        decoded = true;
        try {
            value = codec.decode(bytes);
            reason = "the codec returned null";
        } catch (RuntimeException | StackOverflowError failure) {
            reason = Refusals.reason(failure);
        }
    }
}
