package io.telemeter.sampling;

import java.time.Duration;

/// How a sensor waits between two readings: [Thread#sleep(Duration)], or a test's own time.
@FunctionalInterface
interface Pause {

    void sleep(Duration duration) throws InterruptedException;
}
