package org.hypergolix.node.app;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.object.Content;
import org.hypergolix.node.object.Objects;
import org.hypergolix.node.sharing.ShareListener.Share;
import org.hypergolix.node.sharing.ShareListener.ShareAnswer;
import org.hypergolix.node.sharing.Sharing;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Done;
import org.hypergolix.wire.local.ObjectState;

/// One application's conversation with the node. Safe for use by any thread.
public final class AppSession implements LocalNode.Session {
    /// Objects that one session may track.
    static final int MOST_TRACKED = 8_192;

    /// Api ids that one session may register.
    static final int MOST_APIS = 1_024;

    private final Services services;
    private final EventQueue events;
    private final Set<Ghid> tracked = ConcurrentHashMap.newKeySet();
    private final Set<Bytes> apis = ConcurrentHashMap.newKeySet();
    /// Shares that this session was told and that nobody has handled yet.
    private final Set<Share> told = ConcurrentHashMap.newKeySet();
    /// Offers whose answers this session was told and has not taken yet.
    private final Set<Ghid> untaken = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean registering = new AtomicBoolean();
    private volatile Optional<Bytes> token = Optional.empty();
    private volatile boolean closed;

    private AppSession(Services services, LocalNode.Listener application) {
        this.services = services;
        this.events = new EventQueue(application, this::tellAgain);
    }

    /// What sessions of one node share.
    public record Services(
            Ghid fingerprint,
            Objects objects,
            Sharing sharing,
            RelayLinks links,
            AppTokens tokens,
            AppRouter router) {}

    /// Opens a session.
    ///
    /// @param application its answers to shares are kept until it has taken them
    public static AppSession open(Services services, LocalNode.Listener application) {
        AppSession session = new AppSession(services, application);
        services.router().add(session);
        return session;
    }

    @Override
    @SuppressWarnings("unchecked") // each case answers what its request names
    public <R> R call(LocalRequest<R> request) {
        if (closed) {
            throw Refusals.closed();
        }
        try {
            return (R) answer(request);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Refusals.failed("The call was interrupted; what it began may still happen.");
        } catch (IllegalStateException failed) {
            // Keys and store go while the node closes; otherwise it is a fault of this program.
            throw closed ? Refusals.closed() : failed;
        }
    }

    private Object answer(LocalRequest<?> request) throws InterruptedException {
        return switch (request) {
            case LocalRequest.WhoAmI _ -> services.fingerprint();
            case LocalRequest.RegisterToken register -> registerToken(register.token());
            case LocalRequest.StartupObject _ -> services.tokens().startup(demandToken());
            case LocalRequest.RegisterStartup register -> {
                services.tokens().registerStartup(demandToken(), register.address());
                yield Done.DONE;
            }
            case LocalRequest.DeregisterStartup _ -> {
                services.tokens().deregisterStartup(demandToken());
                yield Done.DONE;
            }
            case LocalRequest.RegisterApi register -> registerApi(register.apiId());
            case LocalRequest.DeregisterApi deregister -> {
                apis.remove(deregister.apiId());
                told.removeIf(share -> share.apiId().equals(deregister.apiId()));
                yield Done.DONE;
            }
            case LocalRequest.ShareHandled handled -> {
                services.sharing().handled(handled.address(), handled.origin(), handled.apiId());
                services.router().handled(handled);
                yield Done.DONE;
            }
            case LocalRequest.Create create -> create(create);
            case LocalRequest.Get get -> get(get.address());
            case LocalRequest.Update update -> services.objects().update(
                    update.address(), update.state(), update.isPrivate(), token, this);
            case LocalRequest.Sync sync -> {
                services.objects().sync(sync.address(), token);
                yield Done.DONE;
            }
            case LocalRequest.Share share -> share(share);
            case LocalRequest.Freeze freeze -> services.objects().freeze(freeze.address(), token);
            case LocalRequest.Hold hold -> {
                services.objects().hold(hold.address(), token);
                yield Done.DONE;
            }
            case LocalRequest.Discard discard -> {
                untrack(discard.address());
                yield Done.DONE;
            }
            case LocalRequest.Delete delete -> {
                services.objects().delete(delete.address(), token, this);
                untrack(delete.address());
                yield Done.DONE;
            }
            case LocalRequest.Relays _ -> services.links().status();
            case LocalRequest.ListObjects list -> services.objects().list(list.after(), token);
        };
    }

    private Bytes registerToken(Optional<Bytes> wanted) {
        if (!registering.compareAndSet(false, true)) {
            throw Refusals.tokenInUse(
                    wanted.isPresent() ? ErrorCode.EXCEPTION : ErrorCode.GENERIC,
                    "This session has a token already; open another session for another one.");
        }
        Bytes registered;
        try {
            registered = wanted.map(this::demandFree).orElseGet(this::issue);
        } catch (RuntimeException refused) {
            registering.set(false);
            throw refused;
        }
        token = Optional.of(registered);
        services.sharing().unheard(registered).forEach(this::answered);
        return registered;
    }

    private Bytes demandFree(Bytes wanted) {
        if (wanted.size() != AppTokens.LENGTH || !services.tokens().known(wanted)) {
            throw Refusals.unknownToken("This account did not issue the token; register without one.");
        }
        if (!services.router().claim(wanted, this)) {
            throw Refusals.tokenInUse(ErrorCode.EXCEPTION, "Another session has this token; end that one first.");
        }
        return wanted.compact();
    }

