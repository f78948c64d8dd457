package org.hypergolix.hgx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.jspecify.annotations.Nullable;

/// The objects that a link holds, at most one handle for each address.
///
/// Whatever changes an object or its handle takes the address's turn, so it happens in one order. The lock here guards
/// the table only; nothing else is called under it.
final class LiveObjects {
    /// Old targets that a frame names: what readers of 2017 may miss.
    private static final int HISTORY_LIMIT = 7;
    /// Objects whose events may come before the answer that makes them known.
    private static final int EARLY_LIMIT = 1024;

    private final Conversation conversation;
    private final PendingShares shares;
    private final HandlerThreads threads;
    private final Ghid fingerprint;
    private final Map<Ghid, Slot> slots = new HashMap<>();
    private final Map<Ghid, Early> early = new HashMap<>();
    private int expected;
    private boolean ended;

    LiveObjects(Conversation conversation, PendingShares shares, HandlerThreads threads, Ghid fingerprint) {
        this.conversation = conversation;
        this.shares = shares;
        this.threads = threads;
        this.fingerprint = fingerprint;
    }

    Conversation conversation() {
        return conversation;
    }

    PendingShares shares() {
        return shares;
    }

    /// Whether `binder` is this account.
    boolean isOwn(Ghid binder) {
        return fingerprint.equals(binder);
    }

    <T> HgxObject<T> create(Codec<T> codec, T state, CreateOptions options) {
        Bytes bytes = encode(codec, state, "the new object");
        ApiId apiId = options.apiId().orElseGet(codec::defaultApiId);
        return conversation.await(conversation.deadline(), () -> expecting(() -> {
            LocalRequest.Created created = conversation.call(new LocalRequest.Create(
                    bytes, apiId.bytes(), options.isPrivate(), options.dynamic(), HISTORY_LIMIT));
            Facts facts = new Facts(created.address(), apiId, fingerprint, options.dynamic(), options.isPrivate());
            return adopt(new LiveObject<>(this, facts, codec, handlers(created.address()),
                    new Snapshot<>(created.address(), codec, bytes, created.revision(), state)));
        }));
    }

    <T> HgxObject<T> get(Codec<T> codec, Ghid address) {
        return get(codec, address, conversation.deadline());
    }

    <T> HgxObject<T> get(Codec<T> codec, Ghid address, Deadline deadline) {
        conversation.requireOpen();
        Optional<LiveObject<?>> held = held(address);
        if (held.isPresent()) {
            return held.get().as(codec);
        }
        return inTurn(deadline, address, () -> {
            // Whoever had the turn before may have fetched it.
            Optional<LiveObject<?>> fetched = held(address);
            if (fetched.isPresent()) {
                HgxObject<T> same = fetched.get().as(codec);
                return () -> same;
            }
            return () -> expecting(() -> fetch(codec, address));
        });
    }

    private <T> HgxObject<T> fetch(Codec<T> codec, Ghid address) {
        ObjectState state = conversation.call(new LocalRequest.Get(address));
        Facts facts = new Facts(
                address, new ApiId(state.apiId()), state.binder(), state.dynamic(), state.isPrivate());
        return adopt(new LiveObject<>(this, facts, codec, handlers(address), Snapshot.of(state, codec)));
    }

    private <T> ObjectHandlers<T> handlers(Ghid address) {
        return new ObjectHandlers<>(new HandlerQueue(threads), address);
    }

    static <T> Bytes encode(Codec<T> codec, T state, Object what) {
        try {
            return codec.encode(Objects.requireNonNull(state, "there is no state"));
        } catch (RuntimeException | StackOverflowError failure) {
            throw new HgxException.Unencodable(
                    "The state of " + what + " cannot be written: " + Refusals.reason(failure), failure);
        }
    }

    /// Takes the address's turn, calls `prepare` on this thread and does the work that it returns in the background. The
    /// turn ends with the work, even if this thread stops waiting for it.
    <R> R inTurn(Deadline deadline, Ghid address, Supplier<Supplier<R>> prepare) {
        Slot slot = enter(address);
        Supplier<R> work;
        boolean taken = false;
        try {
            slot.turn.take(deadline);
            taken = true;
            conversation.requireOpen();
            work = prepare.get();
        } catch (Throwable failure) {
            if (taken) {
                slot.turn.end();
            }
            leave(slot);
            throw failure;
        }
        return conversation.await(deadline, () -> {
            try {
                return work.get();
            } finally {
                slot.turn.end();
                leave(slot);
            }
        });
    }

