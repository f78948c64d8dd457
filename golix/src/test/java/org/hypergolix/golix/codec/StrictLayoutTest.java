package org.hypergolix.golix.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Golden;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.suite.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule of the strict reader for itself: the digests of the altered objects are right again, so nothing but the rule
/// can refuse them.
class StrictLayoutTest {
    private static final Ghid AUTHOR = new Ghid(Bytes.ofHex("11".repeat(64)));
    private static final Ghid TARGET = new Ghid(Bytes.ofHex("22".repeat(64)));
    private static final byte ALGORITHM_0 = 0;

    private static void assertRefused(Bytes encoded, String complaint) {
        assertThatExceptionOfType(MalformedObjectException.class).isThrownBy(() -> GolixCodec.decode(encoded))
                .withMessageContaining(complaint);
    }

    private static Bytes noise(int length) {
        return Bytes.owning(new byte[length]);
    }

    /// An object of these fields with a right digest, whatever they say.
    private static Bytes object(Bytes fields, CipherSuite suite) {
        Bytes preimage = Bytes.concat(fields, Bytes.owning(new byte[]{Ghid.ALGORITHM}));
        return Bytes.concat(preimage, Digests.sha512(preimage), noise(suite.signatureLength()));
    }

    private static Bytes u64(long value) {
        return Bytes.copyOf(ByteBuffer.allocate(8).putLong(0, value));
    }

    private static Bytes u16(int value) {
        return Bytes.copyOf(ByteBuffer.allocate(2).putShort(0, (short) value));
    }

    private static Bytes frame(CipherSuite suite, long counter, int targetsLength, Bytes targets, Bytes dynamic) {
        return object(Bytes.concat(ObjectKind.FRAME.header(suite), AUTHOR.bytes(), u64(counter), u16(targetsLength),
                targets, dynamic), suite);
    }

    private static Bytes firstDynamic(CipherSuite suite) {
        return Draft.firstFrame(suite, AUTHOR, TARGET).complete(noise(suite.signatureLength())).dynamic().bytes();
    }

