package org.hypergolix.golix.suite;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.hypergolix.golix.Bytes;

/// X-Wing (draft-connolly-cfrg-xwing-kem): a key encapsulation that holds as long as ML-KEM-768 or X25519 does.
///
/// Public key 1,216 bytes: ML-KEM key (1,184), X25519 key (32). Private key: a seed of 32 bytes, never stored expanded.
/// Encapsulation 1,120 bytes: ML-KEM ciphertext (1,088), X25519 ephemeral key (32). An all-zero X25519 secret is
/// refused on both sides, which the draft leaves open.
final class XWing {
    static final int SEED_LENGTH = 32;
    static final int PUBLIC_KEY_LENGTH = 1216;
    static final int ENCAPSULATION_LENGTH = 1120;

    private static final int MLKEM_KEY_LENGTH = 1184;
    private static final int MLKEM_CIPHERTEXT_LENGTH = 1088;
    private static final int MLKEM_SEED_LENGTH = 64;
    private static final int MLKEM_RANDOMNESS_LENGTH = 32;
    /// Bytes of the ML-KEM key before its last part, which are coefficients of 12 bits.
    private static final int MLKEM_COEFFICIENTS_LENGTH = 1152;
    private static final int MLKEM_MODULUS = 3329;
    private static final byte[] LABEL = "\\.//^\\".getBytes(StandardCharsets.US_ASCII);

    private XWing() {}

    /// A shared secret and what the recipient needs to learn it.
    static final class Encapsulated {
        final byte[] sharedSecret;
        final Bytes encapsulation;

        private Encapsulated(byte[] sharedSecret, Bytes encapsulation) {
            this.sharedSecret = sharedSecret;
            this.encapsulation = encapsulation;
        }
    }

    /// Whether a public key is sound: its ML-KEM coefficients are reduced (FIPS 203, 7.2), its X25519 key is canonical
    /// and not of small order.
    static boolean isSound(Bytes publicKey) {
        for (int index = 0; index < MLKEM_COEFFICIENTS_LENGTH; index += 3) {
            int low = (publicKey.at(index) & 0xFF) | ((publicKey.at(index + 1) & 0x0F) << 8);
            int high = ((publicKey.at(index + 1) & 0xF0) >> 4) | ((publicKey.at(index + 2) & 0xFF) << 4);
            if (low >= MLKEM_MODULUS || high >= MLKEM_MODULUS) {
                return false;
            }
        }
        return X25519Exchange.isSound(publicKey.slice(MLKEM_KEY_LENGTH));
    }

    /// A fresh secret for the holder of `publicKey`, or nothing if that key has small order.
    ///
    /// @param publicKey a sound key
    /// @param random gives 32 bytes for ML-KEM, then 32 for the X25519 ephemeral key
    static Optional<Encapsulated> encapsulate(Bytes publicKey, SecureRandom random) {
        byte[] mlkemRandomness = new byte[MLKEM_RANDOMNESS_LENGTH];
        random.nextBytes(mlkemRandomness);
        byte[] ephemeral = new byte[X25519Exchange.KEY_LENGTH];
        random.nextBytes(ephemeral);
        Bytes recipientX25519 = publicKey.slice(MLKEM_KEY_LENGTH);
        Optional<byte[]> x25519Secret = X25519Exchange.agree(ephemeral, recipientX25519);
        if (x25519Secret.isEmpty()) {
            return Optional.empty();
        }
        MLKEMPublicKeyParameters mlkemKey = new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768,
                publicKey.slice(0, MLKEM_KEY_LENGTH).toArray());
        SecretWithEncapsulation mlkem = MLKEMGenerator.internalGenerateEncapsulated(mlkemKey, mlkemRandomness);
        byte[] mlkemSecret = mlkem.getSecret();
        Bytes ephemeralKey = Bytes.owning(X25519Exchange.publicKey(ephemeral));
        byte[] shared = combine(mlkemSecret, x25519Secret.get(), ephemeralKey, recipientX25519);
        Bytes encapsulation = Bytes.concat(Bytes.owning(mlkem.getEncapsulation()), ephemeralKey);
        Arrays.fill(mlkemRandomness, (byte) 0);
        Arrays.fill(ephemeral, (byte) 0);
        Arrays.fill(mlkemSecret, (byte) 0);
        Arrays.fill(x25519Secret.get(), (byte) 0);
        return Optional.of(new Encapsulated(shared, encapsulation));
    }

    private static byte[] combine(byte[] mlkemSecret, byte[] x25519Secret, Bytes ephemeralKey, Bytes recipientKey) {
        MessageDigest digest = Digests.instance("SHA3-256");
        digest.update(mlkemSecret);
        digest.update(x25519Secret);
        digest.update(ephemeralKey.asByteBuffer());
        digest.update(recipientKey.asByteBuffer());
        return digest.digest(LABEL);
    }

    /// A private key, expanded from its seed in memory only.
    static final class PrivateKey implements AutoCloseable {
        private final MLKEMPrivateKeyParameters mlkemKey;
        private final byte[] x25519Key;
        private final Bytes publicKey;

        PrivateKey(byte[] seed) {
            byte[] expanded = new byte[MLKEM_SEED_LENGTH + X25519Exchange.KEY_LENGTH];
            SHAKEDigest shake = new SHAKEDigest(256);
            shake.update(seed, 0, seed.length);
            shake.doFinal(expanded, 0, expanded.length);
            byte[] mlkemSeed = Arrays.copyOf(expanded, MLKEM_SEED_LENGTH);
            mlkemKey = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, mlkemSeed);
            x25519Key = Arrays.copyOfRange(expanded, MLKEM_SEED_LENGTH, expanded.length);
            publicKey = Bytes.concat(Bytes.owning(mlkemKey.getPublicKey()),
                    Bytes.owning(X25519Exchange.publicKey(x25519Key)));
            Arrays.fill(expanded, (byte) 0);
            Arrays.fill(mlkemSeed, (byte) 0);
        }

        Bytes publicKey() {
            return publicKey;
        }

        /// The secret that `encapsulation` carries, or nothing if its X25519 key has small order. An altered
        /// encapsulation gives another secret, not an error.
        Optional<byte[]> decapsulate(Bytes encapsulation) {
            Bytes ephemeralKey = encapsulation.slice(MLKEM_CIPHERTEXT_LENGTH);
            Optional<byte[]> x25519Secret = X25519Exchange.agree(x25519Key, ephemeralKey);
            if (x25519Secret.isEmpty()) {
                return Optional.empty();
            }
            byte[] mlkemSecret = new MLKEMExtractor(mlkemKey)
                    .extractSecret(encapsulation.slice(0, MLKEM_CIPHERTEXT_LENGTH).toArray());
            byte[] shared = combine(mlkemSecret, x25519Secret.get(), ephemeralKey, publicKey.slice(MLKEM_KEY_LENGTH));
            Arrays.fill(mlkemSecret, (byte) 0);
            Arrays.fill(x25519Secret.get(), (byte) 0);
            return Optional.of(shared);
        }

        @Override
        public void close() {
            mlkemKey.destroy();
            Arrays.fill(x25519Key, (byte) 0);
        }
    }
}
