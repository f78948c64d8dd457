package org.hypergolix.golix;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// An immutable sequence of bytes with value equality: what every key, address and encoded object is made of.
///
/// A slice shares the array of its parent and keeps it reachable; [#compact()] ends that. Instances are safe for use by
/// any number of threads. The `toString` form is the length only, as the content may be secret.
public final class Bytes implements Comparable<Bytes> {

    /// No bytes at all.
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// The bytes of `source`, copied.
    public static Bytes copyOf(byte[] source) {
        return new Bytes(source.clone(), 0, source.length);
    }

    /// `length` bytes of `source` from `offset`, copied.
    ///
    /// @throws IndexOutOfBoundsException if the range is not inside `source`
    public static Bytes copyOf(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return new Bytes(Arrays.copyOfRange(source, offset, offset + length), 0, length);
    }

    /// The remaining bytes of `source`, copied; the position of `source` does not move.
    public static Bytes copyOf(ByteBuffer source) {
        byte[] copy = new byte[source.remaining()];
        source.get(source.position(), copy);
        return new Bytes(copy, 0, copy.length);
    }

    /// Wraps `array` without copying. The caller gives the array away and must not touch it again.
    public static Bytes owning(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /// The bytes that the hexadecimal digits of `text` stand for.
    ///
    /// @throws IllegalArgumentException if `text` is not an even number of hexadecimal digits
    public static Bytes ofHex(String text) {
        return owning(HexFormat.of().parseHex(text));
    }

    /// All `parts`, one after the other.
    public static Bytes concat(Bytes... parts) {
        long total = 0;
        for (Bytes part : parts) {
            total += part.length;
        }
        byte[] joined = new byte[Math.toIntExact(total)];
        int position = 0;
        for (Bytes part : parts) {
            part.copyTo(joined, position);
            position += part.length;
        }
        return owning(joined);
    }

    /// How many bytes there are.
    public int size() {
        return length;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return length == 0;
    }

    /// The byte at `index`, signed.
    ///
    /// @throws IndexOutOfBoundsException unless `0 <= index < size()`
    public byte at(int index) {
        Objects.checkIndex(index, length);
        return array[offset + index];
    }

    /// `length` bytes from `from`, sharing memory with this.
    ///
    /// @throws IndexOutOfBoundsException if the range is not inside
    public Bytes slice(int from, int length) {
        Objects.checkFromIndexSize(from, length, this.length);
        return new Bytes(array, offset + from, length);
    }

    /// All bytes from `from` to the end, sharing memory with this.
    public Bytes slice(int from) {
        return slice(from, length - from);
    }

    /// The same bytes in an array of exactly their size, so that nothing larger stays reachable through them.
    public Bytes compact() {
        return array.length == length ? this : copyOf(array, offset, length);
    }

    /// Copies all bytes into `target` from `position`.
    public void copyTo(byte[] target, int position) {
        System.arraycopy(array, offset, target, position, length);
    }

    /// A fresh copy of the bytes.
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /// A read-only view, position 0.
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /// Lower-case hexadecimal digits, two a byte.
    public String hex() {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }

    /// Compares as unsigned bytes, a prefix first.
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes
                && Arrays.equals(
                        array, offset, offset + length, bytes.array, bytes.offset, bytes.offset + bytes.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int index = 0; index < length; index++) {
            hash = 31 * hash + array[offset + index];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "Bytes[" + length + "]";
    }
}
