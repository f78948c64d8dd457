package org.hypergolix.golix.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.suite.Suite;
import org.hypergolix.golix.suite.Suite1;
import org.hypergolix.golix.suite.Suite3;

/// What opens one container: a key and, in suite 1, the initial counter block.
///
/// A secret of suite 1 must encrypt one container only: the same bytes under it twice give each other away. In suite 3 a
/// second use does no harm.
///
/// Immutable; equality in constant time; `toString` shows the suite only.
public final class Secret {
    /// How many frames ahead [#advance] goes: some seconds of work.
    public static final long MOST_STEPS = 1L << 20;

    /// `"SH" | version u16 | suite u8 | key(32), in suite 1 then counter block(16)`.
    private static final byte[] MAGIC = "SH".getBytes(StandardCharsets.US_ASCII);
    private static final short VERSION = 2;
    private static final int HEADER_LENGTH = 5;

    private final CipherSuite suite;
    private final byte[] material;

    private Secret(CipherSuite suite, byte[] material) {
        this.suite = suite;
        this.material = material;
    }

    /// A new secret from `random`, the operating system's generator in production.
    public static Secret random(CipherSuite suite, SecureRandom random) {
        byte[] material = new byte[Suite.of(suite).secretLength()];
        random.nextBytes(material);
        return new Secret(suite, material);
    }

    /// A secret from what a key derivation gave.
    ///
    /// @param material suite 1: key (32) and counter block (16); suite 3: key (32)
    /// @throws IllegalArgumentException if the length is not the suite's
    public static Secret of(CipherSuite suite, Bytes material) {
        int length = Suite.of(suite).secretLength();
        if (material.size() != length) {
            throw new IllegalArgumentException(
                    "A secret of suite " + suite.id() + " has " + length + " bytes, not " + material.size() + ".");
        }
        return new Secret(suite, material.toArray());
    }

    /// Reads the `SH` form: 53 bytes in suite 1, 37 in suite 3.
    ///
    /// @throws MalformedObjectException if it is none
    public static Secret decode(Bytes encoded) throws MalformedObjectException {
        if (encoded.size() < HEADER_LENGTH) {
            throw new MalformedObjectException("A secret has 53 or 37 bytes, not " + encoded.size() + ".");
        }
        ByteBuffer header = encoded.asByteBuffer();
        if (header.get() != MAGIC[0] || header.get() != MAGIC[1]) {
            throw new MalformedObjectException("A secret starts with SH.");
        }
        int version = header.getShort() & 0xFFFF;
        if (version != VERSION) {
            throw new MalformedObjectException("The version of the secret is " + version + "; only 2 is accepted.");
        }
        int suiteId = header.get() & 0xFF;
        CipherSuite suite = CipherSuite.of(suiteId).orElseThrow(() -> new MalformedObjectException(
                "The cipher suite of the secret is " + suiteId + "; only 1 and 3 are accepted."));
        int expected = encodedLength(suite);
        if (encoded.size() != expected) {
            throw new MalformedObjectException("A secret of suite " + suiteId + " has " + expected + " bytes, not "
                    + encoded.size() + ".");
        }
        return new Secret(suite, encoded.slice(HEADER_LENGTH).toArray());
    }

    /// Bytes of the `SH` form: 53 or 37.
    public static int encodedLength(CipherSuite suite) {
        return HEADER_LENGTH + Suite.of(suite).secretLength();
    }

    /// The `SH` form. Secret bytes: never log, never store in clear.
    public Bytes encode() {
        return Bytes.owning(ByteBuffer.allocate(HEADER_LENGTH + material.length).put(MAGIC).putShort(VERSION)
                .put((byte) suite.id()).put(material).array());
    }

    /// The suite of the containers this opens.
    public CipherSuite suite() {
        return suite;
    }

    /// The secret of the next frame of a dynamic object of suite 1.
    ///
    /// @param previousTarget the container that this secret opens
    /// @throws IllegalStateException if this is not of suite 1
    public Secret ratchet(Ghid dynamic, Ghid previousTarget) {
        require(CipherSuite.SUITE_1);
        return new Secret(suite, Suite1.nextSecret(material, dynamic, previousTarget));
    }

    /// The secret of frame `counter` of a dynamic object of suite 3, if this is that of frame `counter - 1`.
    ///
    /// @throws IllegalStateException if this is not of suite 3
    public Secret ratchet(Ghid dynamic, long counter) {
        require(CipherSuite.SUITE_3);
        return new Secret(suite, Suite3.nextKey(material, dynamic, counter));
    }

    /// The secret of frame `to` of a dynamic object of suite 3, if this is that of frame `from`.
    ///
    /// @throws IllegalStateException if this is not of suite 3
    /// @throws IllegalArgumentException if `to` is less than `from`, or ahead by more than [#MOST_STEPS]: then the share
    ///     must be renewed
    public Secret advance(Ghid dynamic, long from, long to) {
        require(CipherSuite.SUITE_3);
        if (Long.compareUnsigned(to, from) < 0) {
            throw new IllegalArgumentException("A secret opens later frames only, not earlier ones.");
        }
        if (Long.compareUnsigned(to - from, MOST_STEPS) > 0) {
            throw new IllegalArgumentException("The frame is more than " + MOST_STEPS + " frames ahead of the secret.");
        }
        byte[] key = material.clone();
        for (long counter = from; counter != to; counter++) {
            byte[] next = Suite3.nextKey(key, dynamic, counter + 1);
            Arrays.fill(key, (byte) 0);
            key = next;
        }
        return new Secret(suite, key);
    }

    private void require(CipherSuite required) {
        if (suite != required) {
            throw new IllegalStateException("This secret is of suite " + suite.id() + ", not " + required.id() + ".");
        }
    }

    /// The bytes themselves, for the suite.
    byte[] material() {
        return material;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && suite == secret.suite
                && MessageDigest.isEqual(material, secret.material);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(material);
    }

    @Override
    public String toString() {
        return "Secret[suite " + suite.id() + "]";
    }
}