    @Test
    void refuses_nothing_at_all_and_unknown_kinds() {
        assertRefused(Bytes.EMPTY, "magic");
        assertRefused(Bytes.ofHex("474F42"), "magic");
        assertRefused(Bytes.ofHex("474F425A" + "00".repeat(2000)), "no Golix object");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_every_other_version(ObjectKind kind) {
        for (int version : new int[]{0, kind.version() - 1, kind.version() + 1, kind.version() << 8, -1}) {
            Bytes header = kind.header(CipherSuite.SUITE_3);
            byte[] altered = Bytes.concat(header, noise(2000)).toArray();
            ByteBuffer.wrap(altered).putInt(4, version);
            assertRefused(Bytes.owning(altered), "version");
        }
    }

    @Test
    void refuses_the_frame_version_of_2016() {
        byte[] header = ObjectKind.FRAME.header(CipherSuite.SUITE_1).toArray();
        header[7] = 15;
        assertRefused(Bytes.concat(Bytes.owning(header), noise(904)), "is 15");
    }

    @Test
    void refuses_every_suite_but_1_and_3() {
        for (int suite = 0; suite < 256; suite++) {
            if (suite != 1 && suite != 3) {
                byte[] altered = Golden.of(CipherSuite.SUITE_1).object("static binding").encoded().toArray();
                altered[8] = (byte) suite;
                assertRefused(Bytes.owning(altered), "cipher suite");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses_address_algorithm_0_in_every_address(CipherSuite suite) {
        Bytes author = AUTHOR.bytes();
        byte[] zero = author.toArray();
        zero[0] = ALGORITHM_0;
        Bytes algorithm0 = Bytes.owning(zero);
        for (ObjectKind kind : List.of(ObjectKind.STATIC_BINDING, ObjectKind.DEBINDING)) {
            assertRefused(object(Bytes.concat(kind.header(suite), algorithm0, author), suite), "algorithm");
            assertRefused(object(Bytes.concat(kind.header(suite), author, algorithm0), suite), "algorithm");
        }
        assertRefused(frame(suite, 0, 65, algorithm0, firstDynamic(suite)), "algorithm");
        assertRefused(frame(suite, 1, 130, Bytes.concat(author, algorithm0), author), "algorithm");
        assertRefused(frame(suite, 1, 130, Bytes.concat(author, author), algorithm0), "algorithm");
        assertRefused(object(Bytes.concat(ObjectKind.CONTAINER.header(suite), algorithm0, u64(0)), suite), "algorithm");
        assertRefused(object(Bytes.concat(ObjectKind.REQUEST.header(suite), algorithm0,
                noise(suite.sealedRequestLength())), suite), "algorithm");
    }

    /// The hole of the original: with algorithm 0 the digest was not looked at.
    @ParameterizedTest
    @EnumSource
    void refuses_address_algorithm_0_of_the_object_itself(CipherSuite suite) {
        for (String name : List.of("author", "container", "static binding", "first frame", "next frame", "debinding",
                "offer")) {
            GolixObject original = Golden.of(suite).object(name);
            int proof = name.equals("author") ? 0 : name.equals("offer") ? 64 : suite.signatureLength();
            byte[] altered = original.encoded().toArray();
            altered[altered.length - proof - 65] = ALGORITHM_0;
            assertRefused(Bytes.owning(altered), "algorithm");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_frame_whose_counter_and_targets_do_not_fit(CipherSuite suite) {
        Bytes one = TARGET.bytes();
        Bytes two = Bytes.concat(one, one);
        assertRefused(frame(suite, 0, 130, two, AUTHOR.bytes()), "counter 0");
        assertRefused(frame(suite, 1, 65, one, AUTHOR.bytes()), "counter 0");
        assertRefused(frame(suite, 0, 0, Bytes.EMPTY, AUTHOR.bytes()), "length of the targets");
        assertRefused(frame(suite, 1, 0, Bytes.EMPTY, AUTHOR.bytes()), "length of the targets");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 66, 129, 131, 65535})
    void refuses_a_length_of_targets_that_is_no_multiple(int length) {
        assertRefused(frame(CipherSuite.SUITE_3, 1, length, noise(200), AUTHOR.bytes()), "length of the targets");
    }

    @Test
    void refuses_a_length_of_targets_beyond_the_object() {
        assertRefused(frame(CipherSuite.SUITE_3, 1, 65_520, noise(200), AUTHOR.bytes()), "inside its targets");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_first_frame_of_a_foreign_dynamic_address(CipherSuite suite) throws Exception {
        assertRefused(frame(suite, 0, 65, TARGET.bytes(), AUTHOR.bytes()), "dynamic ghid");
        assertThat(GolixCodec.decode(frame(suite, 0, 65, TARGET.bytes(), firstDynamic(suite))))
                .isInstanceOf(Frame.class);
    }

    @ParameterizedTest
    @EnumSource
    void takes_every_counter_and_up_to_1008_targets(CipherSuite suite) throws Exception {
        List<Ghid> most = Collections.nCopies(1008, TARGET);
        Bytes signature = noise(suite.signatureLength());
        Frame last = Draft.nextFrame(suite, AUTHOR, AUTHOR, -1, most).complete(signature);
        assertThat(GolixCodec.decode(last.encoded())).isEqualTo(last);
        if (suite == CipherSuite.SUITE_3) {
            assertThat(last.encoded().size()).isEqualTo(65_798);
        }
        assertThatIllegalArgumentException().isThrownBy(
                () -> Draft.nextFrame(suite, AUTHOR, AUTHOR, 1, Collections.nCopies(1009, TARGET)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Draft.nextFrame(suite, AUTHOR, AUTHOR, 1, List.of(TARGET)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Draft.nextFrame(suite, AUTHOR, AUTHOR, 0, List.of(TARGET, TARGET)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, (1L << 32) + 336})
    void refuses_a_content_length_that_is_not_there(long more) {
        for (CipherSuite suite : CipherSuite.values()) {
            Bytes content = noise(336);
            Bytes fields = Bytes.concat(ObjectKind.CONTAINER.header(suite), AUTHOR.bytes(),
                    u64(content.size() + more), content);
            assertRefused(object(fields, suite), "content length");
        }
    }

    /// Too little is there for a digest and a signature at all.
    @Test
    void refuses_a_content_length_that_would_be_negative() {
        Bytes header = Bytes.concat(ObjectKind.CONTAINER.header(CipherSuite.SUITE_1), AUTHOR.bytes());
        assertRefused(Bytes.concat(header, u64(-577)), "No content");
        assertRefused(Bytes.concat(header, u64(0)), "content length");
    }

    @Test
    void takes_an_empty_content_in_suite_1_only() throws Exception {
        for (CipherSuite suite : CipherSuite.values()) {
            Bytes empty = object(Bytes.concat(ObjectKind.CONTAINER.header(suite), AUTHOR.bytes(), u64(0)), suite);
            if (suite == CipherSuite.SUITE_1) {
                assertThat(GolixCodec.decode(empty).encoded().size()).isEqualTo(659);
            } else {
                assertRefused(empty, "No content");
            }
        }
    }

    @Test
    void takes_only_padded_lengths_in_suite_3() throws Exception {
        for (int length = 0; length < 2000; length++) {
            int padded = length - 64 - 16;
            boolean occurs = padded >= 256 && (padded <= 512 ? padded % 16 == 0
                    : padded <= 1024 ? padded % 32 == 0 : padded % 64 == 0);
            Bytes encoded = object(Bytes.concat(ObjectKind.CONTAINER.header(CipherSuite.SUITE_3), AUTHOR.bytes(),
                    u64(length), noise(length)), CipherSuite.SUITE_3);
            if (occurs) {
                assertThat(GolixCodec.decode(encoded).encoded()).isEqualTo(encoded);
            } else {
                assertRefused(encoded, "No content of this suite has the length");
            }
        }
    }

    @Test
    void refuses_an_rsa_modulus_that_is_short_or_even() {
        Identity good = (Identity) Golden.of(CipherSuite.SUITE_1).object("author");
        byte[] shorter = good.signatureKey().toArray();
        shorter[0] &= 0x7F;
        byte[] even = good.signatureKey().toArray();
        even[511] &= (byte) 0xFE;
        for (byte[] modulus : new byte[][]{shorter, even, new byte[512]}) {
            assertRefused(identity(good, Bytes.owning(modulus), good.encryptionKey()), "signature key");
            assertRefused(identity(good, good.signatureKey(), Bytes.owning(modulus)), "encryption key");
        }
    }

    private static Bytes identity(Identity like, Bytes signatureKey, Bytes encryptionKey) {
        return Draft.identity(like.suite(), signatureKey, encryptionKey, like.exchangeKey()).complete(Bytes.EMPTY)
                .encoded();
    }

    @Test
    void refuses_keys_of_suite_3_that_are_not_sound() {
        Identity good = (Identity) Golden.of(CipherSuite.SUITE_3).object("author");
        Bytes notOnTheCurve = Bytes.concat(Bytes.ofHex("02" + "00".repeat(31)), noise(32));
        assertRefused(identity(good, notOnTheCurve, good.encryptionKey()), "signature key");
        assertRefused(identity(good, noise(64), good.encryptionKey()), "signature key");
        assertRefused(identity(good, good.signatureKey(), noise(1216)), "encryption key");
        assertRefused(identity(good, good.signatureKey(), Bytes.ofHex("ff".repeat(1216))), "encryption key");
        assertRefused(Draft.identity(CipherSuite.SUITE_3, good.signatureKey(), good.encryptionKey(), noise(32))
                .complete(Bytes.EMPTY).encoded(), "exchange key");
    }

    @Test
    void a_draft_becomes_one_object_and_takes_proofs_of_the_right_length_only() {
        Draft<?> draft = Draft.debinding(CipherSuite.SUITE_3, AUTHOR, TARGET);
        assertThatIllegalArgumentException().isThrownBy(() -> draft.complete(noise(63)));
        assertThat(draft.complete(noise(64)).ghid()).isEqualTo(draft.ghid());
        assertThatIllegalStateException().isThrownBy(() -> draft.complete(noise(64)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Draft.request(CipherSuite.SUITE_3, AUTHOR, noise(512)));
    }
}
