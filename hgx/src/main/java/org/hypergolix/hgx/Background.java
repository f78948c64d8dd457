package org.hypergolix.hgx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Where work goes on that nobody's thread is kept for: a virtual thread each, which never keeps the process alive.
final class Background {
    /// Runs every task on a virtual thread of its own.
    static final Executor EXECUTOR = task -> Thread.ofVirtual().name("hgx-work").start(task);

    private Background() {}

    /// Completes with what `work` returns or throws, not wrapped. Cancelling the future does not stop the work.
    static <R> CompletableFuture<R> supply(Supplier<R> work) {
        CompletableFuture<R> future = new CompletableFuture<>();
        EXECUTOR.execute(() -> {
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
        CompletableFuture<Void> future = new CompletableFuture<>();
        EXECUTOR.execute(() -> {
            try {
                work.run();
                future.complete(null);
            } catch (Throwable failure) {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }
}
