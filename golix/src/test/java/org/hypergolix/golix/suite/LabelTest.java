package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;

class LabelTest {
    @Test
    void no_two_uses_share_a_label() {
        assertThat(Arrays.stream(Label.values()).map(Label::text)).doesNotHaveDuplicates().noneMatch(String::isEmpty)
                .allMatch(text -> text.length() < 256 && text.chars().allMatch(character -> character < 128));
    }

    /// However components are chosen, one label's encoding never continues as another's.
    @Test
    void no_encoding_is_the_start_of_another() {
        Set<Bytes> encodings = new HashSet<>();
        for (Label label : Label.values()) {
            encodings.add(Bytes.owning(label.info()));
        }
        for (Bytes one : encodings) {
            for (Bytes other : encodings) {
                if (!one.equals(other) && one.size() <= other.size()) {
                    assertThat(other.slice(0, one.size())).isNotEqualTo(one);
                }
            }
        }
    }

    @Test
    void components_cannot_be_shifted_into_each_other() {
        Bytes one = Bytes.ofHex("01");
        Bytes two = Bytes.ofHex("0102");
        assertThat(Bytes.owning(Label.RATCHET.info(one, two))).isNotEqualTo(Bytes.owning(Label.RATCHET.info(two, one)));
        assertThat(Bytes.owning(Label.RATCHET.info(Bytes.concat(one, two))))
                .isNotEqualTo(Bytes.owning(Label.RATCHET.info(one, two)));
    }

    @Test
    void encodes_as_documented() {
        assertThat(Bytes.owning(Label.CONTAINER.info(Bytes.ofHex("03"), Bytes.ofHex("aabb"))))
                .isEqualTo(Bytes.ofHex("676f6c69782d7633" + "04" + "67656f63" + "0001" + "03" + "0002" + "aabb"));
        assertThat(Bytes.owning(Label.REQUEST_MAC.exporterContext()))
                .isEqualTo(Bytes.ofHex("676f6c69782d763320" + "67617271206d6163"));
    }
}
