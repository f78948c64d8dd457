package org.hypergolix.golix.suite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;

/// Suite 3: Ed25519 signatures, ChaCha20-Poly1305 containers with a committing key, requests by HPKE over X-Wing with an
/// author who only the recipient can recognize.
public final class Suite3 implements Suite {
    static final Suite3 INSTANCE = new Suite3();

    private static final int SECRET_LENGTH = 32;

    /// Sealed content: `salt(32) | commitment(32) | segments`.
    private static final int SALT_LENGTH = 32;
    private static final int COMMITMENT_LENGTH = 32;
    private static final int SEGMENTS_OFFSET = SALT_LENGTH + COMMITMENT_LENGTH;
    /// Bytes of a container before its sealed content.
    private static final int CONTAINER_PREFIX_LENGTH = ObjectKind.HEADER_LENGTH + Ghid.LENGTH + Long.BYTES;

    private static final int INNER_LENGTH = 512;
    private static final int MAC_SECRET_LENGTH = 64;

    /// No key signs anything without such a prefix, so nothing signed elsewhere can pass for an object.
    private static final Bytes OBJECT_SIGNATURE = Bytes
            .owning("golix-v3 object signature\0".getBytes(StandardCharsets.US_ASCII));

    private static final Bytes NO_ROTATION_KEY = Bytes.owning(new byte[32]);

    private final KeyCache<Ed25519.PublicPoint> signatureKeys = new KeyCache<>(
            key -> Ed25519Signature.decodeKey(key.slice(0, Ed25519Signature.KEY_LENGTH)));

    private Suite3() {}

    @Override
    public void checkKeys(Bytes signatureKey, Bytes encryptionKey, Bytes exchangeKey) throws MalformedObjectException {
        if (signatureKeys.get(signatureKey) == null) {
            throw new MalformedObjectException("The signature key is no point of the curve or of small order.");
        }
        if (!XWing.isSound(encryptionKey)) {
            throw new MalformedObjectException("The encryption key is not canonical or of small order.");
        }
        if (!X25519Exchange.isSound(exchangeKey)) {
            throw new MalformedObjectException("The exchange key is not canonical or of small order.");
        }
    }

    @Override
    public boolean isSealedLength(long length) {
        return length > SEGMENTS_OFFSET && SegmentStream.isSealedLength(length - SEGMENTS_OFFSET);
    }

    @Override
    public boolean verifies(Bytes signatureKey, ObjectKind kind, Bytes preimage, Bytes digest, Bytes signature) {
        Ed25519.PublicPoint key = signatureKeys.get(signatureKey);
        return key != null && Ed25519Signature.verifies(key, signedMessage(kind, digest), signature);
    }

    @Override
    public boolean verifiesStatement(Bytes signatureKey, Bytes message, Bytes signature) {
        Ed25519.PublicPoint key = signatureKeys.get(signatureKey);
        return key != null && Ed25519Signature.verifies(key, message, signature);
    }

    private static Bytes signedMessage(ObjectKind kind, Bytes digest) {
        return Bytes.concat(OBJECT_SIGNATURE, Bytes.owning(kind.magic().getBytes(StandardCharsets.US_ASCII)), digest);
    }

    @Override
    public int secretLength() {
        return SECRET_LENGTH;
    }

    @Override
    public Bytes seal(Ghid author, Bytes content, byte[] secret, SecureRandom random) {
        long length = SEGMENTS_OFFSET + SegmentStream.sealedLength(content.size());
        if (length > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("A content of " + content.size() + " bytes is too large.");
        }
        byte[] sealed = new byte[(int) length];
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        ContainerKey key = new ContainerKey(secret, salt, author);
        System.arraycopy(salt, 0, sealed, 0, SALT_LENGTH);
        System.arraycopy(key.commitment, 0, sealed, SALT_LENGTH, COMMITMENT_LENGTH);
        Bytes associated = Bytes.owning(ByteBuffer.allocate(CONTAINER_PREFIX_LENGTH + SEGMENTS_OFFSET)
                .put(ObjectKind.CONTAINER.header(CipherSuite.SUITE_3).asByteBuffer()).put(author.bytes().asByteBuffer())
                .putLong(length).put(sealed, 0, SEGMENTS_OFFSET).array());
        SegmentStream.seal(key.key, associated, content, sealed, SEGMENTS_OFFSET);
        key.wipe();
        return Bytes.owning(sealed);
    }

