package org.hypergolix.node.sync;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Refusals;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.RelayStatus;
import org.hypergolix.wire.relay.RelayConnection;
import org.hypergolix.wire.relay.RelayRequest;
import org.jspecify.annotations.Nullable;

/// One relay: stays connected to it, subscribes, fetches, and empties the outbox, on a virtual thread of its own.
///
/// After every connect, in this order: asks whether the relay knows the account, publishes the own identity, subscribes
/// to the own fingerprint, subscribes to every followed address, fetches each, sends what waits. Safe for use by any
/// thread.
public final class RelayLink {
    private static final Logger LOG = System.getLogger(RelayLink.class.getName());

    /// Publications under way at once, and their bytes; one is always allowed.
    private static final int MOST_UNDER_WAY = 16;
    private static final long MOST_BYTES_UNDER_WAY = 4L * 1024 * 1024;

    /// Requests under way while subscribing and fetching.
    private static final int JOIN_BATCH = 32;

    /// What the relay cannot take now is tried again after this time, then after twice as long, and so on up to the
    /// longest, for as long as it takes: it was promised.
    private static final long RETRY_MILLIS = 20_000;
    private static final long LONGEST_RETRY_MILLIS = 640_000;

    private final URI uri;
    private final Bytes name;
    private final SyncSettings settings;
    private final Outbox outbox;
    private final Followed followed;
    private final FirstAttempts attempts;
    private final Semaphore signal = new Semaphore(0);
    private volatile @Nullable Thread thread;

    private volatile boolean closed;
    private volatile boolean known;
    private volatile @Nullable Conversation conversation;
    private volatile long sinceMillis;
    private volatile long heardMillis;
    private volatile String reason = "not connected yet";

    RelayLink(
            URI uri, boolean known, SyncSettings settings, Outbox outbox, Followed followed, FirstAttempts attempts) {
        this.uri = uri;
        this.name = RelayName.of(uri);
        this.known = known;
        this.settings = settings;
        this.outbox = outbox;
        this.followed = followed;
        this.attempts = attempts;
        this.sinceMillis = settings.clock().getAsLong();
    }

    /// Where the relay is, in its one spelling.
    public URI uri() {
        return uri;
    }

    /// The relay's name in records, 8 bytes.
    public Bytes name() {
        return name;
    }

    /// How the relay is.
    public RelayStatus status() {
        Conversation current = conversation;
        return current == null
                ? new RelayStatus(uri, false, sinceMillis, heardMillis, outbox.size(), reason)
                : new RelayStatus(uri, true, sinceMillis, current.heardMillis(), outbox.size(), "");
    }

    /// Why nothing more can be published: what one relay cannot be promised is promised to none.
    LocalRefusal outboxFull() {
        String state = connected() ? "which is slow" : "which is not connected (" + reason + ")";
        return Refusals.storeFull("Nothing was changed: " + outbox.size() + " objects wait for the relay " + uri + ", "
                + state + ", and no more are kept; wait until it has taken some, or remove it from the relays of this"
                + " account.");
    }

    /// Whether it can be asked now.
    public boolean connected() {
        return conversation != null;
    }

    /// Asks and waits for the answer.
    ///
    /// @throws IOException if the relay is not connected, or does not answer in time
    public Answer call(RelayRequest request) throws IOException, InterruptedException {
        return await(send(request));
    }

    /// Asks; the future fails with [IOException] where [#call] would. Callbacks must neither block nor send.
    public CompletableFuture<Answer> send(RelayRequest request) {
        Conversation current = conversation;
        if (current == null) {
            return CompletableFuture.failedFuture(new IOException("not connected"));
        }
        return current.connection.send(List.of(request)).getFirst();
    }

    Outbox outbox() {
        return outbox;
    }

    /// Once.
    void start(RelayOwner owner) {
        thread = Thread.ofVirtual().name("relay-link " + uri).start(() -> run(owner));
    }

    /// Something waits in the outbox: sent on this thread if nobody else sends and the relay is up to date.
    void drain() {
        Conversation current = conversation;
        if (current != null && current.caughtUp) {
            current.drain();
        }
    }

