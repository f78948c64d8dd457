package org.hypergolix.hgx;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.jspecify.annotations.Nullable;

/// A handle on an object of the node.
///
/// Two things keep it in order. Its lock guards the few fields below for a moment; nothing is called under it but the
/// table's own lock, and handlers and readers need no more. Its address's turn is kept by one change at a time, waiting
/// for the node included.
final class LiveObject<T> implements HgxObject<T> {
    /// The objects whose `update` computes a new state on this thread.
    private static final ScopedValue<Set<Ghid>> CHANGING = ScopedValue.newInstance();

    private final LiveObjects objects;
    private final LiveObjects.Facts facts;
    private final Codec<T> codec;
    private final ObjectHandlers<T> handlers;
    private final Object lock = new Object();
    private Snapshot<T> published;
    private @Nullable Draft<T> draft;
    /// Why it is dead, or null while it is not.
    private @Nullable String death;

    LiveObject(LiveObjects objects, LiveObjects.Facts facts, Codec<T> codec, ObjectHandlers<T> handlers,
            Snapshot<T> published) {
        this.objects = objects;
        this.facts = facts;
        this.codec = codec;
        this.handlers = handlers;
        this.published = published;
    }

    @Override
    public Ghid address() {
        return facts.address();
    }

    @Override
    public ApiId apiId() {
        return facts.apiId();
    }

    @Override
    public Ghid binder() {
        return facts.binder();
    }

    @Override
    public boolean dynamic() {
        return facts.dynamic();
    }

    @Override
    public boolean isPrivate() {
        return facts.isPrivate();
    }

    @Override
    public boolean alive() {
        synchronized (lock) {
            return death == null;
        }
    }

    @Override
    public boolean stale() {
        return view().published.stale();
    }

    @Override
    public T state() {
        return view().current();
    }

    @Override
    public void state(T value) {
        synchronized (lock) {
            requireAlive();
            draft = new Draft<>(value);
        }
    }

    @Override
    public PushResult push() {
        return change(() -> {
            requireOwn();
            View<T> view = view();
            if (view.draft == null) {
                return () -> publish(view, view.published.bytes(), Optional.empty());
            }
            T value = view.draft.value;
            Bytes bytes = LiveObjects.encode(codec, value, address());
            return () -> publish(view, bytes, Optional.of(value));
        });
    }

    @Override
    public PushResult update(UnaryOperator<T> change) {
        return change(() -> {
            requireOwn();
            View<T> view = view();
            T value = ScopedValue.where(CHANGING, changingThisToo())
                    .call(() -> change.apply(view.current()));
            Bytes bytes = LiveObjects.encode(codec, value, address());
            return () -> publish(view, bytes, Optional.of(value));
        });
    }

    @Override
    public void sync() {
        requireAlive();
        objects.conversation().ask(new LocalRequest.Sync(address()));
    }

    @Override
    public void share(Ghid recipient) {
        requireAlive();
        objects.conversation().ask(new LocalRequest.Share(address(), recipient));
    }

