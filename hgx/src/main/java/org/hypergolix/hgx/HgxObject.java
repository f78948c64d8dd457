package org.hypergolix.hgx;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.hypergolix.golix.Ghid;

/// A live object: a state that its owner pushes and everybody it was shared with receives.
///
/// Safe for use by any thread. Blocking methods wait at most the link's request timeout and may be called in handlers.
/// Handlers run on virtual threads, one at a time and in order per object. Methods throw [HgxException]; after
/// [#discard], [#delete], a deletion by the owner or [#recast] its subclass `DeadObject`.
///
/// @param <T> the type of the state
public interface HgxObject<T> extends AutoCloseable {

    /// The stable address.
    Ghid address();

    /// The schema of the state.
    ApiId apiId();

    /// The owner's fingerprint.
    Ghid binder();

    /// Whether it can be updated by its owner.
    boolean dynamic();

    /// Whether it is hidden from other applications.
    boolean isPrivate();

    /// Whether it can still be used.
    boolean alive();

    /// The draft if one was set, otherwise the newest state received or pushed. An update from outside replaces a draft.
    T state();

    /// Sets the draft that the next push publishes.
    void state(T draft);

    /// Publishes the draft. Own dynamic objects only.
    PushResult push();

    CompletableFuture<PushResult> pushAsync();

    /// Computes a new state from the current one and pushes it, with no other update of this handle in between.
    PushResult update(UnaryOperator<T> change);

    /// Looks for a newer state on the relays; handlers are called if there is one.
    void sync();

    CompletableFuture<Void> syncAsync();

    /// Gives `recipient` read access, future states included. It cannot be taken back.
    ///
    /// Returns when the offer is sent; it is kept until the recipient fetches it.
    void share(Ghid recipient);

    /// The same; completes with the recipient's answer, which may take as long as he is away.
    CompletableFuture<ShareResult> shareAsync(Ghid recipient);

    /// A new static object with the current published state.
    HgxObject<T> freeze();

    CompletableFuture<HgxObject<T>> freezeAsync();

    /// Keeps the object alive even if its owner deletes it.
    void hold();

    CompletableFuture<Void> holdAsync();

    /// Stops following it. It can be fetched again.
    void discard();

    CompletableFuture<Void> discardAsync();

    /// Deletes it for everybody who does not hold it. Own objects only.
    void delete();

    CompletableFuture<Void> deleteAsync();

    /// The same object with another codec; this handle dies, its handlers move if they ask for no type.
    <U> HgxObject<U> recast(Codec<U> codec);

    /// Calls `handler` after every update from outside, not for own pushes.
    Subscription onUpdate(Consumer<? super HgxObject<T>> handler);

    /// Calls `handler` once when the object was deleted.
    Subscription onDelete(Runnable handler);

    /// Calls `handler` if a push that had returned lost against another device of this account.
    Subscription onConflict(Consumer<Conflict<T>> handler);

    /// A read-only view that follows updates.
    LiveValue<T> live();

    /// The same as [#discard()], and nothing if it is dead already.
    @Override
    void close();

    /// Two states that came from two devices.
    ///
    /// @param lost what was pushed here
    /// @param winner what counts now
    record Conflict<T>(T lost, T winner) {}
}
