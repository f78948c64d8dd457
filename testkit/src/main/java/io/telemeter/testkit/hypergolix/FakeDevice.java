package io.telemeter.testkit.hypergolix;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRefusal.Reason;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.hypergolix.wire.local.RelayStatus;
import org.jspecify.annotations.Nullable;

/// One home of a [FakeHypergolix]: its store and outbox, its node while one runs, and the switches for what can go wrong.
///
/// Safe for use by any thread; the world's lock guards everything.
public final class FakeDevice {
    final FakeHypergolix world;
    final FakeAccount account;
    final Map<Ghid, Copy> store = new HashMap<>();
    /// Accounts whose identity was fetched once.
    final Set<Ghid> identities = new HashSet<>();
    final List<LocalEvent.Shared> unhandledShares = new ArrayList<>();
    final Map<ShareKey, List<Predicate<FakeSession>>> shareRequests = new HashMap<>();
    final Map<Class<?>, Deque<LocalRefusal>> refusals = new HashMap<>();
    private final Path home;
    private final Deque<Runnable> outbox = new ArrayDeque<>();

    @Nullable
    FakeNode node;
    boolean online = true;
    boolean diskFull;
    int maxMessageBytes = HgxOptions.MAXIMUM_MESSAGE_BYTES;
    private boolean deaf;
    private boolean declining;
    private boolean occupied;
    private long revision;
    private long onlineSinceMillis;
    private @Nullable CountDownLatch stall;

    FakeDevice(FakeHypergolix world, Path home, FakeAccount account) {
        this.world = world;
        this.home = home;
        this.account = account;
    }

    /// The directory that stands for this device. Not created.
    public Path home() {
        return home;
    }

    /// The account's fingerprint, whether it was created yet or not.
    public Ghid fingerprint() {
        return account.fingerprint;
    }

    /// Options that open this device.
    public HgxOptions.Builder options() {
        return HgxOptions.home(home).relay(FakeHypergolix.RELAY);
    }

    /// A link for this device.
    public HgxLink connect() {
        return HgxLink.connect(options().build());
    }

    /// Takes the relay away.
    public void cutOff() {
        synchronized (world) {
            online = false;
            relayChanged();
        }
    }

    /// Gives the relay back: the outbox is sent, then everything that was missed is fetched.
    public void restore() {
        synchronized (world) {
            online = true;
            flush();
            relayChanged();
        }
    }

    /// Lets the device miss announcements, although it can push: what makes two devices of one account collide.
    public void deafen() {
        synchronized (world) {
            deaf = true;
        }
    }

    /// Ends that; what was missed is fetched.
    public void hear() {
        synchronized (world) {
            deaf = false;
            flush();
        }
    }

    /// Lets every call wait until [#unstall()].
    public void stall() {
        synchronized (world) {
            if (stall == null) {
                stall = new CountDownLatch(1);
            }
        }
    }

    /// Ends that.
    public void unstall() {
        synchronized (world) {
            if (stall != null) {
                stall.countDown();
                stall = null;
            }
        }
    }

    /// Whether the disk is full: nothing new is taken.
    public void fillDisk(boolean full) {
        synchronized (world) {
            diskFull = full;
        }
    }

    /// Whether another process has the home.
    public void occupy(boolean byAnother) {
        synchronized (world) {
            occupied = byAnother;
        }
    }

    /// Whether shares to this device are declined.
    public void declineShares(boolean decline) {
        synchronized (world) {
            declining = decline;
        }
    }

    /// Refuses the next call of this kind, once per call of this method.
    public void refuseNext(Class<? extends LocalRequest<?>> request, LocalRefusal refusal) {
        synchronized (world) {
            refusals.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(refusal);
        }
    }

    /// Sends an event to all sessions.
    public void emit(LocalEvent event) {
        synchronized (world) {
            tell(_ -> true, event);
        }
    }

