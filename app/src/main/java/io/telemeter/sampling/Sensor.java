package io.telemeter.sampling;

/// One source of numbers about this machine.
///
/// A sensor is read by one thread at a time, not always the same, with a happens-before edge between two readings; it
/// may keep what it saw last. A reading that does not return is abandoned by the [Sampler] and the sensor is not read
/// again before it did.
interface Sensor {

    /// Unique among the sensors: what it measures, and of what if there may be several (`disk /`).
    String name();

    /// Measures now.
    ///
    /// @throws SamplingException
    ///             if the system does not give the number, or gives one that cannot be right
    /// @throws InterruptedException
    ///             if the program is stopping
    Measurement read() throws SamplingException, InterruptedException;
}
