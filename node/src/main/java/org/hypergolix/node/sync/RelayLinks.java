package org.hypergolix.node.sync;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Refusals;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.local.RelayStatus;
import org.hypergolix.wire.relay.RelayRequest;
import org.jspecify.annotations.Nullable;

/// All relays of a node: everything is published to each, reads take the first that answers well. Safe for use by any
/// thread.
///
/// Space `relays`: key = name of the relay (8), value = its address in UTF-8. A relay without such a record gets
/// everything the account has ever published.
public final class RelayLinks implements AutoCloseable {
    /// The space of the records.
    public static final String SPACE = "relays";

    /// The most relays of a node.
    public static final int MOST_RELAYS = 16;

    private final List<RelayLink> links;
    private final Followed followed;
    private final FirstAttempts attempts;
    private final SyncSettings settings;

    private RelayLinks(
            List<RelayLink> links, Followed followed, FirstAttempts attempts, SyncSettings settings) {
        this.links = List.copyOf(links);
        this.followed = followed;
        this.attempts = attempts;
        this.settings = settings;
    }

    /// Whether `relays` can be used.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal if an address is no relay's or there are too many
    public static void check(List<URI> relays) {
        if (relays.stream().map(RelayName::normalize).distinct().count() > MOST_RELAYS) {
            throw Refusals.configuration("At most " + MOST_RELAYS + " relays can be used, not " + relays.size() + ".");
        }
    }

    /// The links of `relays`, which were checked, not started.
    ///
    /// @param repairs gets changes that remove what cannot be read
    public static RelayLinks of(
            List<URI> relays, StoreView view, SyncSettings settings, List<Change> repairs) {
        List<URI> distinct = relays.stream().map(RelayName::normalize).distinct().toList();
        Followed followed = new Followed();
        FirstAttempts attempts = new FirstAttempts(distinct.size());
        List<RelayLink> links = new ArrayList<>();
        for (URI relay : distinct) {
            Bytes name = RelayName.of(relay);
            Outbox outbox = new Outbox(name);
            repairs.addAll(outbox.load(view));
            boolean known = view.record(SPACE, name).isPresent();
            links.add(new RelayLink(relay, known, settings, outbox, followed, attempts));
        }
        return new RelayLinks(links, followed, attempts, settings);
    }

    /// Begins to connect, for `owner`.
    public void start(RelayOwner owner) {
        links.forEach(link -> link.start(owner));
    }

    /// How the relays are.
    public List<RelayStatus> status() {
        return links.stream().map(RelayLink::status).toList();
    }

    /// Every relay, connected or not.
    public List<RelayLink> all() {
        return links;
    }

    /// Whether any relay can be asked now.
    public boolean anyConnected() {
        return links.stream().anyMatch(RelayLink::connected);
    }

    /// Subscribes to `address` now and after every connect, until [#unfollow].
    public void follow(Ghid address) {
        if (followed.add(address)) {
            links.forEach(link -> link.follow(address));
        }
    }

    /// Ends that.
    public void unfollow(Ghid address) {
        if (followed.remove(address)) {
            links.forEach(link -> link.unfollow(address));
        }
    }

    /// Whether relays were asked to tell of `address`.
    public boolean follows(Ghid address) {
        return followed.contains(address);
    }

    /// Whether something with this key waits for the relay.
    public boolean waits(RelayLink link, Ghid key) {
        return link.outbox().contains(key);
    }

    /// Reserves a place for each item in every outbox.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal if an outbox is full
    public Dispatch reserve(OutboxItem... items) {
        return reserve(links, items);
    }

    /// The same for one relay only.
    public Dispatch reserve(RelayLink link, OutboxItem... items) {
        return reserve(List.of(link), items);
    }

    private Dispatch reserve(List<RelayLink> receivers, OutboxItem... items) {
        Dispatch dispatch = new Dispatch();
        for (RelayLink link : receivers) {
            for (OutboxItem item : items) {
                Optional<Outbox.Place> place = link.outbox().reserve(item);
                if (place.isEmpty()) {
                    dispatch.cancel();
                    throw link.outboxFull();
                }
                dispatch.places.add(new Reserved(link, item, place.get()));
            }
        }
        return dispatch;
    }