    /// The newest state of an object as this device has it, as an event would carry it.
    public ObjectState stored(Ghid address) {
        synchronized (world) {
            Copy copy = store.get(address);
            if (copy == null) {
                throw new IllegalStateException("This device has no " + address + ".");
            }
            return copy.view();
        }
    }

    /// Open sessions; 0 if no node runs.
    public int sessions() {
        synchronized (world) {
            return node == null ? 0 : node.sessions.size();
        }
    }

    /// Whether a node runs.
    public boolean running() {
        synchronized (world) {
            return node != null;
        }
    }

    /// Ends the node as if its process died: sessions refuse every call from then on.
    public void stop() {
        FakeNode running;
        synchronized (world) {
            running = node;
        }
        unstall();
        if (running != null) {
            running.close();
        }
    }

    LocalNode start(LocalNode.Options options) {
        synchronized (world) {
            if (occupied || node != null) {
                throw new LocalRefusal(ErrorCode.EXCEPTION, Reason.HOME_IN_USE,
                        "Another process has the home " + home + ": stop it, or use another home.");
            }
            openAccount(options);
            maxMessageBytes = options.maxMessageBytes();
            FakeNode started = new FakeNode(this);
            node = started;
            flush();
            return started;
        }
    }

    private void openAccount(LocalNode.Options options) {
        char[] password = options.credential() instanceof LocalNode.Credential.Password given
                ? given.characters()
                : new char[0];
        if (options.credential() instanceof LocalNode.Credential.Password given) {
            given.wipe();
        }
        if (!account.created) {
            if (!options.createIfMissing()) {
                throw new LocalRefusal(ErrorCode.EXCEPTION, Reason.ACCOUNT, "There is no account in " + home + ".");
            }
            account.created = true;
            account.password = password;
        } else if (!Arrays.equals(account.password, password)) {
            throw new LocalRefusal(ErrorCode.EXCEPTION, Reason.ACCOUNT, "The password is wrong.");
        }
    }

