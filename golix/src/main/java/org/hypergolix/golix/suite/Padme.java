package org.hypergolix.golix.suite;

/// Padded lengths that tell little about the length: 256, or by the Padme rule (at most 12 % more than needed).
///
/// "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", Nikitin and others, 2019.
final class Padme {
    /// Whatever is shorter becomes this long.
    static final long LEAST = 256;

    private Padme() {}

    /// The smallest padded length that holds `length` bytes.
    ///
    /// @param length at least 0, at most 2^62
    static long pad(long length) {
        if (length <= LEAST) {
            return LEAST;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(length);
        int exponentBits = 32 - Integer.numberOfLeadingZeros(exponent);
        long step = 1L << (exponent - exponentBits);
        return (length + step - 1) & -step;
    }
}
