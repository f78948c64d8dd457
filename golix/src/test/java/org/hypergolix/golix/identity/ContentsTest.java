package org.hypergolix.golix.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Golden;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.identity.UnopenableException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentsTest {
    private static final Bytes CONTENT = Bytes.ofHex("00112233");
    private final PrivateIdentity author = Golden.of(CipherSuite.SUITE_3).author(new SecureRandom());
    private final Secret secret = Secret.random(CipherSuite.SUITE_3, new SecureRandom());

    private static Reason reason(Verified<Container> container, Secret secret) {
        try {
            Contents.open(container, secret);
        } catch (UnopenableException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return refused.reason();
        }
        throw new AssertionError("opened");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_secret_of_the_other_suite(CipherSuite suite) {
        PrivateIdentity party = Golden.of(suite).author(new SecureRandom());
        Verified<Container> container = party.seal(CONTENT, Secret.random(suite, new SecureRandom()));
        CipherSuite other = suite == CipherSuite.SUITE_1 ? CipherSuite.SUITE_3 : CipherSuite.SUITE_1;
        Secret secretOfOther = Secret.random(other, new SecureRandom());
        assertThat(reason(container, secretOfOther)).isEqualTo(Reason.WRONG_KEY);
        assertThatIllegalArgumentException().isThrownBy(() -> party.seal(CONTENT, secretOfOther));
    }

    @Test
    void notices_a_wrong_secret_of_suite_3_before_decrypting() {
        Verified<Container> container = author.seal(CONTENT, secret);
        assertThat(reason(container, Secret.random(CipherSuite.SUITE_3, new SecureRandom())))
                .isEqualTo(Reason.COMMITMENT);
    }

    /// No protection but the signature: this is why only verified containers are opened.
    @Test
    void cannot_notice_a_wrong_secret_of_suite_1() throws UnopenableException {
        PrivateIdentity party = Golden.of(CipherSuite.SUITE_1).author(new SecureRandom());
        Verified<Container> container = party.seal(CONTENT, Secret.random(CipherSuite.SUITE_1, new SecureRandom()));
        assertThat(Contents.open(container, Secret.random(CipherSuite.SUITE_1, new SecureRandom())))
                .isNotEqualTo(CONTENT).extracting(Bytes::size).isEqualTo(CONTENT.size());
    }

    /// Somebody else signs the sealed content as his own: the author is part of the key.
    @Test
    void a_container_under_another_author_does_not_open() {
        Container original = author.seal(CONTENT, secret).object();
        PrivateIdentity thief = Golden.of(CipherSuite.SUITE_3).recipient(new SecureRandom());
        Container stolen = Draft.container(CipherSuite.SUITE_3, thief.fingerprint(), original.sealedContent())
                .complete(original.signature());
        assertThat(reason(new Verified<>(stolen), secret)).isEqualTo(Reason.COMMITMENT);
    }

    @Test
    void the_same_content_looks_different_each_time_and_has_the_size_of_its_class() {
        Container one = author.seal(CONTENT, secret).object();
        Container other = author.seal(CONTENT, secret).object();
        Container longer = author.seal(Bytes.owning(new byte[255]), secret).object();
        assertThat(one.ghid()).isNotEqualTo(other.ghid());
        assertThat(one.encoded().size()).isEqualTo(547).isEqualTo(longer.encoded().size());
    }
}