    @Override
    public Opening open(Container container, byte[] secret) {
        Bytes sealed = container.sealedContent();
        ContainerKey key = new ContainerKey(secret, sealed.slice(0, SALT_LENGTH).toArray(), container.author());
        try {
            byte[] commitment = sealed.slice(SALT_LENGTH, COMMITMENT_LENGTH).toArray();
            if (!MessageDigest.isEqual(commitment, key.commitment)) {
                return new Opening.Refused(Opening.Check.COMMITMENT);
            }
            Bytes associated = container.encoded().slice(0, CONTAINER_PREFIX_LENGTH + SEGMENTS_OFFSET);
            return SegmentStream.open(key.key, associated, sealed.slice(SEGMENTS_OFFSET));
        } finally {
            key.wipe();
        }
    }

    /// The key of one container and the value that ties its author to this key alone.
    private static final class ContainerKey {
        final byte[] key;
        final byte[] commitment;

        ContainerKey(byte[] secret, byte[] salt, Ghid author) {
            byte[] info = Label.CONTAINER.info(Bytes.owning(new byte[]{(byte) CipherSuite.SUITE_3.id()}),
                    author.bytes());
            byte[] derived = KeyDerivation.hkdfSha512(secret, salt, info, Aead.KEY_LENGTH + COMMITMENT_LENGTH);
            key = Arrays.copyOf(derived, Aead.KEY_LENGTH);
            commitment = Arrays.copyOfRange(derived, Aead.KEY_LENGTH, derived.length);
            Arrays.fill(derived, (byte) 0);
        }

