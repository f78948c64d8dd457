package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Random;
import javax.crypto.KEM;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.FixedRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XWingTest {
    /// DER of a ML-KEM-768 public key up to the key itself.
    private static final Bytes MLKEM_768_SPKI = Bytes.ofHex("308204b2300b0609608648016503040402038204a100");

    /// draft-connolly-cfrg-xwing-kem: seed of the key, randomness of the encapsulation, shared secret.
    @ParameterizedTest
    @CsvSource({
            "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26,"
                    + "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
                    + "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2,"
                    + "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
            "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea,"
                    + "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
                    + "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d,"
                    + "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
            "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9,"
                    + "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
                    + "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b,"
                    + "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f"})
    void agrees_with_the_draft(String seed, String randomness, String shared) {
        try (XWing.PrivateKey key = new XWing.PrivateKey(Bytes.ofHex(seed).toArray())) {
            assertThat(key.publicKey().size()).isEqualTo(XWing.PUBLIC_KEY_LENGTH);
            assertThat(XWing.isSound(key.publicKey())).isTrue();
            XWing.Encapsulated encapsulated = XWing.encapsulate(key.publicKey(), FixedRandom.ofHex(randomness))
                    .orElseThrow();
            assertThat(Bytes.copyOf(encapsulated.sharedSecret)).isEqualTo(Bytes.ofHex(shared));
            assertThat(encapsulated.encapsulation.size()).isEqualTo(XWing.ENCAPSULATION_LENGTH);
            assertThat(key.decapsulate(encapsulated.encapsulation).map(Bytes::owning)).contains(Bytes.ofHex(shared));
        }
    }

    @Test
    void an_altered_encapsulation_gives_another_secret() {
        try (XWing.PrivateKey key = new XWing.PrivateKey(new byte[32])) {
            XWing.Encapsulated encapsulated = XWing.encapsulate(key.publicKey(), new SecureRandom()).orElseThrow();
            for (int index : new int[]{0, 1087, 1088, 1119}) {
                byte[] altered = encapsulated.encapsulation.toArray();
                altered[index] ^= 1;
                assertThat(key.decapsulate(Bytes.owning(altered)).map(Bytes::owning))
                        .isNotEqualTo(Optional.of(Bytes.copyOf(encapsulated.sharedSecret)));
            }
        }
    }

    @Test
    void refuses_an_ephemeral_key_of_small_order() {
        try (XWing.PrivateKey key = new XWing.PrivateKey(new byte[32])) {
            XWing.Encapsulated encapsulated = XWing.encapsulate(key.publicKey(), new SecureRandom()).orElseThrow();
            Bytes crafted = Bytes.concat(encapsulated.encapsulation.slice(0, 1088), Bytes.owning(new byte[32]));
            assertThat(key.decapsulate(crafted)).isEmpty();
        }
    }

    @Test
    void refuses_to_encapsulate_to_a_key_of_small_order() {
        try (XWing.PrivateKey key = new XWing.PrivateKey(new byte[32])) {
            Bytes crafted = Bytes.concat(key.publicKey().slice(0, 1184), Bytes.owning(new byte[32]));
            assertThat(XWing.isSound(crafted)).isFalse();
            assertThat(XWing.encapsulate(crafted, new SecureRandom())).isEmpty();
        }
    }

    @Test
    void refuses_every_place_of_an_unreduced_coefficient() {
        try (XWing.PrivateKey key = new XWing.PrivateKey(new byte[32])) {
            for (int coefficient = 0; coefficient < 768; coefficient++) {
                assertThat(XWing.isSound(withCoefficient(key.publicKey(), coefficient, 3328))).isTrue();
                assertThat(XWing.isSound(withCoefficient(key.publicKey(), coefficient, 3329))).isFalse();
                assertThat(XWing.isSound(withCoefficient(key.publicKey(), coefficient, 4095))).isFalse();
            }
        }
    }

    private static Bytes withCoefficient(Bytes publicKey, int coefficient, int value) {
        byte[] altered = publicKey.toArray();
        int index = coefficient / 2 * 3;
        if (coefficient % 2 == 0) {
            altered[index] = (byte) value;
            altered[index + 1] = (byte) ((altered[index + 1] & 0xF0) | (value >> 8));
        } else {
            altered[index + 1] = (byte) ((altered[index + 1] & 0x0F) | ((value & 0x0F) << 4));
            altered[index + 2] = (byte) (value >> 4);
        }
        return Bytes.owning(altered);
    }

    /// Two implementations of ML-KEM-768: the keys of one seed are the same, and each opens what the other encapsulated.
    @Test
    void ml_kem_agrees_with_the_platform() throws Exception {
        Random random = new Random(20_260_101);
        for (int turn = 0; turn < 20; turn++) {
            byte[] seed = new byte[64];
            random.nextBytes(seed);
            MLKEMPrivateKeyParameters ours = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, seed);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM");
            generator.initialize(NamedParameterSpec.ML_KEM_768, new FixedRandom(Bytes.copyOf(seed)));
            KeyPair theirs = generator.generateKeyPair();
            Bytes publicKey = Bytes.copyOf(ours.getPublicKey());
            assertThat(Bytes.owning(theirs.getPublic().getEncoded()))
                    .isEqualTo(Bytes.concat(MLKEM_768_SPKI, publicKey));

            PublicKey decoded = KeyFactory.getInstance("ML-KEM").generatePublic(
                    new X509EncodedKeySpec(Bytes.concat(MLKEM_768_SPKI, publicKey).toArray()));
            KEM.Encapsulated byPlatform = KEM.getInstance("ML-KEM").newEncapsulator(decoded).encapsulate();
            assertThat(new MLKEMExtractor(ours).extractSecret(byPlatform.encapsulation()))
                    .isEqualTo(byPlatform.key().getEncoded());

            byte[] randomness = new byte[32];
            random.nextBytes(randomness);
            var byBouncyCastle = MLKEMGenerator.internalGenerateEncapsulated(
                    new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, publicKey.toArray()), randomness);
            assertThat(KEM.getInstance("ML-KEM").newDecapsulator(theirs.getPrivate())
                    .decapsulate(byBouncyCastle.getEncapsulation()).getEncoded())
                    .isEqualTo(byBouncyCastle.getSecret());
        }
    }
}