    void follow(Ghid address) {
        Conversation current = conversation;
        if (current != null) {
            var _ = current.connection.send(new RelayRequest.Subscribe(address)).thenAccept(current::subscribed);
        }
    }

    void unfollow(Ghid address) {
        Conversation current = conversation;
        if (current != null) {
            var _ = current.connection.send(new RelayRequest.Unsubscribe(address));
        }
    }

    /// Ends the conversation and does not come back.
    void close() {
        closed = true;
        Conversation current = conversation;
        if (current != null) {
            current.leave();
        }
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(settings.requestTimeout());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(RelayOwner owner) {
        int failures = 0;
        boolean first = true;
        while (!closed) {
            long started = settings.clock().getAsLong();
            String ended = converse(owner);
            if (first) {
                first = false;
                attempts.ended();
            }
            long lasted = settings.clock().getAsLong() - started;
            failures = lasted >= Backoff.STABLE_MILLIS ? 0 : failures + 1;
            if (!closed) {
                report(owner, ended);
                pause(Backoff.delayMillis(failures, settings.random()));
            }
        }
    }

    private void report(RelayOwner owner, String ended) {
        boolean news = !ended.equals(reason);
        reason = ended;
        if (news) {
            LOG.log(Level.DEBUG, "No conversation with a relay: relay={0} reason={1}", uri, ended);
            owner.changed(this);
        }
    }

    private void pause(long millis) {
        try {
            settings.sleeper().sleep(millis);
        } catch (InterruptedException _) {
            // Only closing interrupts; the loop looks.
        }
    }

    /// One conversation from connecting to its end. Returns why it ended.
    private String converse(RelayOwner owner) {
        Conversation current = new Conversation(owner);
        try {
            current.begin();
            current.join();
            current.stay();
        } catch (IOException failed) {
            return line(failed);
        } catch (InterruptedException _) {
            return "closed";
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "The conversation with a relay ended with a fault of this program: relay=" + uri, bug);
            return "an internal fault, see the log";
        } finally {
            current.end();
        }
        return current.endedBecause;
    }

    private static String line(IOException failed) {
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    }

