package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentStreamTest {
    private static final byte[] KEY = new byte[32];
    private static final Bytes ASSOCIATED = Bytes.ofHex("0123");

    private static Bytes content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return Bytes.owning(content);
    }

    private static byte[] seal(Bytes content) {
        byte[] sealed = new byte[(int) SegmentStream.sealedLength(content.size())];
        SegmentStream.seal(KEY, ASSOCIATED, content, sealed, 0);
        return sealed;
    }

    /// Around every border: of the least length, of a segment, of padding that fills a segment of its own.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 254, 255, 256, 257, 65_534, 65_535, 65_536, 67_583, 67_584, 131_070, 131_071, 131_072,
            1_048_575, 1_048_576, 1_300_000})
    void opens_what_it_sealed(int length) {
        Bytes sealed = Bytes.owning(seal(content(length)));
        assertThat(SegmentStream.isSealedLength(sealed.size())).isTrue();
        assertThat(SegmentStream.open(KEY, ASSOCIATED, sealed)).isEqualTo(new Opening.Opened(content(length)));
    }

    @Test
    void keeps_contents_that_look_like_padding() {
        for (String content : new String[]{"80", "00", "8000", "0080", "008000000000"}) {
            Bytes plain = Bytes.ofHex(content);
            assertThat(SegmentStream.open(KEY, ASSOCIATED, Bytes.owning(seal(plain))))
                    .isEqualTo(new Opening.Opened(plain));
        }
    }

    @Test
    void knows_exactly_the_lengths_that_occur() {
        Set<Long> occurring = new HashSet<>();
        for (long length = 0; length < 300_000; length++) {
            occurring.add(SegmentStream.sealedLength(length));
        }
        for (long length = 1; length < 290_000; length++) {
            assertThat(SegmentStream.isSealedLength(length)).as("%d", length).isEqualTo(occurring.contains(length));
        }
    }

    @Test
    void refuses_other_keys_and_other_associated_data() {
        Bytes sealed = Bytes.owning(seal(content(100)));
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThat(SegmentStream.open(otherKey, ASSOCIATED, sealed))
                .isEqualTo(new Opening.Refused(Opening.Check.SEGMENT));
        assertThat(SegmentStream.open(KEY, Bytes.EMPTY, sealed))
                .isEqualTo(new Opening.Refused(Opening.Check.SEGMENT));
    }

    @Test
    void refuses_a_stream_without_its_end() {
        byte[] sealed = seal(content(135_167));
        Bytes shortened = Bytes.copyOf(sealed, 0, 131_072 + 32);
        assertThat(SegmentStream.isSealedLength(shortened.size())).isTrue();
        assertThat(SegmentStream.open(KEY, ASSOCIATED, shortened))
                .isEqualTo(new Opening.Refused(Opening.Check.SEGMENT));
    }

    /// One segment, rightly sealed, whose padding was made by hand.
    private static Opening openPadded(String content, int paddedLength) {
        byte[] padded = new byte[paddedLength];
        Bytes.ofHex(content).copyTo(padded, 0);
        byte[] sealed = new byte[paddedLength + Aead.TAG_LENGTH];
        byte[] nonceOfTheOnlySegment = new byte[Aead.NONCE_LENGTH];
        nonceOfTheOnlySegment[Aead.NONCE_LENGTH - 1] = 1;
        new Aead(KEY, ASSOCIATED).seal(nonceOfTheOnlySegment, padded, paddedLength, sealed, 0);
        return SegmentStream.open(KEY, ASSOCIATED, Bytes.owning(sealed));
    }

    @Test
    void refuses_padding_that_is_not_the_canonical_one() {
        Opening refused = new Opening.Refused(Opening.Check.PADDING);
        assertThat(openPadded("aabb80", 256)).isEqualTo(new Opening.Opened(Bytes.ofHex("aabb")));
        assertThat(openPadded("aabb", 256)).as("no marker").isEqualTo(refused);
        assertThat(openPadded("aabb8001", 256)).as("not zero behind the marker").isEqualTo(refused);
        assertThat(openPadded("", 256)).as("nothing but zeros").isEqualTo(refused);
        assertThat(openPadded("aabb80", 272)).as("more padding than needed").isEqualTo(refused);
        assertThat(openPadded("11".repeat(256) + "80", 272))
                .isEqualTo(new Opening.Opened(Bytes.ofHex("11".repeat(256))));
        assertThat(openPadded("11".repeat(255) + "80", 272)).as("a class too large").isEqualTo(refused);
    }
}
