package io.telemeter.sampling;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// A thread that reads sensors for one caller, one reading at a time, so that the caller can stop waiting for a
/// reading.
///
/// A platform thread: a hanging statfs holds its carrier, and a few of them would stop every virtual thread. A daemon:
/// such a call cannot be ended from here, and must not keep the program alive.
final class SensorThread {

    private final BlockingQueue<FutureTask<Measurement>> next = new ArrayBlockingQueue<>(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("sensors").start(this::work);
    private volatile boolean retired;

    /// Begins a reading. The caller waits for it before the next, or retires this thread.
    Future<Measurement> begin(Sensor sensor) {
        FutureTask<Measurement> reading = new FutureTask<>(sensor::read);
        next.add(reading);
        return reading;
    }

    /// Lets the thread end after what it is doing now.
    void retire() {
        retired = true;
    }

    /// Ends the thread now if it is waiting, otherwise when the system lets go of it.
    void stop() {
        retired = true;
        thread.interrupt();
    }

    private void work() {
        try {
            while (!retired) {
                next.take().run();
            }
        } catch (InterruptedException _) {
            // Stopped while there was nothing to do.
        }
    }
}
