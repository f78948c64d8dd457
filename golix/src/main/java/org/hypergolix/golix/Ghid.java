package org.hypergolix.golix;

import java.util.Base64;

/// The address of a Golix object: the SHA-512 digest of what it says.
///
/// On the wire 65 bytes: the address algorithm (always 1, SHA-512) and the 64 digest bytes. As text 88 characters of
/// base64url with padding. Another algorithm is never accepted, as algorithm 0 of the original skipped hashing and let
/// anybody forge objects.
///
/// @param digest 64 bytes
public record Ghid(Bytes digest) implements Comparable<Ghid> {

    /// Bytes of an encoded address.
    public static final int LENGTH = 65;

    /// Bytes of a digest.
    public static final int DIGEST_LENGTH = 64;

    /// Characters of the text form.
    public static final int TEXT_LENGTH = 88;

    /// The only address algorithm there is: SHA-512.
    public static final byte ALGORITHM = 1;

    /// Checks the length.
    ///
    /// @throws IllegalArgumentException unless `digest` has 64 bytes
    public Ghid {
        if (digest.size() != DIGEST_LENGTH) {
            throw new IllegalArgumentException("A ghid needs a digest of 64 bytes, not " + digest.size() + ".");
        }
        digest = digest.compact();
    }

    /// Reads the 65-byte form.
    ///
    /// @throws IllegalArgumentException if the length or the algorithm is wrong; the message says which
    public static Ghid fromBytes(Bytes encoded) {
        if (encoded.size() != LENGTH) {
            throw new IllegalArgumentException("A ghid has 65 bytes, not " + encoded.size() + ".");
        }
        if (encoded.at(0) != ALGORITHM) {
            throw new IllegalArgumentException(
                    "Unknown ghid algorithm " + (encoded.at(0) & 0xFF) + "; only 1 is known.");
        }
        return new Ghid(encoded.slice(1));
    }

    /// Reads the 88-character text form.
    ///
    /// @throws IllegalArgumentException if it is not one; the message says what is wrong and never repeats long input
    public static Ghid parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "A fingerprint or address has 88 characters, not " + text.length() + ".");
        }
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "A fingerprint or address has only letters, digits, '-' and '_', and ends with '='.");
        }
        Ghid ghid = fromBytes(Bytes.owning(decoded));
        if (!ghid.text().equals(text)) {
            // Unused trailing bits would give one address two spellings.
            throw new IllegalArgumentException("A fingerprint or address is not spelled in its canonical form.");
        }
        return ghid;
    }

    /// The 65-byte form.
    public Bytes bytes() {
        byte[] encoded = new byte[LENGTH];
        encoded[0] = ALGORITHM;
        digest.copyTo(encoded, 1);
        return Bytes.owning(encoded);
    }

    /// The full text form, 88 characters.
    public String text() {
        return Base64.getUrlEncoder().encodeToString(bytes().toArray());
    }

    @Override
    public int compareTo(Ghid other) {
        return digest.compareTo(other.digest);
    }

    /// Four digest bytes are as good a hash as all of them.
    @Override
    public int hashCode() {
        return (digest.at(0) << 24) | ((digest.at(1) & 0xFF) << 16) | ((digest.at(2) & 0xFF) << 8)
                | (digest.at(3) & 0xFF);
    }

    /// A short form for logs: characters 1 to 5 of the text. Too short to compare; show people [#text()].
    @Override
    public String toString() {
        return "Ghid('" + text().substring(1, 6) + "...')";
    }
}