        void wipe() {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// The key of frame `counter` of a dynamic object from that of the frame before.
    public static byte[] nextKey(byte[] key, Ghid dynamic, long counter) {
        Bytes count = Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
        return KeyDerivation.hkdfSha512(key, dynamic.bytes().toArray(), Label.RATCHET.info(count), SECRET_LENGTH);
    }

    @Override
    public RequestSession sealRequest(Identity recipient, Bytes inner, SecureRandom random) {
        XWing.Encapsulated encapsulated = XWing.encapsulate(recipient.encryptionKey(), random).orElseThrow(
                () -> new IllegalArgumentException("The recipient's encryption key is of small order."));
        byte[] padded = new byte[INNER_LENGTH];
        inner.copyTo(padded, 0);
        try (Hpke hpke = requestContext(encapsulated.sharedSecret, recipient.ghid())) {
            byte[] sealed = hpke.seal(padded, requestPrefix(recipient.ghid()));
            return new Session(Bytes.concat(encapsulated.encapsulation, Bytes.owning(sealed)), macSecret(hpke));
        } finally {
            Arrays.fill(padded, (byte) 0);
            Arrays.fill(encapsulated.sharedSecret, (byte) 0);
        }
    }

    private static Hpke requestContext(byte[] sharedSecret, Ghid recipient) {
        return new Hpke(Hpke.KEM_XWING, sharedSecret, Label.REQUEST.info(recipient.bytes()));
    }

    private static Bytes requestPrefix(Ghid recipient) {
        return Bytes.concat(ObjectKind.REQUEST.header(CipherSuite.SUITE_3), recipient.bytes());
    }

    private static byte[] macSecret(Hpke hpke) {
        return hpke.export(Label.REQUEST_MAC.exporterContext(), MAC_SECRET_LENGTH);
    }

    /// A request of suite 3: its code is bound to the encryption by a secret that HPKE exports.
    static final class Session implements RequestSession {
        private final Bytes content;
        private final byte[] macSecret;

        private Session(Bytes content, byte[] macSecret) {
            this.content = content;
            this.macSecret = macSecret;
        }

        @Override
        public Bytes content() {
            return content;
        }

        @Override
        public Bytes mac(Bytes unproven, byte[] sharedSecret, Identity author, Identity recipient) {
            byte[] keyMaterial = ByteBuffer.allocate(macSecret.length + sharedSecret.length).put(macSecret)
                    .put(sharedSecret).array();
            byte[] digest = unproven.slice(unproven.size() - Ghid.DIGEST_LENGTH).toArray();
            byte[] info = Label.REQUEST_MAC.info(author.ghid().bytes(), recipient.ghid().bytes(), author.exchangeKey(),
                    recipient.exchangeKey());
            byte[] key = KeyDerivation.hkdfSha512(keyMaterial, digest, info, CipherSuite.SUITE_3.macLength());
            Bytes mac = KeyDerivation.hmacSha512(key, unproven);
            Arrays.fill(keyMaterial, (byte) 0);
            Arrays.fill(key, (byte) 0);
            return mac;
        }

        @Override
        public void close() {
            Arrays.fill(macSecret, (byte) 0);
        }
    }

    @Override
    public PrivateKeySet generateKeys(SecureRandom random) {
        byte[] signatureSeed = new byte[Ed25519Signature.SEED_LENGTH];
        random.nextBytes(signatureSeed);
        byte[] encryptionSeed = new byte[XWing.SEED_LENGTH];
        random.nextBytes(encryptionSeed);
        byte[] exchangeKey = new byte[X25519Exchange.KEY_LENGTH];
        random.nextBytes(exchangeKey);
        return new Keys(signatureSeed, encryptionSeed, exchangeKey);
    }

    @Override
    public PrivateKeySet restoreKeys(Bytes signature, Bytes encryption, Bytes exchange)
            throws MalformedObjectException {
        if (signature.size() != Ed25519Signature.SEED_LENGTH || encryption.size() != XWing.SEED_LENGTH
                || exchange.size() != X25519Exchange.KEY_LENGTH) {
            throw new MalformedObjectException("The private keys of suite 3 are three seeds of 32 bytes.");
        }
        return new Keys(signature.toArray(), encryption.toArray(), exchange.toArray());
    }

    /// Three seeds, and what is computed from them once.
    static final class Keys implements PrivateKeySet {
        private final byte[] signatureSeed;
        private final byte[] signatureKey;
        private final byte[] encryptionSeed;
        private final XWing.PrivateKey encryptionKey;
        private final byte[] exchangeKey;

        private Keys(byte[] signatureSeed, byte[] encryptionSeed, byte[] exchangeKey) {
            this.signatureSeed = signatureSeed;
            this.signatureKey = Ed25519Signature.publicKey(signatureSeed);
            this.encryptionSeed = encryptionSeed;
            this.encryptionKey = new XWing.PrivateKey(encryptionSeed);
            this.exchangeKey = exchangeKey;
        }

        @Override
        public Bytes sign(ObjectKind kind, Bytes preimage, Bytes digest, SecureRandom random) {
            return Ed25519Signature.sign(signatureSeed, signatureKey, signedMessage(kind, digest));
        }

        @Override
        public Bytes signStatement(Bytes message, SecureRandom random) {
            return Ed25519Signature.sign(signatureSeed, signatureKey, message);
        }

        @Override
        public Optional<RequestSession> openRequest(Request request) {
            Bytes sealed = request.sealed();
            Optional<byte[]> shared = encryptionKey.decapsulate(sealed.slice(0, XWing.ENCAPSULATION_LENGTH));
            if (shared.isEmpty()) {
                return Optional.empty();
            }
            try (Hpke hpke = requestContext(shared.get(), request.recipient())) {
                return hpke.open(sealed.slice(XWing.ENCAPSULATION_LENGTH), requestPrefix(request.recipient()))
                        .map(inner -> new Session(Bytes.owning(inner), macSecret(hpke)));
            } finally {
                Arrays.fill(shared.get(), (byte) 0);
            }
        }

        @Override
        public Optional<byte[]> agree(Bytes theirExchangeKey) {
            return X25519Exchange.agree(exchangeKey, theirExchangeKey);
        }

        @Override
        public Bytes publicSignatureKey() {
            return Bytes.concat(Bytes.copyOf(signatureKey), NO_ROTATION_KEY);
        }

        @Override
        public Bytes publicEncryptionKey() {
            return encryptionKey.publicKey();
        }

        @Override
        public Bytes publicExchangeKey() {
            return Bytes.owning(X25519Exchange.publicKey(exchangeKey));
        }

        @Override
        public boolean belongTo(Identity identity) {
            // The other half of the signature key material commits to a rotation key that is kept elsewhere.
            return identity.signatureKey().slice(0, Ed25519Signature.KEY_LENGTH).equals(Bytes.copyOf(signatureKey))
                    && identity.encryptionKey().equals(publicEncryptionKey())
                    && identity.exchangeKey().equals(publicExchangeKey());
        }

        @Override
        public Bytes privateSignatureKey() {
            return Bytes.copyOf(signatureSeed);
        }

        @Override
        public Bytes privateEncryptionKey() {
            return Bytes.copyOf(encryptionSeed);
        }

        @Override
        public Bytes privateExchangeKey() {
            return Bytes.copyOf(exchangeKey);
        }

        @Override
        public void close() {
            Arrays.fill(signatureSeed, (byte) 0);
            Arrays.fill(encryptionSeed, (byte) 0);
            encryptionKey.close();
            Arrays.fill(exchangeKey, (byte) 0);
        }
    }
}
