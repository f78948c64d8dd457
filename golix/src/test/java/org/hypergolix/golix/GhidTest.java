package org.hypergolix.golix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GhidTest {
    private static final Ghid GHID = new Ghid(Bytes.ofHex("0123456789abcdef".repeat(8)));

    @Test
    void is_written_as_65_bytes_and_88_characters_and_read_back() {
        assertThat(GHID.bytes().size()).isEqualTo(65);
        assertThat(GHID.bytes().at(0)).isEqualTo((byte) 1);
        assertThat(GHID.text()).hasSize(88).startsWith("A").endsWith("=");
        assertThat(Ghid.fromBytes(GHID.bytes())).isEqualTo(GHID).hasSameHashCodeAs(GHID);
        assertThat(Ghid.parse(GHID.text())).isEqualTo(GHID);
    }

    @Test
    void refuses_every_other_algorithm() {
        for (int algorithm = 0; algorithm < 256; algorithm++) {
            byte[] encoded = GHID.bytes().toArray();
            encoded[0] = (byte) algorithm;
            if (algorithm != 1) {
                assertThatIllegalArgumentException().isThrownBy(() -> Ghid.fromBytes(Bytes.owning(encoded)));
            }
        }
    }

    @Test
    void refuses_other_lengths() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ghid(Bytes.ofHex("00")));
        assertThatIllegalArgumentException().isThrownBy(() -> Ghid.fromBytes(GHID.digest()));
        assertThatIllegalArgumentException().isThrownBy(() -> Ghid.parse(GHID.text().substring(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Ghid.parse(""));
    }

    @Test
    void refuses_a_second_spelling_of_an_address() {
        String text = GHID.text();
        char last = text.charAt(86);
        String other = text.substring(0, 86) + (char) (last + 1) + "=";
        assertThatIllegalArgumentException().isThrownBy(() -> Ghid.parse(other));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ghid.parse(text.replace('-', '+').substring(0, 87) + "*"));
    }

    @Test
    void shows_five_characters_only() {
        assertThat(GHID).hasToString("Ghid('" + GHID.text().substring(1, 6) + "...')");
    }

    @Test
    void is_ordered_by_its_digest() {
        Ghid larger = new Ghid(Bytes.ofHex("ff".repeat(64)));
        assertThat(GHID).isLessThan(larger);
        assertThat(larger).isEqualByComparingTo(larger);
    }
}
