package org.hypergolix.node.sharing;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.identity.OpenedRequest;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.UnopenableException;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.node.Commits;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.object.Identities;
import org.hypergolix.node.object.Intake;
import org.hypergolix.node.object.Objects;
import org.hypergolix.node.object.OfferedKey;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.Change;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.relay.RelayRequest;

/// Opens requests and sees them through: at most [#AT_ONCE] at once and [#MOST_PENDING] in all, each once.
///
/// What is not looked at for lack of room or rate is not lost: it stays at the relay, which is asked for all pending
/// requests again a little later. Requests that do not open, or whose author is unknown or did not make them, are
/// debound without an answer. Everything runs on virtual threads.
final class RequestDesk implements AutoCloseable {
    static final int AT_ONCE = 4;
    static final int MOST_PENDING = 256;
    static final int MOST_ARRIVALS = 256;

    private static final long ASK_AGAIN_MILLIS = 30_000;
    /// How long an answer to an unknown offer is left for another device of the account.
    private static final long ELSEWHERE_MILLIS = 90_000;
    private static final int MOST_REMEMBERED = 1_024;
    private static final Logger LOG = System.getLogger(RequestDesk.class.getName());

    private final Account account;
    private final Commits commits;
    private final RelayLinks links;
    private final Objects objects;
    private final Identities identities;
    private final Sharing sharing;
    private final LongSupplier clock;
    private final SealedRecords<Arrival> arrivals;
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Thread clerk;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final RequestRate rate = new RequestRate();
    private final Set<Ghid> pending = new HashSet<>();
    private final Map<Ghid, Due> due = new HashMap<>();
    private final Map<Ghid, Boolean> debound = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ghid, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private final Map<Ghid, Long> elsewhere = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ghid, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private long askAgainMillis = Long.MAX_VALUE;
    private volatile boolean closed;

    RequestDesk(
            Account account,
            Commits commits,
            RelayLinks links,
            Objects objects,
            Sharing sharing,
            LongSupplier clock) {
        this.account = account;
        this.commits = commits;
        this.links = links;
        this.objects = objects;
        this.identities = objects.identities();
        this.sharing = sharing;
        this.clock = clock;
        this.arrivals = new SealedRecords<>(Arrival.SPACE, account.seal(), Arrival::encode, Arrival::decode);
        this.clerk = Thread.ofVirtual().name("offer-clerk").unstarted(this::work);
    }

    private record Due(int attempts, long atMillis) {}

    void begin() {
        lock.lock();
        try {
            for (SealedRecords.Entry<Arrival> entry : arrivals.all(commits.view(), MOST_ARRIVALS)) {
                due.put(entry.request(), new Due(0, 0));
            }
        } finally {
            lock.unlock();
        }
        clerk.start();
    }

