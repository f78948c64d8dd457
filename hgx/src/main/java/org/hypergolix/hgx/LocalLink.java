package org.hypergolix.hgx;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectEntry;
import org.jspecify.annotations.Nullable;

/// A link over a session with a node.
final class LocalLink implements HgxLink {
    private static final Duration HANDLERS_MAY_TAKE = Duration.ofSeconds(5);

    private final SharedNode.Lease lease;
    private final Conversation conversation;
    private final Ghid fingerprint;
    private final HandlerThreads threads = new HandlerThreads();
    private final PendingShares pendingShares = new PendingShares();
    private final LiveObjects objects;
    private final ShareRouter shares;
    private final RelayWatch relays = new RelayWatch(threads);
    private final Turn registration = new Turn();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable AppToken token;

    private LocalLink(SharedNode.Lease lease, Conversation conversation, Ghid fingerprint) {
        this.lease = lease;
        this.conversation = conversation;
        this.fingerprint = fingerprint;
        this.objects = new LiveObjects(conversation, pendingShares, threads, fingerprint);
        this.shares = new ShareRouter(conversation, threads);
    }

    static HgxLink connect(HgxOptions options) {
        // Nothing that this link asked for can be told before it exists.
        AtomicReference<@Nullable LocalLink> ear = new AtomicReference<>();
        SharedNode.Lease lease = SharedNode.open(options, event -> {
            LocalLink link = ear.get();
            if (link != null) {
                link.hear(event);
            }
        });
        try {
            Conversation conversation = new Conversation(lease.session(), options.requestTimeout());
            LocalLink link = new LocalLink(lease, conversation, conversation.ask(new LocalRequest.WhoAmI()));
            ear.set(link);
            return link;
        } catch (RuntimeException | Error failure) {
            lease.close();
            throw failure;
        }
    }

    @Override
    public Ghid whoami() {
        return fingerprint;
    }

    @Override
    public Optional<AppToken> token() {
        return Optional.ofNullable(token);
    }

    @Override
    public AppToken registerToken() {
        return registering(() -> becomeApplication(Optional.empty()));
    }

    @Override
    public Optional<Ghid> registerToken(AppToken known) {
        return registering(() -> {
            becomeApplication(Optional.of(known.bytes()));
            return conversation.call(new LocalRequest.StartupObject());
        });
    }

    private AppToken becomeApplication(Optional<Bytes> known) {
        if (token != null) {
            throw new HgxException.TokenInUse("This link has a token already: open another link for another one.");
        }
        AppToken registered = new AppToken(conversation.call(new LocalRequest.RegisterToken(known)));
        token = registered;
        return registered;
    }

    @Override
    public void registerStartup(HgxObject<?> object) {
        registering(() -> conversation.call(new LocalRequest.RegisterStartup(object.address())));
    }

    @Override
    public void deregisterStartup() {
        registering(() -> conversation.call(new LocalRequest.DeregisterStartup()));
    }

    private <R> R registering(Supplier<R> work) {
        conversation.requireOpen();
        Deadline deadline = conversation.deadline();
        registration.take(deadline);
        return conversation.await(deadline, () -> {
            try {
                return work.get();
            } finally {
                registration.end();
            }
        });
    }

    @Override
    public <T> HgxObject<T> create(Codec<T> codec, T state, CreateOptions options) {
        conversation.requireOpen();
        return objects.create(codec, state, options);
    }

    @Override
    public <T> HgxObject<T> get(Codec<T> codec, Ghid address) {
        return objects.get(codec, address);
    }

    @Override
    public Subscription onShare(ApiId apiId, Consumer<? super ShareEvent> handler) {
        conversation.requireOpen();
        return shares.register(apiId, Optional.empty(), handler);
    }

    @Override
    public Subscription onShare(ApiId apiId, Ghid origin, Consumer<? super ShareEvent> handler) {
        conversation.requireOpen();
        return shares.register(apiId, Optional.of(origin), handler);
    }

    @Override
    public List<ObjectSummary> objects() {
        List<URI> relays = relays().stream().map(RelayState::relay).toList();
        List<ObjectSummary> objects = new ArrayList<>();
        Optional<Ghid> after = Optional.empty();
        do {
            LocalRequest.ObjectPage page = conversation.ask(new LocalRequest.ListObjects(after));
            page.entries().stream().limit(MOST_LISTED - objects.size()).map(entry -> summary(entry, relays))
                    .forEach(objects::add);
            after = page.next();
        } while (after.isPresent() && objects.size() < MOST_LISTED);
        return objects;
    }

    private static ObjectSummary summary(ObjectEntry entry, List<URI> relays) {
        List<URI> waitingFor = IntStream.range(0, relays.size())
                .filter(index -> (entry.waiting() >> index & 1) != 0)
                .mapToObj(relays::get)
                .toList();
        return new ObjectSummary(entry.address(), entry.binder(), new ApiId(entry.apiId()), entry.dynamic(),
                entry.isPrivate(), entry.followed(), entry.stale(), entry.size(), waitingFor);
    }

    @Override
    public List<RelayState> relays() {
        return conversation.ask(new LocalRequest.Relays()).stream().map(RelayWatch::state).toList();
    }

    @Override
    public Subscription onRelayChange(Consumer<? super RelayState> handler) {
        conversation.requireOpen();
        return relays.add(handler);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        conversation.end();
        shares.end();
        relays.end();
        objects.end();
        pendingShares.end();
        registration.abolish();
        try {
            threads.awaitEnd(HANDLERS_MAY_TAKE);
        } finally {
            lease.close();
        }
    }

    @Override
    public String toString() {
        return "HgxLink[" + fingerprint + "]";
    }

    /// On the node's thread: only notes what happened.
    private void hear(LocalEvent event) {
        switch (event) {
            case LocalEvent.Updated updated -> objects.received(updated.object());
            case LocalEvent.Shared shared -> shares.shared(new ShareEvent(
                    shared.address(), shared.origin(), shared.binder(), new ApiId(shared.apiId())));
            case LocalEvent.ShareAccepted accepted -> pendingShares.answered(
                    accepted.address(), accepted.recipient(), ShareResult.ACCEPTED);
            case LocalEvent.ShareDeclined declined -> pendingShares.answered(
                    declined.address(), declined.recipient(), ShareResult.DECLINED);
            case LocalEvent.Deleted deleted -> objects.deleted(deleted.address());
            case LocalEvent.Conflict conflict -> objects.lost(conflict.lost(), conflict.winner());
            case LocalEvent.RelayChanged changed -> relays.changed(changed.relay());
        }
    }
}
