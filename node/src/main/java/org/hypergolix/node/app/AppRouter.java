package org.hypergolix.node.app;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.object.ObjectListener;
import org.hypergolix.node.sharing.ShareListener;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.RelayStatus;
import org.jspecify.annotations.Nullable;

/// Brings what happens to the sessions that it concerns. Never waits: each session has a queue of its own. Safe for use
/// by any thread.
public final class AppRouter implements ObjectListener, ShareListener {
    private final Set<AppSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<Bytes, AppSession> owners = new ConcurrentHashMap<>();
    private final Map<LocalRequest.Share, Set<AppSession>> sharers = new ConcurrentHashMap<>();

    void add(AppSession session) {
        sessions.add(session);
    }

    void remove(AppSession session) {
        sessions.remove(session);
        owners.values().removeIf(session::equals);
        sharers.values().forEach(waiting -> waiting.remove(session));
        sharers.values().removeIf(Set::isEmpty);
    }

    /// Gives `token` to `session`, unless another one has it.
    boolean claim(Bytes token, AppSession session) {
        return owners.putIfAbsent(token, session) == null;
    }

    /// `session` makes an offer and hears how it ends, even without a token.
    void sharing(LocalRequest.Share share, AppSession session) {
        sharers.computeIfAbsent(share, _ -> ConcurrentHashMap.newKeySet()).add(session);
    }

    @Override
    public void updated(Ghid address, @Nullable Object cause) {
        tracking(address, cause, session -> session.updated(address));
    }

    @Override
    public void deleted(Ghid address, @Nullable Object cause) {
        tracking(address, cause, session -> session.deleted(address));
    }

    @Override
    public void conflicted(Ghid address, Bytes lost) {
        tracking(address, null, session -> session.conflicted(address, lost));
    }

    private void tracking(Ghid address, @Nullable Object cause, Consumer<AppSession> tell) {
        for (AppSession session : sessions) {
            if (!session.equals(cause) && session.tracks(address)) {
                tell.accept(session);
            }
        }
    }

    @Override
    public void shared(Share share) {
        for (AppSession session : sessions) {
            if (session.wants(share.apiId()) || session.tracks(share.address())) {
                session.shared(share, true);
            }
        }
    }

    @Override
    public boolean wants(Bytes apiId) {
        return sessions.stream().anyMatch(session -> session.wants(apiId));
    }

    /// A session has handled a share: nobody needs to be told again.
    void handled(LocalRequest.ShareHandled handled) {
        sessions.forEach(session -> session.handled(handled));
    }

    /// A session created a public object: the others that want its kind are told.
    void created(Share share, AppSession creator) {
        for (AppSession session : sessions) {
            if (!session.equals(creator) && session.wants(share.apiId())) {
                session.shared(share, false);
            }
        }
    }

    @Override
    public void answered(ShareAnswer answer) {
        Set<AppSession> waiting = sharers.remove(new LocalRequest.Share(answer.address(), answer.recipient()));
        for (AppSession session : sessions) {
            if ((waiting != null && waiting.contains(session))
                    || Optional.ofNullable(answer.token()).equals(session.tokenIfAny())) {
                session.answered(answer);
            }
        }
    }

    /// A relay came or went.
    public void changed(RelayStatus relay) {
        sessions.forEach(session -> session.tell(new LocalEvent.RelayChanged(relay)));
    }

    /// The node closes.
    public void close() {
        sessions.forEach(AppSession::close);
    }
}