    /// Short.
    void arrived(RelayLink link, Request request) {
        lock.lock();
        try {
            if (closed || pending.contains(request.ghid())
                    || (due.containsKey(request.ghid()) && debound.containsKey(request.ghid()))) {
                return;
            }
            if (pending.size() >= MOST_PENDING || !rate.mayOpen(clock.getAsLong())) {
                askAgain();
                return;
            }
            pending.add(request.ghid());
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("request").start(() -> handle(link, request));
    }

    /// Another device of this account has handled a request.
    void handledElsewhere(Debinding debinding) {
        if (Verifier.verify(debinding, account.identity().identity()).isEmpty()) {
            return;
        }
        if (deboundHere(debinding.target())) {
            // The relay tells its author as well.
            return;
        }
        forget(debinding.target());
        if (!sharing.handled(debinding.target())) {
            commits.commit(List.of(
                    sharing.putHandled(debinding.target()), arrivals.remove(debinding.target())));
        }
    }

    /// Looks at everything that waits now.
    void hurry() {
        lock.lock();
        try {
            due.replaceAll((_, entry) -> new Due(entry.attempts(), 0));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void handle(RelayLink link, Request request) {
        try {
            places.acquire();
            try {
                handleNow(link, request);
            } finally {
                places.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (LocalRefusal refused) {
            LOG.log(Level.WARNING, "A request could not be handled; it is tried again: reason={0}",
                    refused.getMessage());
            askAgainLater();
        } catch (RuntimeException bug) {
            if (!closed) {
                LOG.log(Level.ERROR, "A request could not be handled", bug);
            }
        } finally {
            lock.lock();
            try {
                pending.remove(request.ghid());
            } finally {
                lock.unlock();
            }
        }
    }

    private void handleNow(RelayLink link, Request request) throws InterruptedException {
        if (sharing.handled(request.ghid()) || waitsHere(request.ghid())) {
            // The relay has not heard of it, or was put back to an older state.
            debind(link, request.ghid());
            return;
        }
        boolean[] undecided = new boolean[1];
        OpenedRequest opened;
        try {
            opened = account.identity().open(request, author -> author(author, undecided));
        } catch (UnopenableException invalid) {
            if (undecided[0]) {
                askAgainLater();
            } else {
                LOG.log(Level.INFO, "A request is not genuine; removed without an answer: reason={0}",
                        invalid.reason());
                debind(link, request.ghid());
            }
            return;
        }
        if (mayHandle(opened.author().ghid())) {
            act(opened);
            if (waitsHere(request.ghid())) {
                // It is on this disk now. Left at the relay, which tells of the oldest only, it would hide later ones.
                debind(link, request.ghid());
            }
        } else {
            askAgainLater();
        }
    }

    private Optional<Identity> author(Ghid author, boolean[] undecided) {
        try {
            Identities.Found found = identities.find(author);
            undecided[0] = found.undecided();
            return found.identity();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            undecided[0] = true;
            return Optional.empty();
        }
    }

    private boolean mayHandle(Ghid author) {
        lock.lock();
        try {
            return rate.mayHandle(author, clock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private void act(OpenedRequest opened) throws InterruptedException {
        Ghid author = opened.author().ghid();
        switch (opened.content()) {
            case RequestContent.ShareOffer offer -> consider(
                    opened.request(),
                    new Arrival(author, offer.target(), offer.counter(), clock.getAsLong(), offer.secret()),
                    0);
            case RequestContent.ShareAccepted accepted -> answered(opened.request(), accepted.request(), author, true);
            case RequestContent.ShareDeclined declined -> answered(opened.request(), declined.request(), author, false);
        }
    }

    private void answered(Ghid request, Ghid offer, Ghid author, boolean accepted) {
        if (sharing.mayBeElsewhere(offer) && recent(request)) {
            // Debound here, the device that made the offer would never hear of its end.
            askAgainLater();
            return;
        }
        RelayLinks.Dispatch dispatch = links.reserve(debinding(request));
        finish(dispatch, changes -> {
            changes.add(sharing.putHandled(request));
            sharing.answered(offer, author, accepted, changes);
        });
    }

    /// Fetches what is offered, and answers if that decides it.
    private void consider(Ghid request, Arrival arrival, int attempts) throws InterruptedException {
        if (!sharing.roomFor(arrival.author())) {
            LOG.log(Level.INFO, "A share must wait until applications have taken others: author={0}", arrival.author());
            if (attempts == 0) {
                askAgainLater();
            } else {
                postpone(request, attempts);
            }
            return;
        }
        Intake intake = objects.adopt(arrival.target(), new OfferedKey(arrival.secret(), arrival.counter()));
        long age = clock.getAsLong() - arrival.receivedMillis();
        switch (OfferDecision.of(intake, age)) {
            case ACCEPT -> answer(request, arrival, true);
            case DECLINE -> {
                LOG.log(Level.INFO, "A share is declined: author={0} reason={1}", arrival.author(), intake);
                answer(request, arrival, false);
            }
            case RETRY -> keep(request, arrival, attempts + 1);
        }
    }

    private boolean deboundHere(Ghid request) {
        lock.lock();
        try {
            return debound.containsKey(request);
        } finally {
            lock.unlock();
        }
    }

    private boolean waitsHere(Ghid request) {
        lock.lock();
        try {
            return due.containsKey(request);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Ghid request, Arrival arrival, int attempts) throws InterruptedException {
        if (attempts == 1) {
            List<SealedRecords.Entry<Arrival>> kept = arrivals.all(commits.view(), MOST_ARRIVALS);
            if (kept.size() >= MOST_ARRIVALS) {
                SealedRecords.Entry<Arrival> least = leastPromising(kept);
                LOG.log(Level.INFO, "A share that could not be read is declined, as too many wait: author={0}",
                        least.value().author());
                answer(least.request(), least.value(), false);
            }
            commits.commit(List.of(arrivals.put(request, arrival)));
        }
        lock.lock();
        try {
            due.put(request, new Due(attempts, clock.getAsLong() + OfferDecision.waitMillis(attempts)));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The oldest of whoever made most of them: what can be read does not wait here at all.
    private static SealedRecords.Entry<Arrival> leastPromising(List<SealedRecords.Entry<Arrival>> kept) {
        Map<Ghid, Long> counts = kept.stream().collect(groupingBy(entry -> entry.value().author(), counting()));
        return Collections.max(kept, Comparator
                .comparingLong((SealedRecords.Entry<Arrival> entry) -> counts.getOrDefault(entry.value().author(), 0L))
                .thenComparingLong(entry -> -entry.value().receivedMillis()));
    }

    private void answer(Ghid request, Arrival arrival, boolean accept) throws InterruptedException {
        List<OutboxItem> items = new ArrayList<>();
        Optional<Identity> author = identities.find(arrival.author()).identity();
        if (author.isPresent()) {
            RequestContent content = accept
                    ? new RequestContent.ShareAccepted(request, 0)
                    : new RequestContent.ShareDeclined(request, 0);
            Request answer = account.identity().request(author.get(), content).object();
            items.add(new OutboxItem.Loose(answer.ghid(), answer.encoded(), Optional.empty()));
        }
        items.add(debinding(request));
        RelayLinks.Dispatch dispatch = links.reserve(items.toArray(OutboxItem[]::new));
        finish(dispatch, changes -> {
            changes.add(sharing.putHandled(request));
            changes.add(arrivals.remove(request));
            if (accept) {
                sharing.accepted(arrival.target(), arrival.author(), changes);
            } else {
                commits.commit(changes);
            }
        });
        forget(request);
    }

    /// Commits with what `commit` adds, then sends.
    private static void finish(RelayLinks.Dispatch dispatch, Consumer<List<Change>> commit) {
        try {
            commit.accept(new ArrayList<>(dispatch.changes()));
        } catch (RuntimeException failed) {
            dispatch.cancel();
            throw failed;
        }
        dispatch.confirm();
    }

    private OutboxItem.Loose debinding(Ghid request) {
        Debinding debinding = account.identity().debind(request).object();
        return new OutboxItem.Loose(debinding.ghid(), debinding.encoded(), Optional.empty());
    }

    /// Debinds at one relay, at most once in a while: not in the outbox, so that strangers cannot fill it.
    private void debind(RelayLink link, Ghid request) throws InterruptedException {
        lock.lock();
        try {
            if (debound.put(request, true) != null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            link.call(new RelayRequest.Publish(debinding(request).object()));
        } catch (IOException _) {
            LOG.log(Level.DEBUG, "A request could not be removed from a relay: relay={0}", link.uri());
        }
    }

    /// Whether an answer was seen for the first time within [#ELSEWHERE_MILLIS].
    private boolean recent(Ghid request) {
        lock.lock();
        try {
            Long first = elsewhere.putIfAbsent(request, clock.getAsLong());
            return first == null || clock.getAsLong() - first < ELSEWHERE_MILLIS;
        } finally {
            lock.unlock();
        }
    }

    private void forget(Ghid request) {
        lock.lock();
        try {
            due.remove(request);
        } finally {
            lock.unlock();
        }
    }

    private void askAgainLater() {
        lock.lock();
        try {
            askAgain();
        } finally {
            lock.unlock();
        }
    }

    private void askAgain() {
        if (askAgainMillis == Long.MAX_VALUE) {
            askAgainMillis = clock.getAsLong() + ASK_AGAIN_MILLIS;
            changed.signalAll();
        }
    }

    /// The clerk: looks at offers that wait, and asks the relays for requests that were passed over.
    private void work() {
        try {
            while (!closed) {
                awaitWork();
                if (takeAskAgain()) {
                    for (RelayLink link : links.all()) {
                        var _ = link.send(new RelayRequest.Subscribe(account.fingerprint()));
                    }
                }
                for (Map.Entry<Ghid, Due> entry : takeDue()) {
                    retry(entry.getKey(), entry.getValue());
                }
            }
        } catch (InterruptedException _) {
            // Only closing interrupts.
        }
    }

    private void awaitWork() throws InterruptedException {
        lock.lock();
        try {
            long until = nextMillis();
            for (long now = clock.getAsLong(); until > now; now = clock.getAsLong()) {
                boolean _ = changed.await(Math.min(until - now, ASK_AGAIN_MILLIS), TimeUnit.MILLISECONDS);
                until = nextMillis();
            }
        } finally {
            lock.unlock();
        }
    }

    private long nextMillis() {
        long next = askAgainMillis;
        for (Due entry : due.values()) {
            next = Math.min(next, entry.atMillis());
        }
        return next;
    }

    private List<Map.Entry<Ghid, Due>> takeDue() {
        lock.lock();
        try {
            long now = clock.getAsLong();
            return due.entrySet().stream()
                    .filter(entry -> entry.getValue().atMillis() <= now)
                    .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private boolean takeAskAgain() {
        lock.lock();
        try {
            boolean now = askAgainMillis <= clock.getAsLong();
            if (now) {
                askAgainMillis = Long.MAX_VALUE;
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    private void retry(Ghid request, Due entry) throws InterruptedException {
        Optional<Arrival> arrival = arrivals.find(commits.view(), request);
        if (arrival.isEmpty()) {
            forget(request);
            return;
        }
        if (!links.anyConnected()) {
            postpone(request, entry.attempts() + 1);
            return;
        }
        try {
            consider(request, arrival.get(), entry.attempts() + 1);
        } catch (LocalRefusal refused) {
            LOG.log(Level.WARNING, "An offer could not be handled: reason={0}", refused.getMessage());
            postpone(request, entry.attempts() + 1);
        } catch (RuntimeException bug) {
            if (!closed) {
                LOG.log(Level.ERROR, "An offer could not be handled", bug);
            }
            postpone(request, entry.attempts() + 1);
        }
    }

    private void postpone(Ghid request, int attempts) {
        lock.lock();
        try {
            due.put(request, new Due(attempts, clock.getAsLong() + OfferDecision.waitMillis(attempts)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        clerk.interrupt();
    }
}
