package org.hypergolix.golix.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Golden;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.RequestContent.ShareAccepted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrivateIdentityTest {
    private static final Ghid TARGET = new Ghid(Bytes.ofHex("22".repeat(64)));

    @ParameterizedTest
    @EnumSource
    void new_keys_make_an_identity_that_others_accept(CipherSuite suite) throws MalformedObjectException {
        PrivateIdentity generated = PrivateIdentity.generate(suite, new SecureRandom());
        assertThat(GolixCodec.decode(generated.identity().encoded())).isEqualTo(generated.identity());
        assertThat(Verifier.verify(generated.bind(TARGET).object(), generated.identity())).isPresent();
        PrivateIdentity restored = PrivateIdentity.restore(generated.identity(), generated.export(),
                new SecureRandom());
        assertThat(restored.export()).isEqualTo(generated.export());
        assertThat(Verifier.verify(restored.bind(TARGET).object(), generated.identity())).isPresent();
    }

    @Test
    void stored_keys_of_suite_3_are_three_seeds() {
        PrivateKeys keys = Golden.of(CipherSuite.SUITE_3).author(new SecureRandom()).export();
        assertThat(List.of(keys.signature(), keys.encryption(), keys.exchange())).extracting(Bytes::size)
                .containsOnly(32);
    }

    /// The second half of the signature key material is chosen by its owner; the keys stay his.
    @Test
    void an_identity_may_commit_to_a_rotation_key() throws MalformedObjectException {
        PrivateIdentity plain = Golden.of(CipherSuite.SUITE_3).author(new SecureRandom());
        Identity identity = plain.identity();
        Bytes material = Bytes.concat(identity.signatureKey().slice(0, 32), Bytes.ofHex("ab".repeat(32)));
        Identity committed = Draft
                .identity(CipherSuite.SUITE_3, material, identity.encryptionKey(), identity.exchangeKey())
                .complete(Bytes.EMPTY);
        PrivateIdentity restored = PrivateIdentity.restore(committed, plain.export(), new SecureRandom());
        assertThat(restored.fingerprint()).isEqualTo(committed.ghid()).isNotEqualTo(plain.fingerprint());
        assertThat(Verifier.verify(restored.bind(TARGET).object(), committed)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void refuses_the_keys_of_another(CipherSuite suite) {
        Identity identity = (Identity) Golden.of(suite).object("author");
        PrivateKeys own = Golden.of(suite).author(new SecureRandom()).export();
        PrivateKeys others = Golden.of(suite).recipient(new SecureRandom()).export();
        for (PrivateKeys mixed : List.of(new PrivateKeys(others.signature(), own.encryption(), own.exchange()),
                new PrivateKeys(own.signature(), others.encryption(), own.exchange()),
                new PrivateKeys(own.signature(), own.encryption(), others.exchange()))) {
            assertThatExceptionOfType(MalformedObjectException.class)
                    .isThrownBy(() -> PrivateIdentity.restore(identity, mixed, new SecureRandom()))
                    .withMessageContaining("not those of");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses_keys_of_another_form(CipherSuite suite) {
        Identity identity = (Identity) Golden.of(suite).object("author");
        PrivateKeys own = Golden.of(suite).author(new SecureRandom()).export();
        for (int length : new int[]{0, 31, 33, 64}) {
            Bytes strange = Bytes.owning(new byte[length]);
            for (PrivateKeys mixed : List.of(new PrivateKeys(strange, own.encryption(), own.exchange()),
                    new PrivateKeys(own.signature(), strange, own.exchange()),
                    new PrivateKeys(own.signature(), own.encryption(), strange))) {
                assertThatExceptionOfType(MalformedObjectException.class)
                        .isThrownBy(() -> PrivateIdentity.restore(identity, mixed, new SecureRandom()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void does_nothing_once_closed(CipherSuite suite) {
        Golden golden = Golden.of(suite);
        PrivateIdentity closed = golden.recipient(new SecureRandom());
        closed.close();
        closed.close();
        List<ThrowingCallable> actions = List.of(() -> closed.bind(TARGET), () -> closed.debind(TARGET),
                () -> closed.firstFrame(TARGET), () -> closed.nextFrame(TARGET, 1, List.of(TARGET, TARGET)),
                () -> closed.seal(Bytes.EMPTY, Secret.random(suite, new SecureRandom())), closed::export,
                () -> closed.request(closed.identity(), new ShareAccepted(TARGET, 0)),
                () -> closed.open((Request) golden.object("offer"), Golden::find));
        assertThat(actions).allSatisfy(action -> assertThatIllegalStateException().isThrownBy(action));
        assertThat(closed.identity()).isEqualTo(golden.object("recipient"));
    }

    @ParameterizedTest
    @EnumSource
    void shows_no_key(CipherSuite suite) {
        PrivateIdentity identity = Golden.of(suite).author(new SecureRandom());
        assertThat(identity.export()).hasToString("PrivateKeys[...]");
        assertThat(identity).hasToString("PrivateIdentity[" + identity.fingerprint() + "]");
    }
}