    /// Asks all connected relays and returns the first thing that `accept` finds in an answer. `accept` runs on the
    /// calling thread, for one answer after the other. Right after the start, waits for the first relay, as long as one
    /// is being connected to for the first time.
    public <T> Asked<T> first(RelayRequest request, Function<Reply, Optional<T>> accept) throws InterruptedException {
        long deadline = System.nanoTime() + settings.requestTimeout().toNanos();
        attempts.await(deadline - System.nanoTime());
        LinkedBlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
        int asked = 0;
        for (RelayLink link : links) {
            if (link.connected()) {
                asked++;
                var _ = link.send(request)
                        .whenComplete((answer, _) -> replies.add(new Reply(link, Optional.ofNullable(answer))));
            }
        }
        int denied = 0;
        for (int count = 0; count < asked; count++) {
            Reply reply = replies.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (reply == null) {
                break;
            }
            Optional<T> found = reply.answer().isPresent() ? accept.apply(reply) : Optional.empty();
            if (found.isPresent()) {
                return new Asked<>(found, asked, denied);
            }
            if (reply.answer().isPresent() && reply.answer().get() instanceof Answer.Failure) {
                denied++;
            }
        }
        return new Asked<>(Optional.empty(), asked, denied);
    }

    /// The rows of all outboxes that nobody needs any more.
    public List<Change> sweep() {
        List<Change> changes = new ArrayList<>();
        for (RelayLink link : links) {
            changes.addAll(link.outbox().sweep());
        }
        return changes;
    }

    /// Ends all conversations.
    @Override
    public void close() {
        List<Thread> closers = links.stream()
                .map(link -> Thread.ofVirtual().start(link::close))
                .toList();
        try {
            for (Thread closer : closers) {
                closer.join(settings.requestTimeout());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What one relay said.
    ///
    /// @param answer nothing if it said nothing in time
    public record Reply(RelayLink link, Optional<Answer> answer) {}

    /// How asking ended.
    ///
    /// @param value what was found
    /// @param asked how many relays were asked
    /// @param denied how many said no
    public record Asked<T>(Optional<T> value, int asked, int denied) {}

    private record Reserved(RelayLink link, OutboxItem item, Outbox.Place place) {}

    /// Places in outboxes for one transaction.
    public static final class Dispatch {
        private final List<Reserved> places = new ArrayList<>();

        private Dispatch() {}

        /// To be committed with what is to be sent.
        public List<Change> changes() {
            return places.stream().flatMap(reserved -> reserved.place().changes().stream()).toList();
        }

        /// The commit failed.
        public void cancel() {
            places.forEach(reserved -> reserved.place().cancel());
        }

        /// The commit is done: sends, where a relay is connected and up to date, on this thread.
        public Deliveries confirm(Publication... payloads) {
            List<CompletableFuture<Delivery>> deliveries = new ArrayList<>();
            List<RelayLink> receivers = new ArrayList<>();
            for (Reserved reserved : places) {
                CompletableFuture<Delivery> delivery = reserved.place().confirm(payloadOf(reserved.item(), payloads));
                if (reserved.link().connected()) {
                    deliveries.add(delivery);
                }
                if (!receivers.contains(reserved.link())) {
                    receivers.add(reserved.link());
                }
            }
            receivers.forEach(RelayLink::drain);
            return new Deliveries(deliveries);
        }

        private static @Nullable Publication payloadOf(OutboxItem item, Publication... payloads) {
            for (Publication payload : payloads) {
                if (payload.item().equals(item)) {
                    return payload;
                }
            }
            return null;
        }
    }

    /// Deliveries to the relays that were connected.
    public record Deliveries(List<CompletableFuture<Delivery>> deliveries) {
        public Deliveries {
            deliveries = List.copyOf(deliveries);
        }

        /// Waits for the first relay that takes it or has something newer; if there is none, how it ended.
        public Delivery await(Duration timeout) throws InterruptedException {
            LinkedBlockingQueue<Delivery> ends = new LinkedBlockingQueue<>();
            for (CompletableFuture<Delivery> delivery : deliveries) {
                var _ = delivery.thenAccept(ends::add);
            }
            long deadline = System.nanoTime() + timeout.toNanos();
            Delivery last = Delivery.LOST;
            for (int count = 0; count < deliveries.size(); count++) {
                Delivery end = ends.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (end == null) {
                    return Delivery.LOST;
                }
                last = end;
                if (end == Delivery.ACCEPTED || end == Delivery.CONFLICT) {
                    return end;
                }
            }
            return last;
        }
    }
}
