package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Samples;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnection;
import org.hypergolix.wire.relay.RelayConnector;
import org.hypergolix.wire.relay.RelayRequest;
import org.jspecify.annotations.Nullable;

/// One account with one dynamic object and a connection of its own. Its updates are sealed and signed beforehand, so that
/// the relay's work is measured and not that of its clients.
final class LoadPublisher implements AutoCloseable {
    private final PrivateIdentity identity;
    private final RelayConnection connection;
    private final int window;
    private final Semaphore room;
    private final AtomicLongArray sentNanos;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final List<Update> updates = new ArrayList<>();
    private Samples acknowledged = new Samples();
    private Ghid target;
    private Ghid dynamic;

    private record Update(Bytes frame, Bytes container) {}

    /// Connects, and publishes its identity and the first state.
    ///
    /// @param updates how many states to prepare
    /// @param window how many may be on their way to the relay's disk
    LoadPublisher(URI relay, CipherSuite suite, int updates, int bytes, int window)
            throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        this.identity = PrivateIdentity.generate(suite, random);
        this.window = window;
        this.room = new Semaphore(window);
        this.sentNanos = new AtomicLongArray(updates + 1);
        this.connection = RelayConnector.overWebSocket().open(relay, ConnectionOptions.defaults(), new NoUpdates());
        Bytes content = Bytes.owning(new byte[bytes]);
        Verified<Container> first = identity.seal(content, Secret.random(suite, random));
        Verified<Frame> frame = identity.firstFrame(first.object().ghid());
        this.target = first.object().ghid();
        this.dynamic = frame.object().dynamic();
        for (Bytes object : List.of(identity.identity().encoded(), frame.object().encoded(),
                first.object().encoded())) {
            demand(connection.call(new RelayRequest.Publish(object)));
        }
        for (int counter = 1; counter <= updates; counter++) {
            this.updates.add(prepare(content, Secret.random(suite, random), counter));
        }
    }

    private Update prepare(Bytes content, Secret secret, int counter) {
        Container container = identity.seal(content, secret).object();
        Frame frame = identity.nextFrame(dynamic, counter, List.of(container.ghid(), target)).object();
        target = container.ghid();
        return new Update(frame.encoded(), container.encoded());
    }

    private static void demand(Answer answer) throws IOException {
        if (answer instanceof Answer.Failure(var code, String text)) {
            throw new IOException("The relay refuses an update: " + code + " " + text);
        }
    }

    /// The address of its object.
    Ghid dynamic() {
        return dynamic;
    }

    /// When the update with this counter was sent, or should have been.
    long sentNanos(long counter) {
        return sentNanos.get((int) counter);
    }

    /// Bytes of what one update hands to the relay: frame and container.
    int updateBytes() {
        Update update = updates.getFirst();
        return update.frame.size() + update.container.size();
    }

    /// Publishes the states with counters after `from` up to `to`, and waits until all are acknowledged.
    ///
    /// @return from sending, or when it was due, to the acknowledgement of the container, which comes last
    Samples publish(int from, int to, Pace pace) throws IOException, InterruptedException {
        acknowledged = new Samples();
        for (int counter = from + 1; counter <= to; counter++) {
            room.acquire();
            IOException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            long begin = pace.next();
            sentNanos.set(counter, begin);
            Update update = updates.get(counter - 1);
            CompletableFuture<Answer> frame = connection.send(new RelayRequest.Publish(update.frame));
            var _ = connection.send(new RelayRequest.Publish(update.container))
                    .thenCombine(frame, List::of)
                    .whenComplete((answers, lost) -> acknowledged(begin, answers, lost));
        }
        // Then nothing is under way.
        room.acquire(window);
        room.release(window);
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return acknowledged;
    }

    /// On the connection's own thread, one after the other.
    private void acknowledged(long begin, @Nullable List<Answer> answers, @Nullable Throwable lost) {
        long now = System.nanoTime();
        try {
            if (answers == null) {
                throw new IOException("The relay is lost: " + lost, lost);
            }
            for (Answer answer : answers) {
                demand(answer);
            }
            acknowledged.add(now - begin);
        } catch (IOException refused) {
            failure.compareAndSet(null, refused);
        } finally {
            room.release();
        }
    }

    /// The counter of the state that the relay has.
    long storedCounter() throws IOException, InterruptedException {
        Answer answer = connection.call(new RelayRequest.Get(dynamic));
        demand(answer);
        return FrameFields.counter(((Answer.Success) answer).body());
    }

    @Override
    public void close() {
        connection.close();
        identity.close();
    }

    /// It subscribes to nothing.
    private static final class NoUpdates implements RelayConnection.Listener {
        @Override
        public Answer updated(Ghid subject, Bytes object) {
            return Answer.NO;
        }

        @Override
        public void closed(String reason) {
            // Requests under way tell of it.
        }
    }
}