    /// The live handle of `address`, if there is one.
    synchronized Optional<LiveObject<?>> held(Ghid address) {
        Slot slot = slots.get(address);
        return slot == null ? Optional.empty() : Optional.ofNullable(slot.object);
    }

    /// Puts `object` where events find it, with what came too early.
    private <T> LiveObject<T> adopt(LiveObject<T> object) {
        Early before;
        boolean late;
        synchronized (this) {
            late = ended;
            before = early.getOrDefault(object.address(), Early.NOTHING);
            early.remove(object.address());
            if (!late) {
                slots.computeIfAbsent(object.address(), Slot::new).object = object;
            }
        }
        before.newest.ifPresent(object::received);
        if (before.deleted) {
            object.deletedElsewhere();
        }
        if (late) {
            object.ended();
        }
        return object;
    }

    /// Puts `next`, which follows it under another codec, in the place of `object`.
    synchronized void replace(LiveObject<?> object, LiveObject<?> next) {
        Slot slot = slots.get(object.address());
        if (slot != null && slot.object == object) {
            slot.object = next;
        }
    }

    /// Takes a dead handle out of the table.
    synchronized void forget(LiveObject<?> object) {
        Slot slot = slots.get(object.address());
        if (slot != null && slot.object == object) {
            slot.object = null;
            removeIfUnused(slot);
        }
    }

    /// A newer state came.
    void received(ObjectState state) {
        heldOrEarly(state.address(), before -> new Early(Optional.of(state), before.deleted))
                .ifPresent(object -> object.received(state));
    }

    /// A push lost against `winner`.
    void lost(Bytes lost, ObjectState winner) {
        received(winner);
        held(winner.address()).ifPresent(object -> object.lost(lost, winner.state()));
    }

    /// Somebody deleted it.
    void deleted(Ghid address) {
        heldOrEarly(address, before -> new Early(before.newest, true)).ifPresent(LiveObject::deletedElsewhere);
    }

    /// Ends all handles. Nothing can be fetched or created any more.
    void end() {
        List<LiveObject<?>> alive = new ArrayList<>();
        synchronized (this) {
            ended = true;
            for (Slot slot : slots.values()) {
                slot.turn.abolish();
                if (slot.object != null) {
                    alive.add(slot.object);
                }
            }
        }
        alive.forEach(LiveObject::ended);
    }

    /// Does `work`, which will make an object known, and keeps what comes about unknown objects until it is done.
    private <R> R expecting(Supplier<R> work) {
        synchronized (this) {
            expected++;
        }
        try {
            return work.get();
        } finally {
            synchronized (this) {
                expected--;
                if (expected == 0) {
                    early.clear();
                }
            }
        }
    }

    /// The live handle, or a note for the one that may be on its way.
    private synchronized Optional<LiveObject<?>> heldOrEarly(Ghid address, UnaryOperator<Early> note) {
        Optional<LiveObject<?>> held = held(address);
        if (held.isEmpty() && expected > 0 && (early.size() < EARLY_LIMIT || early.containsKey(address))) {
            early.put(address, note.apply(early.getOrDefault(address, Early.NOTHING)));
        }
        return held;
    }

    private synchronized Slot enter(Ghid address) {
        if (ended) {
            throw Conversation.linkClosed();
        }
        Slot slot = slots.computeIfAbsent(address, Slot::new);
        slot.users++;
        return slot;
    }

    private synchronized void leave(Slot slot) {
        slot.users--;
        removeIfUnused(slot);
    }

    private void removeIfUnused(Slot slot) {
        if (slot.users == 0 && slot.object == null) {
            slots.remove(slot.address);
        }
    }

    /// What never changes about an object.
    record Facts(Ghid address, ApiId apiId, Ghid binder, boolean dynamic, boolean isPrivate) {}

    /// An address that is held or being worked on. Guarded by the table.
    private static final class Slot {
        final Ghid address;
        final Turn turn = new Turn();
        int users;

        @Nullable
        LiveObject<?> object;

        Slot(Ghid address) {
            this.address = address;
        }
    }

    /// What came about an object before the answer that makes it known.
    private record Early(Optional<ObjectState> newest, boolean deleted) {
        static final Early NOTHING = new Early(Optional.empty(), false);
    }
}
