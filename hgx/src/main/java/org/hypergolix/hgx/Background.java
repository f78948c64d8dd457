package org.hypergolix.hgx;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Where the `...Async` methods run: a virtual thread each.
final class Background {
    private Background() {}

    /// Completes with what `work` returns or throws, not wrapped. Cancelling the future does not stop the work.
    static <R> CompletableFuture<R> supply(Supplier<R> work) {
        CompletableFuture<R> future = new CompletableFuture<>();
        Thread.ofVirtual().name("hgx-async").start(() -> {
            try {
                future.complete(work.get());
            } catch (Throwable failure) {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    /// The same for work without a result.
    static CompletableFuture<Void> run(Runnable work) {
        return supply(() -> {
            work.run();
            return null;
        });
    }
}
