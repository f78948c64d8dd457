package org.hypergolix.golix.suite;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import org.hypergolix.golix.Bytes;

/// Content as padded, separately sealed segments (the STREAM construction).
///
/// The content is followed by one byte 0x80 and zeros up to a padded length ([Padme]), cut into segments of 65,536
/// bytes, each sealed with ChaCha20-Poly1305 under `00 00 00 || u64 index || (1 if last else 0)` and the same associated
/// data. So nobody can drop, add, swap or move a segment.
final class SegmentStream {
    private static final int SEGMENT_LENGTH = 65_536;
    private static final int SEALED_SEGMENT_LENGTH = SEGMENT_LENGTH + Aead.TAG_LENGTH;
    private static final byte MARKER = (byte) 0x80;

    private SegmentStream() {}

    /// Bytes that a content of `length` bytes takes when sealed.
    static long sealedLength(long length) {
        long padded = Padme.pad(length + 1);
        return padded + Aead.TAG_LENGTH * segments(padded, SEGMENT_LENGTH);
    }

    /// Whether some content takes `sealedLength` bytes when sealed.
    static boolean isSealedLength(long sealedLength) {
        long segments = segments(sealedLength, SEALED_SEGMENT_LENGTH);
        long padded = paddedLength(sealedLength);
        return padded >= Padme.LEAST && padded > SEGMENT_LENGTH * (segments - 1) && Padme.pad(padded) == padded;
    }

    private static long paddedLength(long sealedLength) {
        return sealedLength - Aead.TAG_LENGTH * segments(sealedLength, SEALED_SEGMENT_LENGTH);
    }

    private static long segments(long length, int segmentLength) {
        return Math.ceilDiv(length, segmentLength);
    }

    /// Writes the sealed form of `content` to `target` from `offset`, to its end.
    static void seal(byte[] key, Bytes associated, Bytes content, byte[] target, int offset) {
        Aead aead = new Aead(key, associated);
        int padded = (int) paddedLength(target.length - offset);
        byte[] segment = new byte[Math.min(padded, SEGMENT_LENGTH)];
        int written = offset;
        int segments = (int) segments(padded, SEGMENT_LENGTH);
        for (int index = 0; index < segments; index++) {
            int start = index * SEGMENT_LENGTH;
            int length = Math.min(SEGMENT_LENGTH, padded - start);
            fill(segment, length, content, start);
            aead.seal(nonce(index, index == segments - 1), segment, length, target, written);
            written += length + Aead.TAG_LENGTH;
        }
        Arrays.fill(segment, (byte) 0);
    }

    /// Bytes `start` and following of content, marker and zeros.
    private static void fill(byte[] segment, int length, Bytes content, int start) {
        int ofContent = Math.clamp((long) content.size() - start, 0, length);
        if (ofContent > 0) {
            content.slice(start, ofContent).copyTo(segment, 0);
        }
        Arrays.fill(segment, ofContent, length, (byte) 0);
        int marker = content.size() - start;
        if (marker >= 0 && marker < length) {
            segment[marker] = MARKER;
        }
    }

    /// Opens all segments of `sealed`, whose length must be a sealed length.
    static Opening open(byte[] key, Bytes associated, Bytes sealed) {
        Aead aead = new Aead(key, associated);
        byte[] plaintext = new byte[(int) paddedLength(sealed.size())];
        byte[] segment = new byte[Math.min(sealed.size(), SEALED_SEGMENT_LENGTH)];
        int written = 0;
        int segments = (int) segments(sealed.size(), SEALED_SEGMENT_LENGTH);
        for (int index = 0; index < segments; index++) {
            int start = index * SEALED_SEGMENT_LENGTH;
            int length = Math.min(SEALED_SEGMENT_LENGTH, sealed.size() - start);
            sealed.slice(start, length).copyTo(segment, 0);
            if (!aead.open(nonce(index, index == segments - 1), segment, length, plaintext, written)) {
                Arrays.fill(plaintext, (byte) 0);
                return new Opening.Refused(Opening.Check.SEGMENT);
            }
            written += length - Aead.TAG_LENGTH;
        }
        OptionalInt contentLength = contentLength(plaintext);
        if (contentLength.isEmpty()) {
            Arrays.fill(plaintext, (byte) 0);
            return new Opening.Refused(Opening.Check.PADDING);
        }
        return new Opening.Opened(Bytes.owning(plaintext).slice(0, contentLength.getAsInt()));
    }

    /// Where the marker is, if there is one, only zeros follow, and the padding is as long as it has to be.
    private static OptionalInt contentLength(byte[] padded) {
        int marker = padded.length - 1;
        while (marker >= 0 && padded[marker] == 0) {
            marker--;
        }
        if (marker < 0 || padded[marker] != MARKER || Padme.pad(marker + 1L) != padded.length) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(marker);
    }

    private static byte[] nonce(int index, boolean last) {
        return ByteBuffer.allocate(Aead.NONCE_LENGTH).putLong(3, index).put(11, (byte) (last ? 1 : 0)).array();
    }
}
