package org.hypergolix.golix.suite;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;
import org.jspecify.annotations.Nullable;

/// Suite 1, for peers of 2017: RSA-4096 (PSS, OAEP), AES-256-CTR, X25519, everywhere with SHA-512.
public final class Suite1 implements Suite {
    static final Suite1 INSTANCE = new Suite1();

    private static final int MODULUS_BITS = 4096;
    private static final BigInteger PUBLIC_EXPONENT = RSAKeyGenParameterSpec.F4;
    private static final int KEY_LENGTH = 32;
    private static final int COUNTER_BLOCK_LENGTH = 16;
    private static final PSSParameterSpec PSS = new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64,
            PSSParameterSpec.TRAILER_FIELD_BC);
    private static final OAEPParameterSpec OAEP = new OAEPParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512,
            PSource.PSpecified.DEFAULT);
    private static final byte[] NO_INFO = new byte[0];

    private final KeyCache<RSAPublicKey> signatureKeys = new KeyCache<>(Suite1::publicKey);

    private Suite1() {}

    @Override
    public void checkKeys(Bytes signatureKey, Bytes encryptionKey, Bytes exchangeKey) throws MalformedObjectException {
        checkModulus("signature key", signatureKey);
        checkModulus("encryption key", encryptionKey);
    }

    private static void checkModulus(String field, Bytes modulus) throws MalformedObjectException {
        boolean full = (modulus.at(0) & 0x80) != 0;
        boolean odd = (modulus.at(modulus.size() - 1) & 1) != 0;
        if (!full || !odd) {
            throw new MalformedObjectException("The " + field + " is no odd modulus of 4096 bits.");
        }
    }

    private static @Nullable RSAPublicKey publicKey(Bytes modulus) {
        try {
            return (RSAPublicKey) rsa()
                    .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus.toArray()), PUBLIC_EXPONENT));
        } catch (InvalidKeySpecException _) {
            return null;
        }
    }

    private static KeyFactory rsa() {
        try {
            return KeyFactory.getInstance("RSA");
        } catch (NoSuchAlgorithmException missing) {
            throw Missing.algorithm(missing);
        }
    }

    @Override
    public boolean isSealedLength(long length) {
        return length >= 0;
    }

    @Override
    public boolean verifies(Bytes signatureKey, ObjectKind kind, Bytes preimage, Bytes digest, Bytes signature) {
        return verifiesMessage(signatureKey, preimage, signature);
    }

    private boolean verifiesMessage(Bytes signatureKey, Bytes message, Bytes signature) {
        RSAPublicKey key = signatureKeys.get(signatureKey);
        if (key == null) {
            return false;
        }
        try {
            Signature verification = pss();
            verification.initVerify(key);
            verification.update(message.asByteBuffer());
            return verification.verify(signature.toArray());
        } catch (SignatureException | InvalidKeyException _) {
            return false;
        } catch (GeneralSecurityException missing) {
            throw Missing.algorithm(missing);
        }
    }

    @Override
    public boolean verifiesStatement(Bytes signatureKey, Bytes message, Bytes signature) {
        return verifiesMessage(signatureKey, message, signature);
    }

    /// The message hash of a suite-1 signature is the object's digest; as that is SHA-512 too, signing the preimage
    /// gives just that.
    private static Signature pss() throws NoSuchAlgorithmException, InvalidAlgorithmParameterException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(PSS);
        return signature;
    }

    @Override
    public int secretLength() {
        return KEY_LENGTH + COUNTER_BLOCK_LENGTH;
    }

    @Override
    public Bytes seal(Ghid author, Bytes content, byte[] secret, SecureRandom random) {
        return counterMode(content, secret);
    }

    @Override
    public Opening open(Container container, byte[] secret) {
        return new Opening.Opened(counterMode(container.sealedContent(), secret));
    }

    /// AES-256-CTR, which is its own inverse. The second part of the secret is the whole first counter block.
    private static Bytes counterMode(Bytes input, byte[] secret) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, 0, KEY_LENGTH, "AES"),
                    new IvParameterSpec(secret, KEY_LENGTH, COUNTER_BLOCK_LENGTH));
            return Bytes.owning(cipher.doFinal(input.toArray()));
        } catch (GeneralSecurityException missing) {
            throw Missing.algorithm(missing);
        }
    }

    /// The secret of the next frame of a dynamic object: the new key and counter block from the old ones.
    ///
    /// @param previousTarget the container that the old secret opens
    public static byte[] nextSecret(byte[] secret, Ghid dynamic, Ghid previousTarget) {
        byte[] keyMaterial = new byte[secret.length];
        System.arraycopy(secret, KEY_LENGTH, keyMaterial, 0, COUNTER_BLOCK_LENGTH);
        System.arraycopy(secret, 0, keyMaterial, COUNTER_BLOCK_LENGTH, KEY_LENGTH);
        byte[] next = KeyDerivation.hkdfSha512(keyMaterial, previousTarget.bytes().toArray(), dynamic.bytes().toArray(),
                secret.length);
        Arrays.fill(keyMaterial, (byte) 0);
        return next;
    }

    @Override
    public RequestSession sealRequest(Identity recipient, Bytes inner, SecureRandom random) {
        RSAPublicKey key = publicKey(recipient.encryptionKey());
        if (key == null) {
            throw new IllegalArgumentException("The recipient's encryption key is no RSA modulus.");
        }
        byte[] plaintext = inner.toArray();
        try {
            Cipher cipher = oaep();
            cipher.init(Cipher.ENCRYPT_MODE, key, OAEP, random);
            return new Session(Bytes.owning(cipher.doFinal(plaintext)));
        } catch (InvalidKeyException | IllegalBlockSizeException | BadPaddingException unusable) {
            throw new IllegalArgumentException("The recipient's encryption key cannot be used.", unusable);
        } catch (GeneralSecurityException missing) {
            throw Missing.algorithm(missing);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static Cipher oaep() throws NoSuchAlgorithmException, NoSuchPaddingException {
        return Cipher.getInstance("RSA/ECB/OAEPPadding");
    }

    /// A request of suite 1: its code covers the digest alone and is not bound to the encryption.
    static final class Session implements RequestSession {
        private final Bytes content;

        private Session(Bytes content) {
            this.content = content;
        }

        @Override
        public Bytes content() {
            return content;
        }

        @Override
        public Bytes mac(Bytes unproven, byte[] sharedSecret, Identity author, Identity recipient) {
            byte[] key = macKey(sharedSecret, author.ghid(), recipient.ghid());
            Bytes mac = KeyDerivation.hmacSha512(key, unproven.slice(unproven.size() - Ghid.DIGEST_LENGTH));
            Arrays.fill(key, (byte) 0);
            return mac;
        }

        @Override
        public void close() {}
    }

    /// The same whoever of the two asks, as the salt is the exclusive or of both fingerprints.
    static byte[] macKey(byte[] sharedSecret, Ghid one, Ghid other) {
        byte[] salt = new byte[Ghid.DIGEST_LENGTH];
        for (int index = 0; index < salt.length; index++) {
            salt[index] = (byte) (one.digest().at(index) ^ other.digest().at(index));
        }
        return KeyDerivation.hkdfSha512(sharedSecret, salt, NO_INFO, CipherSuite.SUITE_1.macLength());
    }

    @Override
    public PrivateKeySet generateKeys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(MODULUS_BITS, PUBLIC_EXPONENT), random);
            RSAPrivateCrtKey signature = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
            RSAPrivateCrtKey encryption = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
            byte[] exchange = new byte[X25519Exchange.KEY_LENGTH];
            random.nextBytes(exchange);
            X25519Exchange.clamp(exchange);
            return new Keys(signature, encryption, exchange);
        } catch (GeneralSecurityException missing) {
            throw Missing.algorithm(missing);
        }
    }

    @Override
    public PrivateKeySet restoreKeys(Bytes signature, Bytes encryption, Bytes exchange)
            throws MalformedObjectException {
        if (exchange.size() != X25519Exchange.KEY_LENGTH) {
            throw new MalformedObjectException("The private exchange key has 32 bytes, not " + exchange.size() + ".");
        }
        return new Keys(privateKey("signature", signature), privateKey("encryption", encryption), exchange.toArray());
    }

    private static RSAPrivateCrtKey privateKey(String name, Bytes encoded) throws MalformedObjectException {
        byte[] pkcs8 = encoded.toArray();
        try {
            if (rsa().generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key
                    && isConsistent(key)) {
                return key;
            }
        } catch (InvalidKeySpecException _) {
            // Said below, without a word of the key.
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        throw new MalformedObjectException("The private " + name + " key is no PKCS#8 form of an RSA-4096 key.");
    }

    /// Whether the parts of the key fit each other: a damaged one could sign in a way that gives its primes away.
    private static boolean isConsistent(RSAPrivateCrtKey key) {
        BigInteger p = key.getPrimeP();
        BigInteger q = key.getPrimeQ();
        BigInteger d = key.getPrivateExponent();
        BigInteger one = BigInteger.ONE;
        return key.getModulus().bitLength() == MODULUS_BITS && key.getPublicExponent().equals(PUBLIC_EXPONENT)
                && p.compareTo(one) > 0 && q.compareTo(one) > 0 && p.multiply(q).equals(key.getModulus())
                && d.multiply(PUBLIC_EXPONENT).mod(p.subtract(one)).equals(one)
                && d.multiply(PUBLIC_EXPONENT).mod(q.subtract(one)).equals(one)
                && d.mod(p.subtract(one)).equals(key.getPrimeExponentP())
                && d.mod(q.subtract(one)).equals(key.getPrimeExponentQ())
                && key.getCrtCoefficient().multiply(q).mod(p).equals(one);
    }

    /// Two RSA keys, which the platform keeps and cannot wipe, and an X25519 key.
    static final class Keys implements PrivateKeySet {
        private final RSAPrivateCrtKey signatureKey;
        private final RSAPrivateCrtKey encryptionKey;
        private final byte[] exchangeKey;

        private Keys(RSAPrivateCrtKey signatureKey, RSAPrivateCrtKey encryptionKey, byte[] exchangeKey) {
            this.signatureKey = signatureKey;
            this.encryptionKey = encryptionKey;
            this.exchangeKey = exchangeKey;
        }

        @Override
        public Bytes sign(ObjectKind kind, Bytes preimage, Bytes digest, SecureRandom random) {
            return signMessage(preimage, random);
        }

        @Override
        public Bytes signStatement(Bytes message, SecureRandom random) {
            return signMessage(message, random);
        }

        private Bytes signMessage(Bytes message, SecureRandom random) {
            try {
                Signature signing = pss();
                signing.initSign(signatureKey, random);
                signing.update(message.asByteBuffer());
                return Bytes.owning(signing.sign());
            } catch (GeneralSecurityException missing) {
                throw Missing.algorithm(missing);
            }
        }

        @Override
        public Optional<RequestSession> openRequest(Request request) {
            Cipher cipher;
            try {
                cipher = oaep();
                cipher.init(Cipher.DECRYPT_MODE, encryptionKey, OAEP);
            } catch (GeneralSecurityException missing) {
                throw Missing.algorithm(missing);
            }
            try {
                return Optional.of(new Session(Bytes.owning(cipher.doFinal(request.sealed().toArray()))));
            } catch (GeneralSecurityException _) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<byte[]> agree(Bytes theirExchangeKey) {
            return X25519Exchange.agree(exchangeKey, theirExchangeKey);
        }

        @Override
        public boolean belongTo(Identity identity) {
            return identity.signatureKey().equals(publicSignatureKey())
                    && identity.encryptionKey().equals(publicEncryptionKey())
                    && identity.exchangeKey().equals(publicExchangeKey());
        }

        @Override
        public Bytes publicSignatureKey() {
            return modulus(signatureKey);
        }

        @Override
        public Bytes publicEncryptionKey() {
            return modulus(encryptionKey);
        }

        private static Bytes modulus(RSAPrivateCrtKey key) {
            // Exactly 4096 bits, so after the sign byte there are 512.
            return Bytes.owning(key.getModulus().toByteArray()).slice(1);
        }

        @Override
        public Bytes publicExchangeKey() {
            return Bytes.owning(X25519Exchange.publicKey(exchangeKey));
        }

        @Override
        public Bytes privateSignatureKey() {
            return Bytes.owning(signatureKey.getEncoded());
        }

        @Override
        public Bytes privateEncryptionKey() {
            return Bytes.owning(encryptionKey.getEncoded());
        }

        @Override
        public Bytes privateExchangeKey() {
            return Bytes.copyOf(exchangeKey);
        }

        @Override
        public void close() {
            Arrays.fill(exchangeKey, (byte) 0);
        }
    }
}