    private Answer await(CompletableFuture<Answer> answer) throws IOException, InterruptedException {
        try {
            return answer.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new IOException("no answer within " + settings.requestTimeout().toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause
                    : new IOException("the request failed", failed.getCause());
        }
    }

    /// What lives as long as one connection.
    private final class Conversation implements RelayConnection.Listener {
        private final RelayOwner owner;
        private final AtomicInteger draining = new AtomicInteger();
        private final AtomicLong bytesUnderWay = new AtomicLong();
        @SuppressWarnings("NullAway.Init") // set by begin, before anybody else sees this conversation
        private RelayConnection connection;
        private volatile boolean caughtUp;
        private volatile boolean over;
        private volatile boolean refusedToFollow;
        private volatile String endedBecause = "the connection ended";

        Conversation(RelayOwner owner) {
            this.owner = owner;
        }

        void begin() throws IOException, InterruptedException {
            connection = settings.connector().open(uri, settings.connection(), this);
        }

        /// Greets, subscribes, fetches.
        void join() throws IOException, InterruptedException {
            CompletableFuture<Answer> exists = connection.send(new RelayRequest.Exists(settings.identity().ghid()));
            CompletableFuture<Answer> greeting =
                    connection.send(new RelayRequest.Publish(settings.identity().encoded()));
            boolean knowsUs = await(exists) instanceof Answer.Success success
                    && success.body().size() == 1 && success.body().at(0) == 1;
            if (await(greeting) instanceof Answer.Failure failure) {
                throw new IOException(refusal(failure));
            }
            conversation = this;
            sinceMillis = settings.clock().getAsLong();
            reason = "";
            owner.greeted(RelayLink.this, !(knowsUs && known));
            known = true;
            owner.changed(RelayLink.this);
            attempts.connected();
            // Only now, as what it brings may need questions to be asked.
            if (await(connection
                    .send(new RelayRequest.Subscribe(settings.identity().ghid()))) instanceof Answer.Failure no) {
                throw new IOException("the relay refuses subscriptions: " + no.code());
            }
            List<Ghid> addresses = followed.snapshot();
            subscribe(addresses);
            fetch(addresses);
            caughtUp = true;
        }

        private String refusal(Answer.Failure failure) {
            return failure.code() == ErrorCode.MALFORMED && settings.identity().suite() == CipherSuite.SUITE_3
                    ? "the relay does not know accounts of suite 3, like those of 2017; it needs one of suite 1"
                    : "the relay refuses this account: " + failure.code();
        }

        private void subscribe(List<Ghid> addresses) throws IOException, InterruptedException {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (Ghid address : addresses) {
                answers.add(connection.send(new RelayRequest.Subscribe(address)));
                if (answers.size() == JOIN_BATCH) {
                    awaitAll(answers);
                }
            }
            awaitAll(answers);
        }

        private void awaitAll(List<CompletableFuture<Answer>> answers) throws IOException, InterruptedException {
            for (CompletableFuture<Answer> answer : answers) {
                subscribed(await(answer));
            }
            answers.clear();
        }

        /// Told once a conversation.
        void subscribed(Answer answer) {
            if (answer instanceof Answer.Failure refused && !refusedToFollow) {
                refusedToFollow = true;
                LOG.log(Level.WARNING,
                        "A relay tells of no more objects, so news of some will be seen only when they are"
                                + " fetched: relay={0} reason={1}",
                        uri, refused.code());
            }
        }

        private void fetch(List<Ghid> addresses) throws IOException, InterruptedException {
            for (int from = 0; from < addresses.size(); from += JOIN_BATCH) {
                List<Ghid> batch = addresses.subList(from, Math.min(from + JOIN_BATCH, addresses.size()));
                List<CompletableFuture<Answer>> answers = new ArrayList<>();
                batch.forEach(address -> answers.add(connection.send(new RelayRequest.Get(address))));
                for (int index = 0; index < batch.size(); index++) {
                    owner.fetched(RelayLink.this, batch.get(index), await(answers.get(index)));
                }
            }
        }

        /// Sends what waits until the connection ends.
        void stay() throws InterruptedException {
            while (!over && !closed) {
                drain();
                Optional<Long> due = outbox.nextDueMillis();
                if (due.isPresent()) {
                    long wait = Math.max(1, due.get() - settings.clock().getAsLong());
                    signal.tryAcquire(wait, TimeUnit.MILLISECONDS);
                } else {
                    signal.acquire();
                }
                signal.drainPermits();
            }
        }

        /// When something last came, as far as the connection knows.
        long heardMillis() {
            return settings.clock().getAsLong() - connection.silenceMillis();
        }

        /// Says good-bye, so that the relay need not find out.
        void leave() {
            try {
                connection.send(new RelayRequest.DropSubscriptions()).get(1, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException _) {
                // The relay notices by itself.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            endedBecause = "closed";
            over = true;
            signal.release();
        }

        void end() {
            over = true;
            boolean wasConnected = conversation == this;
            if (wasConnected) {
                heardMillis = heardMillis();
            }
            conversation = null;
            if (wasConnected) {
                sinceMillis = settings.clock().getAsLong();
            }
            if (connection != null) {
                connection.close();
            }
            outbox.disconnect();
        }

        /// Sends as much as may be under way. One thread at a time; others only leave a note.
        void drain() {
            if (draining.getAndIncrement() != 0) {
                return;
            }
            int notes = 1;
            do {
                sendSome();
                notes = draining.addAndGet(-notes);
            } while (notes != 0);
        }

        private void sendSome() {
            while (!over && outbox.sentCount() < MOST_UNDER_WAY && bytesUnderWay.get() < MOST_BYTES_UNDER_WAY) {
                Optional<OutboxQueue.Entry> next = outbox.take(settings.clock().getAsLong());
                if (next.isEmpty()) {
                    return;
                }
                OutboxQueue.Entry entry = next.get();
                Publication payload = entry.payload;
                Optional<Publication> publication =
                        payload != null ? Optional.of(payload) : owner.publication(entry.item);
                if (publication.isPresent()) {
                    send(entry, publication.get(), List.of());
                } else {
                    outbox.finish(entry, Delivery.ACCEPTED);
                }
            }
        }

        private void send(OutboxQueue.Entry entry, Publication publication, List<Bytes> prerequisites) {
            entry.payload = publication;
            bytesUnderWay.addAndGet(publication.bytes());
            for (Bytes object : prerequisites) {
                var _ = connection.send(new RelayRequest.Publish(object));
            }
            List<CompletableFuture<Answer>> answers = connection.send(
                    publication.objects().stream().<RelayRequest>map(RelayRequest.Publish::new).toList());
            var _ = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .whenComplete((_, lost) -> answered(entry, publication, answers, lost));
        }

        /// On a thread of the connection, perhaps the one that reads: short, and nothing is sent.
        private void answered(
                OutboxQueue.Entry entry,
                Publication publication,
                List<CompletableFuture<Answer>> answers,
                @Nullable Throwable lost) {
            bytesUnderWay.addAndGet(-publication.bytes());
            if (lost != null) {
                // Lost or late: either way this connection is of no more use.
                endedBecause = "a request was not answered";
                outbox.putBack(entry, 0);
                over = true;
                signal.release();
                return;
            }
            for (int index = 0; index < answers.size(); index++) {
                if (answers.get(index).join() instanceof Answer.Failure failure) {
                    int refused = index;
                    Thread.startVirtualThread(() -> refused(entry, publication, refused, failure));
                    return;
                }
            }
            owner.accepted(RelayLink.this, publication);
            outbox.finish(entry, Delivery.ACCEPTED);
            if (outbox.size() > 0) {
                signal.release();
            }
        }

        private void refused(OutboxQueue.Entry entry, Publication publication, int index, Answer.Failure failure) {
            switch (resolve(entry, publication, index, failure)) {
                case Resolution.Settled _ -> outbox.finish(entry, Delivery.ACCEPTED);
                case Resolution.Conflict _ -> outbox.finish(entry, Delivery.CONFLICT);
                case Resolution.Again again -> {
                    if (entry.repaired) {
                        giveUp(entry, failure.code().name());
                    } else {
                        entry.repaired = true;
                        send(entry, publication, again.prerequisites());
                    }
                }
                case Resolution.Later later -> {
                    long wait = Math.min(RETRY_MILLIS << Math.min(entry.attempts++, 10), LONGEST_RETRY_MILLIS);
                    if (entry.attempts == 1) {
                        LOG.log(Level.WARNING, "A relay cannot take an object now; it is tried again until it does:"
                                + " relay={0} address={1} reason={2}", uri, entry.item.key(), later.reason());
                    }
                    outbox.putBack(entry, settings.clock().getAsLong() + wait);
                }
                case Resolution.Never never -> giveUp(entry, never.reason());
            }
            signal.release();
        }

        private Resolution resolve(
                OutboxQueue.Entry entry, Publication publication, int index, Answer.Failure failure) {
            try {
                return owner.refused(RelayLink.this, publication, index, failure);
            } catch (RuntimeException bug) {
                LOG.log(Level.ERROR, "A refusal could not be handled: address=" + entry.item.key(), bug);
                return new Resolution.Later("an internal fault");
            }
        }

        private void giveUp(OutboxQueue.Entry entry, String why) {
            LOG.log(Level.WARNING, "A relay does not take an object: relay={0} address={1} reason={2}",
                    uri, entry.item.key(), why);
            outbox.finish(entry, Delivery.REFUSED);
        }

        @Override
        public Answer updated(Ghid subject, Bytes object) {
            return owner.updated(RelayLink.this, subject, object);
        }

        @Override
        public void closed(String why) {
            endedBecause = why;
            over = true;
            signal.release();
        }
    }
}
