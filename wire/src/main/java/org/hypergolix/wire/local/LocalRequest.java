package org.hypergolix.wire.local;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// What an application asks of its node: the same messages in one process and, encoded, over a socket.
///
/// An api id is 64 bytes, an app token 16.
///
/// @param <R> the answer's type
public sealed interface LocalRequest<R> {

    /// `?I`: the node's fingerprint.
    record WhoAmI() implements LocalRequest<Ghid> {}

    /// `+T`: registers this session as the application of `token`, or as a new one if empty; answers its token.
    record RegisterToken(Optional<Bytes> token) implements LocalRequest<Bytes> {}

    /// `>$`: the startup object of this session's token.
    record StartupObject() implements LocalRequest<Optional<Ghid>> {}

    /// `+$`: makes `address` the startup object of this session's token.
    record RegisterStartup(Ghid address) implements LocalRequest<Done> {}

    /// `-$`: removes it.
    record DeregisterStartup() implements LocalRequest<Done> {}

    /// `+A`: this session wants shares of `apiId`; those that nobody has handled follow at once as events.
    record RegisterApi(Bytes apiId) implements LocalRequest<Done> {}

    /// `-A`: no longer.
    record DeregisterApi(Bytes apiId) implements LocalRequest<Done> {}

    /// The answer to an `@O` of the node, [LocalEvent.Shared]: an application has handled it. Until then the share is told
    /// again to sessions that register its api id. Nothing happens if the share is not waiting.
    record ShareHandled(Ghid address, Ghid origin, Bytes apiId) implements LocalRequest<Done> {}

    /// `+O`: creates and publishes an object and tracks it for this session.
    ///
    /// @param isPrivate only for sessions with a token
    /// @param historyLimit old targets a frame names, 1 to 255
    record Create(Bytes state, Bytes apiId, boolean isPrivate, boolean dynamic, int historyLimit)
            implements LocalRequest<Created> {}

    /// `>O`: loads an object (relays first, then the local store) and tracks it.
    record Get(Ghid address) implements OfObject<ObjectState> {}

    /// `!O`: a new state of an own dynamic object.
    ///
    /// @param isPrivate false on a private object makes it public for ever
    record Update(Ghid address, Bytes state, boolean isPrivate) implements OfObject<Published> {}

    /// `~O`: looks for a newer state on the relays; an event follows if there is one.
    record Sync(Ghid address) implements OfObject<Done> {}

    /// `@O`: offers the object to `recipient`; how it ends follows as an event.
    record Share(Ghid address, Ghid recipient) implements OfObject<Done> {}

    /// `*O`: a static snapshot of the current published state.
    record Freeze(Ghid address) implements OfObject<Ghid> {}

    /// `#O`: an own binding, so that the object outlives its owner's deletion.
    record Hold(Ghid address) implements OfObject<Done> {}

    /// `-O`: this session no longer tracks the object.
    record Discard(Ghid address) implements OfObject<Done> {}

    /// `XO`: deletes the object for everybody.
    record Delete(Ghid address) implements OfObject<Done> {}

    /// `?O`: the objects that the node can read, in the order of their addresses and as many as fit; private ones of other
    /// tokens are left out.
    ///
    /// @param after where the last answer ended; empty to begin
    record ListObjects(Optional<Ghid> after) implements LocalRequest<ObjectPage> {}

    /// How the node's relays are.
    record Relays() implements LocalRequest<List<RelayStatus>> {}

    /// What concerns one object. Requests of a session on one object are done in the order they were made.
    sealed interface OfObject<R> extends LocalRequest<R> {
        /// The object's.
        Ghid address();
    }

    /// A part of a list of objects.
    ///
    /// @param next what to ask for after this; empty if this was the end
    record ObjectPage(List<ObjectEntry> entries, Optional<Ghid> next) {
        /// The most entries of a page.
        public static final int MOST_ENTRIES = 256;

        /// Copies.
        public ObjectPage {
            entries = List.copyOf(entries);
        }
    }

    /// Nothing more to say than that it is done.
    enum Done {
        DONE
    }

    /// How far a push came before the call returned.
    enum Pushed {
        /// Durable here; relays will get it when they can be reached.
        LOCAL,
        /// Durable here and at one relay at least.
        RELAYED
    }

    /// A new object.
    ///
    /// @param revision of its first state, see [ObjectState]
    record Created(Ghid address, Pushed pushed, long revision) {}

    /// A state that was accepted.
    ///
    /// @param revision of that state, see [ObjectState]
    record Published(Pushed pushed, long revision) {}
}
