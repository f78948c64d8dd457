package org.hypergolix.hgx;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The virtual threads in which a link's handlers run, so that closing can wait for them.
final class HandlerThreads {
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    /// Runs `work` on a thread of its own.
    void start(Runnable work) {
        Thread thread = Thread.ofVirtual().name("hgx-handlers").unstarted(() -> {
            try {
                work.run();
            } finally {
                running.remove(Thread.currentThread());
            }
        });
        running.add(thread);
        thread.start();
    }

    /// Waits until all have ended, the calling one excepted; interrupts those that take longer than `limit`.
    void awaitEnd(Duration limit) {
        Deadline deadline = new Deadline(System.nanoTime() + limit.toNanos(), limit);
        boolean interrupted = false;
        for (Thread thread : Set.copyOf(running)) {
            if (thread.equals(Thread.currentThread())) {
                continue;
            }
            try {
                if (interrupted || !thread.join(Duration.ofNanos(Math.max(1, deadline.remainingNanos())))) {
                    thread.interrupt();
                }
            } catch (InterruptedException _) {
                thread.interrupt();
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
