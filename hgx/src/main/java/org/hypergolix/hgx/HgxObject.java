package org.hypergolix.hgx;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.hypergolix.golix.Ghid;

/// A live object: a state that its owner pushes and everybody it was shared with receives.
///
/// Safe for use by any thread. What [HgxLink] says about waiting and handlers holds here, too; the handlers of one
/// object, of every kind, run one at a time and in order. After [#discard], [#delete], a deletion by the owner, [#recast]
/// and the end of the link the handle is dead: what says nothing else throws [HgxException.DeadObject]. Two handles are
/// equal only if they are the same.
///
/// Changing it, from [#push] to [#discard], happens one call at a time and in order, through the same link.
///
/// @param <T> the type of the state
public interface HgxObject<T> extends AutoCloseable {

    /// The stable address. Known when dead, too, as is everything up to [#alive()].
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

    /// Whether the owner has published a newer state that cannot be read here: too many states were missed (see
    /// docs/hgx.md). The state is the last one that could be read until the owner shares the object again. Handlers for
    /// updates are called when this becomes true, and when it is over.
    boolean stale();

    /// The draft if one was set, otherwise the newest state received or pushed. Does not wait. An update from outside
    /// replaces a draft.
    ///
    /// @throws HgxException.Undecodable if the codec cannot read it
    T state();

    /// Sets the draft that the next push publishes. Nobody else sees it until then.
    void state(T draft);

    /// Publishes the draft, or the current state once more if there is none. If it fails the draft stays, unless an
    /// update from outside replaces it.
    ///
    /// @throws HgxException.LocallyImmutable if the object is static or somebody else's
    /// @throws HgxException.Unencodable if the codec refuses the draft
    /// @throws HgxException.TooLarge if it does not fit into a message
    /// @throws HgxException.StoreFull if the disk or a quota is full
    /// @throws HgxException.Conflict if another device of this account pushed first
    PushResult push();

    /// See [#push]. What is published is the draft at the time when it is its turn.
    default CompletableFuture<PushResult> pushAsync() {
        return Background.supply(this::push);
    }

    /// Computes a new state from the current one (the draft, if there is one) and pushes it, with no other change through
    /// this link in between. Another application or device may still push in between; the last one counts.
    ///
    /// `change` runs on the calling thread and must not change this object; if it throws, nothing happens. Otherwise it
    /// fails like [#push].
    ///
    /// @throws IllegalStateException if it is called in a `change` of the same object, as are the other changes
    PushResult update(UnaryOperator<T> change);

    /// See [#update]; `change` runs on a virtual thread.
    default CompletableFuture<PushResult> updateAsync(UnaryOperator<T> change) {
        return Background.supply(() -> update(change));
    }

    /// Looks for a newer state on the relays. If there is one it arrives like any other update.
    ///
    /// @throws HgxException.Unavailable if no relay can be reached
    void sync();

    /// See [#sync].
    default CompletableFuture<Void> syncAsync() {
        return Background.run(this::sync);
    }

    /// Gives `recipient` read access, future states included. It cannot be taken back.
    ///
    /// Returns when the offer is durable here; it is kept until the recipient's node fetches it. Sharing again is allowed
    /// and announces the object again.
    ///
    /// @throws HgxException.Unsharable if the object is private
    /// @throws HgxException.DoesNotExist if there is no such recipient
    /// @throws HgxException.Unavailable if the recipient is not known here and no relay can be reached
    void share(Ghid recipient);

    /// The same; completes with the recipient's answer, which may take as long as he is away, and with
    /// [HgxException.LinkClosed] if the link is closed before. At most 10,000 answers are waited for per link, more fail
    /// with [HgxException.StoreFull].
    CompletableFuture<ShareResult> shareAsync(Ghid recipient);

    /// A new static object with the current published state, with its own address.
    ///
    /// @throws HgxException.LocallyImmutable if this one is static already
    HgxObject<T> freeze();

    /// See [#freeze].
    default CompletableFuture<HgxObject<T>> freezeAsync() {
        return Background.supply(this::freeze);
    }

    /// Keeps the object alive even if its owner deletes it.
    void hold();

    /// See [#hold].
    default CompletableFuture<Void> holdAsync() {
        return Background.run(this::hold);
    }

    /// Stops following it: the handle is dead at once, and nobody else is concerned. It can be fetched again.
    void discard();

    /// See [#discard].
    default CompletableFuture<Void> discardAsync() {
        return Background.run(this::discard);
    }

    /// Deletes it for everybody who does not hold it.
    ///
    /// @throws HgxException.InconsistentAuthor if it is somebody else's dynamic object
    void delete();

    /// See [#delete].
    default CompletableFuture<Void> deleteAsync() {
        return Background.run(this::delete);
    }

    /// The same object with another codec. This handle dies, and with it its draft and its handlers, except those for
    /// deletion, which move.
    <U> HgxObject<U> recast(Codec<U> codec);

    /// Calls `handler` after updates from outside, not for own pushes. It reads the state from the object: of updates
    /// that come faster than handlers return it sees the newest. May be called with an unchanged state.
    Subscription onUpdate(Consumer<? super HgxObject<T>> handler);

    /// Calls `handler` once when the object was deleted by somebody else: its owner, or another application or device of
    /// this account.
    Subscription onDelete(Runnable handler);

    /// Calls `handler` if a push that had returned [PushResult#LOCAL] lost against another device of this account. The
    /// object has the winner's state by then. At most 16 wait for the handler, of more the oldest are dropped, with a
    /// line in the log, as are those of which a state cannot be decoded.
    Subscription onConflict(Consumer<? super Conflict<T>> handler);

    /// A read-only view that follows updates. Never throws.
    LiveValue<T> live();

    /// The same as [#discard()], and nothing if it is dead already. Waits, but never throws.
    @Override
    void close();

    /// Two states that came from two devices.
    ///
    /// @param lost what was pushed here
    /// @param winner what counts now
    record Conflict<T>(T lost, T winner) {}
}
