package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Samples;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnection;
import org.hypergolix.wire.relay.RelayConnector;
import org.hypergolix.wire.relay.RelayRequest;

/// A connection that is subscribed to the object of one publisher and notes when it hears of each state.
final class LoadSubscriber implements RelayConnection.Listener, AutoCloseable {
    private final LoadPublisher publisher;
    private final boolean fetch;
    private final RelayConnection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private Samples samples = new Samples();
    private long newest;
    private String problem = "";

    /// @param fetch whether to get the container of each state as well, as a reader does
    LoadSubscriber(URI relay, LoadPublisher publisher, boolean fetch) throws IOException, InterruptedException {
        this.publisher = publisher;
        this.fetch = fetch;
        this.connection = RelayConnector.overWebSocket().open(relay, ConnectionOptions.defaults(), this);
        if (connection.call(new RelayRequest.Subscribe(publisher.dynamic())) instanceof Answer.Failure failure) {
            throw new IOException("The relay refuses a subscription: " + failure);
        }
    }

    @Override
    public Answer updated(Ghid subject, Bytes frame) {
        long counter = FrameFields.counter(frame);
        boolean complete = !fetch || fetched(frame);
        long now = System.nanoTime();
        lock.lock();
        try {
            if (counter > newest && complete) {
                newest = counter;
                samples.add(now - publisher.sentNanos(counter));
            }
            told.signalAll();
        } finally {
            lock.unlock();
        }
        return Answer.DONE;
    }

    /// False if it is not there any more, as a newer state has come; any other problem is kept.
    private boolean fetched(Bytes frame) {
        try {
            return connection.call(new RelayRequest.Get(FrameFields.target(frame))) instanceof Answer.Success;
        } catch (IOException failure) {
            closed(String.valueOf(failure.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void closed(String reason) {
        lock.lock();
        try {
            problem = reason;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets what was noted.
    void begin() {
        lock.lock();
        try {
            samples = new Samples();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the state with this counter was heard of, and gives what was noted.
    ///
    /// @throws IOException if that does not happen in time
    Samples await(long counter, long patienceSeconds) throws IOException, InterruptedException {
        long nanos = TimeUnit.SECONDS.toNanos(patienceSeconds);
        lock.lock();
        try {
            while (newest < counter) {
                if (nanos <= 0 || !problem.isEmpty()) {
                    throw new IOException("A subscriber has heard of state " + newest + " only, not of " + counter
                            + (problem.isEmpty() ? "." : ": " + problem));
                }
                nanos = told.awaitNanos(nanos);
            }
            return Samples.merged(java.util.List.of(samples));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
