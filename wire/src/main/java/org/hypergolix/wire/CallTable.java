package org.hypergolix.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The requests of one side of one conversation that wait for their answers, by token.
///
/// A token is a random number of 16 bits that this side has no request under way with. A request that was given up
/// keeps its token, as its answer may still come and must not be taken for that of another: until that answer, or until
/// more were given up after it than are remembered. Whoever cannot bear even that ends the conversation when
/// [#givenUp] comes near that number.
///
/// Safe for use by any thread.
///
/// @param <C> what waits
public final class CallTable<C> {

    /// The largest capacity: with a quarter of all tokens taken, and another quarter given up, a free one is found fast.
    public static final int MAX_CAPACITY = 1 << 14;

    private final int capacity;
    private final int mostGivenUp;
    private final RandomGenerator random;
    private final Map<Integer, Waiting<C>> waiting = new HashMap<>();
    private final Set<Integer> abandoned = new LinkedHashSet<>();

    /// A table that remembers as many requests that were given up as may be under way.
    ///
    /// @param capacity the most requests under way, at least 1 and at most [#MAX_CAPACITY]
    public CallTable(int capacity, RandomGenerator random) {
        this(capacity, capacity, random);
    }

    /// @param capacity the most requests under way, at least 1 and at most [#MAX_CAPACITY]
    /// @param mostGivenUp requests whose tokens stay reserved, at least 1 and at most [#MAX_CAPACITY]
    public CallTable(int capacity, int mostGivenUp, RandomGenerator random) {
        if (capacity < 1 || capacity > MAX_CAPACITY || mostGivenUp < 1 || mostGivenUp > MAX_CAPACITY) {
            throw new IllegalArgumentException("The capacity of a call table is 1 to " + MAX_CAPACITY + ".");
        }
        this.capacity = capacity;
        this.mostGivenUp = mostGivenUp;
        this.random = random;
    }

    /// Adds a request and returns its token.
    ///
    /// @param deadlineNanos on the caller's clock, see [#expire]
    /// @throws IllegalStateException if the table is full
    public synchronized int add(C call, long deadlineNanos) {
        if (waiting.size() >= capacity) {
            throw new IllegalStateException("More than " + capacity + " requests are under way.");
        }
        int token = freeToken();
        waiting.put(token, new Waiting<>(call, deadlineNanos));
        return token;
    }

    private int freeToken() {
        while (true) {
            int token = random.nextInt(1 << 16);
            if (!waiting.containsKey(token) && !abandoned.contains(token)) {
                return token;
            }
        }
    }

    /// Takes the request that `token` answers; empty if there is none, or it was given up.
    public synchronized Optional<C> take(int token) {
        Waiting<C> answered = waiting.remove(token);
        if (answered == null) {
            abandoned.remove(token);
            return Optional.empty();
        }
        return Optional.of(answered.call);
    }

    /// Gives up and returns the requests whose deadline is not after `nowNanos`.
    public synchronized List<C> expire(long nowNanos) {
        List<C> expired = new ArrayList<>();
        Iterator<Map.Entry<Integer, Waiting<C>>> entries = waiting.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Integer, Waiting<C>> entry = entries.next();
            if (entry.getValue().deadlineNanos - nowNanos <= 0) {
                entries.remove();
                abandon(entry.getKey());
                expired.add(entry.getValue().call);
            }
        }
        return expired;
    }

    private void abandon(int token) {
        if (abandoned.size() >= mostGivenUp) {
            abandoned.remove(abandoned.iterator().next());
        }
        abandoned.add(token);
    }

    /// Gives up one request; does nothing if it was answered.
    public synchronized void giveUp(int token) {
        if (waiting.remove(token) != null) {
            abandon(token);
        }
    }

    /// Requests that were given up and not answered since.
    public synchronized int givenUp() {
        return abandoned.size();
    }

    /// Takes all requests under way: the conversation is over.
    public synchronized List<C> takeAll() {
        List<C> all = new ArrayList<>();
        waiting.values().forEach(entry -> all.add(entry.call));
        waiting.clear();
        return all;
    }

    /// Requests under way.
    public synchronized int size() {
        return waiting.size();
    }

    private record Waiting<C>(C call, long deadlineNanos) {}
}
