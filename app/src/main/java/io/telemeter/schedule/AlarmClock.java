package io.telemeter.schedule;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A clock that never goes back, and a sleep until a moment on it from which others can wake. For one sleeper; may be woken
/// from any thread.
public interface AlarmClock {

    /// Nanoseconds since some moment; only differences mean something.
    long nanoTime();

    /// Sleeps until the moment has come or [#wake()] is called. A call that came since the last sleep counts too, so none
    /// is lost. May return early for no reason.
    void sleepUntil(long nanos) throws InterruptedException;

    /// Ends the sleep under way, or the next one.
    void wake();

    /// A clock on [System#nanoTime()], with a sleeper of its own.
    static AlarmClock ofSystem() {
        return new AlarmClock() {

            private final ReentrantLock lock = new ReentrantLock();
            private final Condition changed = lock.newCondition();
            private boolean woken;

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleepUntil(long nanos) throws InterruptedException {
                lock.lockInterruptibly();
                try {
                    long left = nanos - System.nanoTime();
                    while (!woken && left > 0) {
                        left = changed.awaitNanos(left);
                    }
                    woken = false;
                } finally {
                    lock.unlock();
                }
            }

            @Override
            public void wake() {
                lock.lock();
                try {
                    woken = true;
                    changed.signal();
                } finally {
                    lock.unlock();
                }
            }
        };
    }
}
