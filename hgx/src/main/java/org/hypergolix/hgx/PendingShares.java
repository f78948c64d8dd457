package org.hypergolix.hgx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.hypergolix.golix.Ghid;

/// Shares whose recipients have not answered yet, and the futures that wait for that.
final class PendingShares {
    private static final int LIMIT = 10_000;

    private final Map<Key, Map<Object, CompletableFuture<ShareResult>>> waiting = new HashMap<>();
    private int count;
    private boolean closed;

    /// A future for the recipient's next answer about this object.
    synchronized CompletableFuture<ShareResult> expect(Ghid address, Ghid recipient) {
        if (closed) {
            throw Conversation.linkClosed();
        }
        if (count >= LIMIT) {
            throw new HgxException.StoreFull(
                    "More than " + LIMIT + " shares wait for an answer: use share() where nobody needs it.");
        }
        CompletableFuture<ShareResult> answer = new CompletableFuture<>();
        Key key = new Key(address, recipient);
        Object waiter = new Object();
        waiting.computeIfAbsent(key, _ -> new HashMap<>()).put(waiter, answer);
        count++;
        var _ = answer.whenComplete((_, _) -> forget(key, waiter));
        return answer;
    }

    /// The recipient answered: that counts for all that wait for it. Their continuations run elsewhere.
    void answered(Ghid address, Ghid recipient, ShareResult result) {
        List<CompletableFuture<ShareResult>> answers;
        synchronized (this) {
            answers = List.copyOf(waiting.getOrDefault(new Key(address, recipient), Map.of()).values());
        }
        answers.forEach(answer -> answer.completeAsync(() -> result, Background.EXECUTOR));
    }

    void end() {
        List<CompletableFuture<ShareResult>> answers;
        synchronized (this) {
            closed = true;
            answers = waiting.values().stream().flatMap(all -> all.values().stream()).toList();
        }
        answers.forEach(
                answer -> Background.EXECUTOR.execute(() -> answer.completeExceptionally(Conversation.linkClosed())));
    }

    private synchronized void forget(Key key, Object waiter) {
        Map<Object, CompletableFuture<ShareResult>> answers = waiting.get(key);
        if (answers != null && answers.remove(waiter) != null) {
            count--;
            if (answers.isEmpty()) {
                waiting.remove(key);
            }
        }
    }

    private record Key(Ghid address, Ghid recipient) {}
}