    @Override
    public CompletableFuture<ShareResult> shareAsync(Ghid recipient) {
        CompletableFuture<ShareResult> answer;
        try {
            requireAlive();
            // Before asking, as the recipient may be quicker than this thread.
            answer = objects.shares().expect(address(), recipient);
        } catch (HgxException failure) {
            return CompletableFuture.failedFuture(failure);
        }
        Background.EXECUTOR.execute(() -> {
            try {
                objects.conversation().call(new LocalRequest.Share(address(), recipient));
            } catch (Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    @Override
    public HgxObject<T> freeze() {
        Deadline deadline = objects.conversation().deadline();
        Ghid frozen = objects.inTurn(deadline, address(), () -> {
            requireAlive();
            return () -> objects.conversation().call(new LocalRequest.Freeze(address()));
        });
        return objects.get(codec, frozen, deadline);
    }

    @Override
    public void hold() {
        requireAlive();
        objects.conversation().ask(new LocalRequest.Hold(address()));
    }

    @Override
    public void discard() {
        refuseInsideChange();
        if (!die("discarded")) {
            requireAlive();
        }
        handlers.end();
        objects.inTurn(objects.conversation().deadline(), address(), () -> () -> {
            // Somebody may have fetched it again before it was this one's turn.
            return objects.held(address()).isPresent()
                    ? LocalRequest.Done.DONE
                    : objects.conversation().call(new LocalRequest.Discard(address()));
        });
    }

    @Override
    public void close() {
        try {
            discard();
        } catch (HgxException _) {
            // Dead already, or the link is: there is nothing left to discard.
        }
    }

    @Override
    public void delete() {
        change(() -> () -> {
            LocalRequest.Done done = objects.conversation().call(new LocalRequest.Delete(address()));
            if (die("deleted")) {
                handlers.end();
            }
            return done;
        });
    }

    @Override
    public <U> HgxObject<U> recast(Codec<U> other) {
        return change(() -> {
            LiveObject<U> next;
            synchronized (lock) {
                requireAlive();
                next = new LiveObject<>(objects, facts, other, handlers.recast(), published.as(other));
                objects.replace(this, next);
                death = "recast";
                draft = null;
            }
            return () -> next;
        });
    }

    @Override
    public Subscription onUpdate(Consumer<? super HgxObject<T>> handler) {
        requireAlive();
        return handlers.updates().add(handler);
    }

    @Override
    public Subscription onDelete(Runnable handler) {
        requireAlive();
        return handlers.deletions().add(_ -> handler.run());
    }

    @Override
    public Subscription onConflict(Consumer<? super Conflict<T>> handler) {
        requireAlive();
        return handlers.conflicts().add(handler);
    }

    @Override
    public LiveValue<T> live() {
        return new LiveView<>(this);
    }

    @Override
    public String toString() {
        return "HgxObject[" + address() + "]";
    }

    /// The newest published state, without the draft.
    T publishedState() {
        return view().published.value();
    }

    /// This handle, if `other` is its codec.
    <U> HgxObject<U> as(Codec<U> other) {
        if (!codec.equals(other)) {
            throw new HgxException.CodecMismatch("The object " + address() + " is held with " + codec
                    + " already: use recast on that handle to read it with " + other + ".");
        }
        @SuppressWarnings("unchecked") // equal codecs have the same type
        HgxObject<U> same = (HgxObject<U>) this;
        return same;
    }

    /// The node has this state now. On the node's thread.
    void received(ObjectState state) {
        synchronized (lock) {
            if (death != null || state.revision() <= published.revision()) {
                return;
            }
            if (!published.bytes().equals(state.state())) {
                // The same state once more, as after a reconnect, is no reason to lose what is being written.
                draft = null;
            }
            published = Snapshot.of(state, codec);
        }
        handlers.updated(this);
    }

    /// A push that had returned lost. On the node's thread.
    void lost(Bytes lost, Bytes winner) {
        handlers.lost(this::alive, () -> new Conflict<>(
                new Snapshot<>(address(), codec, lost, 0).value(),
                new Snapshot<>(address(), codec, winner, 0).value()));
    }

    /// Somebody else deleted it. On the node's thread.
    void deletedElsewhere() {
        if (die("deleted")) {
            handlers.deleted();
        }
    }

    /// The link is closed.
    void ended() {
        die("left when the link was closed");
        handlers.end();
    }

    /// Makes the handle unusable; answers whether it was usable.
    private boolean die(String reason) {
        synchronized (lock) {
            if (death != null) {
                return false;
            }
            death = reason;
            draft = null;
        }
        objects.forget(this);
        return true;
    }

    private <R> R change(Supplier<Supplier<R>> prepare) {
        refuseInsideChange();
        requireAlive();
        return objects.inTurn(objects.conversation().deadline(), address(), () -> {
            requireAlive();
            return prepare.get();
        });
    }

    /// Pushes `bytes`, and makes them the state unless something newer came meanwhile. In the turn, in the background.
    private PushResult publish(View<T> basis, Bytes bytes, Optional<T> value) {
        LocalRequest.Published answer;
        try {
            answer = objects.conversation().callOrRefuse(new LocalRequest.Update(address(), bytes, isPrivate()));
        } catch (LocalRefusal refusal) {
            throw refusal.reason() == LocalRefusal.Reason.CONFLICT
                    ? conflict(refusal, basis, value)
                    : Refusals.exception(refusal);
        }
        Snapshot<T> pushed = value.map(known -> new Snapshot<>(address(), codec, bytes, answer.revision(), known))
                .orElseGet(() -> new Snapshot<>(address(), codec, bytes, answer.revision()));
        synchronized (lock) {
            dropDraft(basis);
            if (pushed.revision() > published.revision()) {
                published = pushed;
            }
        }
        return switch (answer.pushed()) {
            case LOCAL -> PushResult.LOCAL;
            case RELAYED -> PushResult.RELAYED;
        };
    }

    /// Another device was quicker: takes over its state and shows both.
    private HgxException.Conflict conflict(LocalRefusal refusal, View<T> basis, Optional<T> value) {
        Optional<Object> winner = Optional.empty();
        try {
            received(refusal.conflict()
                    .map(LocalRefusal.Conflict::winner)
                    // Over a socket a refusal is a code and a line; then the node is asked.
                    .orElseGet(() -> objects.conversation().call(new LocalRequest.Get(address()))));
            winner = Optional.of(publishedState());
        } catch (HgxException _) {
            // The conflict is the news; that its winner cannot be shown is said by its absence.
        }
        synchronized (lock) {
            dropDraft(basis);
        }
        Object lost = value.<Object>map(known -> known).orElseGet(basis.published::bytes);
        return new HgxException.Conflict(Refusals.reason(refusal), lost, winner);
    }

    /// Forgets the draft that was current when a push began, not one that was set since. Under the lock.
    private void dropDraft(View<T> basis) {
        if (draft == basis.draft) {
            draft = null;
        }
    }

    private View<T> view() {
        synchronized (lock) {
            requireAlive();
            return new View<>(published, draft);
        }
    }

    private void requireAlive() {
        synchronized (lock) {
            if (death != null) {
                throw new HgxException.DeadObject(
                        "The object " + address() + " cannot be used any more, it was " + death
                                + (death.equals("deleted") ? "." : ": get it again."));
            }
        }
    }

    private void requireOwn() {
        if (!dynamic() || !objects.isOwn(binder())) {
            throw new HgxException.LocallyImmutable("The object " + address() + " cannot be changed here: it "
                    + (dynamic() ? "belongs to somebody else." : "is static."));
        }
    }

    /// A change waits for the turn that the surrounding `update` has.
    private void refuseInsideChange() {
        if (CHANGING.orElse(Set.of()).contains(address())) {
            throw new IllegalStateException("The function given to update() must not change its object.");
        }
    }

    private Set<Ghid> changingThisToo() {
        Set<Ghid> changing = new HashSet<>(CHANGING.orElse(Set.of()));
        changing.add(address());
        return changing;
    }

    /// What the state is at one moment.
    private record View<T>(Snapshot<T> published, @Nullable Draft<T> draft) {
        T current() {
            return draft == null ? published.value() : draft.value;
        }
    }

    /// Compared by identity: setting an equal draft is news, too.
    private static final class Draft<T> {
        final T value;

        Draft(T value) {
            this.value = value;
        }
    }
}
