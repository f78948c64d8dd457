package org.hypergolix.hgx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;

class CodecTest {
    private record Hidden(int value) {}

    private static Bytes ascii(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void has_the_api_ids_of_the_protocol() {
        assertThat(Codec.bytes().defaultApiId().toString()).isEqualTo("00".repeat(63) + "01");
        assertThat(Codec.text().defaultApiId()).isEqualTo(Codec.bytes().defaultApiId());
        assertThat(Codec.json(String.class).defaultApiId().toString()).isEqualTo("00".repeat(63) + "03");
    }

    @Test
    void bytes_are_the_state() {
        assertThat(Codec.bytes().encode(Bytes.ofHex("00ff"))).isEqualTo(Bytes.ofHex("00ff"));
        assertThat(Codec.bytes().decode(Bytes.ofHex("00ff"))).isEqualTo(Bytes.ofHex("00ff"));
    }

    @Test
    void text_is_utf_8_and_nothing_else() {
        assertThat(Codec.text().encode("ü\uD83D\uDE00")).isEqualTo(Bytes.ofHex("c3bcf09f9880"));
        assertThat(Codec.text().decode(Bytes.ofHex("c3bcf09f9880"))).isEqualTo("ü\uD83D\uDE00");
        assertThatThrownBy(() -> Codec.text().decode(Bytes.ofHex("c3"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Codec.text().decode(Bytes.ofHex("c080"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Codec.text().encode("\uD83D")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_reads_a_part_of_a_larger_array() {
        assertThat(Codec.text().decode(ascii("xxhixx").slice(2, 2))).isEqualTo("hi");
    }

    @Test
    void json_is_ascii_bytes() {
        assertThat(Codec.json(String.class).encode("ü")).isEqualTo(ascii("\"\\u00fc\""));
        assertThat(Codec.json(Double.class).encode(5.0)).isEqualTo(ascii("5.0"));
        assertThat(Codec.json(Double.class).decode(ascii("5"))).isEqualTo(5.0);
        assertThatThrownBy(() -> Codec.json(String.class).decode(Bytes.ofHex("80049500")))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("The bytes are no text in UTF-8.");
    }

    @Test
    void codecs_that_do_the_same_are_equal() {
        assertThat(Codec.json(Double.class)).isEqualTo(Codec.json(Double.class))
                .hasSameHashCodeAs(Codec.json(Double.class))
                .isEqualTo(Codec.json(MethodHandles.lookup(), Double.class))
                .isNotEqualTo(Codec.json(String.class))
                .isNotEqualTo(Codec.text());
        assertThat(Codec.text()).isNotEqualTo(Codec.bytes());
    }

    @Test
    void a_lookup_reaches_private_records() {
        Codec<Hidden> codec = Codec.json(MethodHandles.lookup(), Hidden.class);

        assertThat(codec.decode(codec.encode(new Hidden(7)))).isEqualTo(new Hidden(7));
    }
}
