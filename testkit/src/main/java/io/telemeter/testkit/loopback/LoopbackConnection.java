package io.telemeter.testkit.loopback;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnection;
import org.hypergolix.wire.relay.RelayRequest;

/// A connection without a wire: requests are answered in order on one thread, announcements made on another.
final class LoopbackConnection implements RelayConnection {
    private final LoopbackRelay relay;
    private final Object owner;
    private final ConnectionOptions options;
    private final Listener listener;
    private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> updates = new LinkedBlockingQueue<>();
    private final Set<Ghid> subscriptions = ConcurrentHashMap.newKeySet();
    private final Map<Long, CompletableFuture<Answer>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile boolean ended;

    LoopbackConnection(LoopbackRelay relay, Object owner, ConnectionOptions options, Listener listener) {
        this.relay = relay;
        this.owner = owner;
        this.options = options;
        this.listener = listener;
    }

    void start() {
        Thread.ofVirtual().name("loopback-requests").start(() -> run(requests));
        Thread.ofVirtual().name("loopback-updates").start(() -> run(updates));
    }

    private void run(BlockingQueue<Runnable> queue) {
        try {
            while (!ended || !queue.isEmpty()) {
                queue.take().run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    Object owner() {
        return owner;
    }

    @Override
    public CompletableFuture<Answer> send(RelayRequest request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (lost.get()) {
            answer.completeExceptionally(new IOException("The connection is lost."));
            return answer;
        }
        long number = numbers.incrementAndGet();
        underWay.put(number, answer);
        requests.add(() -> {
            if (!lost.get()) {
                relay.answer(this, request).ifPresent(answer::complete);
            }
            if (answer.isDone()) {
                underWay.remove(number);
            }
        });
        if (lost.get()) {
            answer.completeExceptionally(new IOException("The connection is lost."));
        }
        CompletableFuture.delayedExecutor(options.requestTimeoutMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> answer.completeExceptionally(new IOException("The relay did not answer in time.")));
        return answer;
    }

    @Override
    public Answer call(RelayRequest request) throws IOException, InterruptedException {
        try {
            return send(request).get();
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        }
    }

    @Override
    public boolean isOpen() {
        return !lost.get();
    }

    @Override
    public void close() {
        lose("closed");
    }

    void lose(String reason) {
        if (!lost.compareAndSet(false, true)) {
            return;
        }
        relay.remove(this);
        underWay.values()
                .forEach(answer -> answer.completeExceptionally(new IOException("The connection is lost: " + reason)));
        updates.add(() -> {
            ended = true;
            listener.closed(reason);
        });
        requests.add(() -> ended = true);
    }

    void announce(Ghid subject, Bytes object) {
        updates.add(() -> {
            if (!lost.get()) {
                listener.updated(subject, object);
            }
        });
    }

    void subscribe(Ghid address) {
        subscriptions.add(address);
        relay.subscribed(this, address);
    }

    boolean unsubscribe(Ghid address) {
        return subscriptions.remove(address);
    }

    boolean subscribed(Ghid address) {
        return subscriptions.contains(address);
    }

    List<Ghid> subscriptions() {
        return List.copyOf(subscriptions);
    }

    void dropSubscriptions() {
        subscriptions.clear();
    }
}