    /// Waits while the device is stalled. Not under the lock.
    void awaitTurn() {
        CountDownLatch latch;
        synchronized (world) {
            latch = stall;
        }
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    long nextRevision() {
        return ++revision;
    }

    boolean canPush() {
        return online && node != null;
    }

    /// Does it at the relay now, or when there is one again.
    LocalRequest.Pushed send(Runnable publication) {
        if (canPush() && outbox.isEmpty()) {
            publication.run();
            world.deliverMail();
            return LocalRequest.Pushed.RELAYED;
        }
        outbox.add(publication);
        return LocalRequest.Pushed.LOCAL;
    }

    int queued() {
        return outbox.size();
    }

    RelayStatus relayStatus() {
        URI relay = FakeHypergolix.RELAY;
        return new RelayStatus(relay, online, onlineSinceMillis, onlineSinceMillis, outbox.size(),
                online ? "" : "cut off by the test");
    }

    private void relayChanged() {
        onlineSinceMillis++;
        tell(_ -> true, new LocalEvent.RelayChanged(relayStatus()));
    }

    private void flush() {
        if (!canPush()) {
            return;
        }
        while (!outbox.isEmpty()) {
            outbox.remove().run();
        }
        if (!deaf) {
            for (Copy copy : List.copyOf(store.values())) {
                refresh(copy);
            }
        }
        world.deliverMail();
    }

    /// Takes what the relay has of this object, if it is newer.
    void refresh(Copy copy) {
        FakeRelay.Published published = world.relay().objects.get(copy.address);
        if (published != null && published.counter > copy.counter) {
            copy.take(published);
            tell(session -> session.tracks(copy.address), new LocalEvent.Updated(copy.view()));
        } else if (published == null && copy.dynamic && world.relay().gone.contains(copy.address)) {
            heardOfDeletion(copy.address);
        }
    }

    /// Tells all other devices that can hear about a new frame or a deletion.
    void announce(Ghid address) {
        for (FakeDevice device : world.devices()) {
            Copy copy = device.store.get(address);
            if (device != this && device.canPush() && !device.deaf && copy != null) {
                device.refresh(copy);
            }
        }
    }

    void heardOfDeletion(Ghid address) {
        Copy copy = store.get(address);
        if (copy != null && !copy.deleted) {
            copy.deleted = true;
            tell(session -> session.tracks(address), new LocalEvent.Deleted(address));
        }
    }

    /// Takes the offers and answers that wait at the relay.
    void fetchMail() {
        if (!canPush() || deaf) {
            return;
        }
        FakeRelay relay = world.relay();
        for (FakeRelay.Offer offer : List.copyOf(relay.offers)) {
            if (offer.recipient().equals(account.fingerprint) && relay.offers.remove(offer)) {
                boolean accepted = take(offer);
                send(() -> relay.answers.add(new FakeRelay.Answered(offer, accepted)));
            }
        }
        for (FakeRelay.Answered answer : List.copyOf(relay.answers)) {
            if (answer.offer().from() == this && relay.answers.remove(answer)) {
                heardAnswer(answer);
            }
        }
    }

    private boolean take(FakeRelay.Offer offer) {
        FakeRelay.Published object = world.relay().objects.get(offer.address());
        if (declining || object == null) {
            return false;
        }
        account.readable.add(object.address);
        identities.add(offer.from().fingerprint());
        Copy copy = store.computeIfAbsent(object.address, _ -> new Copy(object));
        refresh(copy);
        var event = new LocalEvent.Shared(
                object.address, offer.from().fingerprint(), object.binder, object.apiId);
        unhandledShares.remove(event);
        unhandledShares.add(event);
        tell(session -> session.wants(object.apiId) || session.tracks(object.address), event);
        return true;
    }

    private void heardAnswer(FakeRelay.Answered answer) {
        Ghid address = answer.offer().address();
        Ghid recipient = answer.offer().recipient();
        List<Predicate<FakeSession>> askers = shareRequests.remove(new ShareKey(address, recipient));
        if (askers != null) {
            LocalEvent event = answer.accepted()
                    ? new LocalEvent.ShareAccepted(address, recipient)
                    : new LocalEvent.ShareDeclined(address, recipient);
            tell(session -> askers.stream().anyMatch(asker -> asker.test(session)), event);
        }
    }

    /// Queues `event` for the sessions that it concerns; answers whether there was one.
    boolean tell(Predicate<FakeSession> concerned, LocalEvent event) {
        if (node == null) {
            return false;
        }
        boolean heard = false;
        for (FakeSession session : node.sessions) {
            if (concerned.test(session)) {
                session.deliver(event);
                heard = true;
            }
        }
        return heard;
    }

    /// Who was offered what.
    record ShareKey(Ghid address, Ghid recipient) {}

    /// An object in this device's store.
    final class Copy {
        final Ghid address;
        final Ghid binder;
        final Bytes apiId;
        final boolean dynamic;
        final boolean isPrivate;
        Bytes state;
        long counter;
        long revision = nextRevision();
        boolean deleted;

        Copy(Ghid address, Bytes apiId, boolean dynamic, boolean isPrivate, Bytes state, Ghid binder) {
            this.address = address;
            this.binder = binder;
            this.apiId = apiId;
            this.dynamic = dynamic;
            this.isPrivate = isPrivate;
            this.state = state;
        }

        Copy(FakeRelay.Published published) {
            this(published.address, published.apiId, published.dynamic,
                    account.privateOwners.containsKey(published.address), published.state, published.binder);
            this.counter = published.counter;
        }

        void take(FakeRelay.Published published) {
            state = published.state;
            counter = published.counter;
            revision = nextRevision();
        }

        ObjectState view() {
            return new ObjectState(address, binder, apiId, dynamic, isPrivate, state, revision, false);
        }
    }
}