    private Bytes issue() {
        Bytes issued = services.tokens().issue();
        services.router().claim(issued, this);
        return issued;
    }

    private Bytes demandToken() {
        return token.orElseThrow(
                () -> Refusals.unknownToken("This needs a token; register one first."));
    }

    private Done registerApi(Bytes apiId) {
        demandApiId(apiId);
        if (apis.size() >= MOST_APIS && !apis.contains(apiId)) {
            throw Refusals.argument("A session registers at most " + MOST_APIS + " api ids.");
        }
        if (apis.add(apiId.compact())) {
            tellWaiting(apiId);
        }
        return Done.DONE;
    }

    private void tellWaiting(Bytes apiId) {
        for (Share share : services.sharing().waiting(apiId)) {
            if (!told.contains(share)) {
                shared(share, true);
            }
        }
    }

    /// There is room for what was kept because there was none. On the events' thread.
    private void tellAgain() {
        apis.forEach(this::tellWaiting);
        tracked.forEach(this::tellLost);
        token.ifPresent(known -> services.sharing().unheard(known).forEach(this::answered));
    }

    private void tellLost(Ghid address) {
        services.objects().lost(address).forEach(state -> conflicted(address, state));
    }

    private static void demandApiId(Bytes apiId) {
        if (apiId.size() != Content.API_ID_LENGTH) {
            throw Refusals.argument("An api id has 64 bytes, not " + apiId.size() + ".");
        }
    }

    private LocalRequest.Created create(LocalRequest.Create create) throws InterruptedException {
        demandApiId(create.apiId());
        if (create.isPrivate()) {
            demandToken();
        }
        Content content = new Content(create.apiId(), create.state().compact());
        LocalRequest.Created created = services.objects()
                .create(content, create.dynamic(), create.isPrivate(), create.historyLimit(), token);
        track(created.address());
        if (!create.isPrivate()) {
            Ghid self = services.fingerprint();
            services.router().created(new Share(created.address(), self, self, create.apiId()), this);
        }
        return created;
    }

    private ObjectState get(Ghid address) throws InterruptedException {
        boolean added = track(address);
        try {
            ObjectState state = services.objects().get(address, token);
            if (added) {
                tellLost(address);
            }
            return state;
        } catch (RuntimeException | InterruptedException failed) {
            if (added) {
                untrack(address);
            }
            throw failed;
        }
    }

    private Done share(LocalRequest.Share share) throws InterruptedException {
        // Before sharing, as the answer may be there before the call returns.
        services.router().sharing(share, this);
        services.sharing().share(share.address(), share.recipient(), token);
        return Done.DONE;
    }

    private boolean track(Ghid address) {
        if (tracked.size() >= MOST_TRACKED && !tracked.contains(address)) {
            throw Refusals.argument("A session tracks at most " + MOST_TRACKED + " objects; discard some.");
        }
        boolean added = tracked.add(address);
        if (added) {
            services.objects().track(address);
        }
        return added;
    }

    private void untrack(Ghid address) {
        if (tracked.remove(address)) {
            services.objects().untrack(address);
        }
    }

    /// The token, or something that equals no token.
    Optional<Bytes> tokenIfAny() {
        return token.isPresent() ? token : Optional.of(Bytes.EMPTY);
    }

    boolean tracks(Ghid address) {
        return tracked.contains(address);
    }

    boolean wants(Bytes apiId) {
        return apis.contains(apiId);
    }

    void updated(Ghid address) {
        events.updated(address, () -> tracks(address)
                ? services.objects().state(address).map(LocalEvent.Updated::new)
                : Optional.empty());
    }

    void deleted(Ghid address) {
        untrack(address);
        events.deleted(address);
    }

    /// On disk until the application has it.
    void conflicted(Ghid address, Bytes lost) {
        services.objects().state(address).ifPresent(winner -> events.kept(
                new Lost(address, lost),
                new LocalEvent.Conflict(address, lost, winner),
                () -> services.objects().lostTold(address, lost)));
    }

    /// The place of a state that lost.
    private record Lost(Ghid address, Bytes state) {}

    /// @param kept whether the share is on disk until an application has handled it
    void shared(Share share, boolean kept) {
        LocalEvent event = new LocalEvent.Shared(share.address(), share.origin(), share.binder(), share.apiId());
        if (!kept) {
            events.single(event);
        } else if (events.kept(share, event, () -> {})) {
            told.add(share);
        }
    }

    /// Some session has handled it.
    void handled(LocalRequest.ShareHandled handled) {
        told.removeIf(share -> share.address().equals(handled.address()) && share.origin().equals(handled.origin())
                && share.apiId().equals(handled.apiId()));
    }

    void answered(ShareAnswer answer) {
        LocalEvent event = answer.accepted()
                ? new LocalEvent.ShareAccepted(answer.address(), answer.recipient())
                : new LocalEvent.ShareDeclined(answer.address(), answer.recipient());
        if (untaken.add(answer.request()) && !events.kept(answer, event, () -> taken(answer))) {
            untaken.remove(answer.request());
        }
    }

    private void taken(ShareAnswer answer) {
        services.sharing().delivered(answer);
        untaken.remove(answer.request());
    }

    void tell(LocalEvent.RelayChanged event) {
        events.conflated(event.relay().relay(), event);
    }

    @Override
    public void close() {
        closed = true;
        services.router().remove(this);
        events.close();
        List.copyOf(tracked).forEach(this::untrack);
    }
}
