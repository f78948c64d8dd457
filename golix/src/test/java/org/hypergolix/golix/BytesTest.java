package org.hypergolix.golix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {
    private static final Bytes BYTES = Bytes.ofHex("00ff7f80");

    @Test
    void a_copy_does_not_change_with_its_source() {
        byte[] source = {1, 2, 3};
        Bytes copy = Bytes.copyOf(source);
        Bytes part = Bytes.copyOf(source, 1, 2);
        Bytes buffered = Bytes.copyOf(ByteBuffer.wrap(source));
        source[1] = 9;
        assertThat(copy.hex()).isEqualTo("010203");
        assertThat(part.hex()).isEqualTo("0203");
        assertThat(buffered.hex()).isEqualTo("010203");
        copy.toArray()[0] = 9;
        assertThat(copy.hex()).isEqualTo("010203");
    }

    @Test
    void a_slice_is_equal_to_the_same_bytes_elsewhere() {
        Bytes slice = BYTES.slice(1, 2);
        assertThat(slice).isEqualTo(Bytes.ofHex("ff7f")).hasSameHashCodeAs(Bytes.ofHex("ff7f"));
        assertThat(slice).isNotEqualTo(Bytes.ofHex("ff80"));
        assertThat(slice.compact()).isEqualTo(slice);
        assertThat(BYTES.slice(4)).isEqualTo(Bytes.EMPTY);
        assertThat(slice.asByteBuffer()).isEqualTo(ByteBuffer.wrap(new byte[]{-1, 127}));
    }

    @Test
    void nothing_reaches_outside() {
        Bytes slice = BYTES.slice(1, 2);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.at(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.at(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.slice(1, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.slice(3));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> slice.asByteBuffer().put((byte) 1));
    }

    @Test
    void is_ordered_as_unsigned_bytes_a_prefix_first() {
        assertThat(Bytes.ofHex("7f")).isLessThan(Bytes.ofHex("80"));
        assertThat(Bytes.ofHex("80")).isLessThan(Bytes.ofHex("8000"));
        assertThat(Bytes.EMPTY).isLessThan(Bytes.ofHex("00"));
    }

    @Test
    void parts_are_joined() {
        assertThat(Bytes.concat(BYTES.slice(0, 1), Bytes.EMPTY, BYTES.slice(1))).isEqualTo(BYTES);
    }

    @Test
    void shows_its_length_only() {
        assertThat(BYTES).hasToString("Bytes[4]");
    }
}
