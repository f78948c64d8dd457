package io.telemeter.sampling;

/// What one sensor measured: an immutable value.
///
/// Not sealed on purpose: nobody decides over all kinds. A consumer asks a [SystemSample] for the kinds it knows and
/// passes over the rest, as it must between two versions of the program anyway.
public interface Measurement {}
