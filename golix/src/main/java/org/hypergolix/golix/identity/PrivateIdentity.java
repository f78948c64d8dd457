package org.hypergolix.golix.identity;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.identity.UnopenableException.Reason;
import org.hypergolix.golix.suite.PrivateKeySet;
import org.hypergolix.golix.suite.RequestSession;
import org.hypergolix.golix.suite.Suite;

/// A party's private keys: makes and signs objects, opens requests. Safe for use by any thread.
///
/// After [#close()] everything but [#identity()] throws an [IllegalStateException].
public final class PrivateIdentity implements AutoCloseable {
    private final Identity identity;
    private final PrivateKeySet keys;
    private final SecureRandom random;
    private volatile boolean closed;

    private PrivateIdentity(Identity identity, PrivateKeySet keys, SecureRandom random) {
        this.identity = identity;
        this.keys = keys;
        this.random = random;
    }

    /// New keys. Milliseconds in suite 3, seconds in suite 1 (two RSA-4096 keys).
    ///
    /// @param random for the keys, and later for salts and encapsulation; the operating system's in production
    public static PrivateIdentity generate(CipherSuite suite, SecureRandom random) {
        PrivateKeySet keys = Suite.of(suite).generateKeys(random);
        Identity identity = Draft
                .identity(suite, keys.publicSignatureKey(), keys.publicEncryptionKey(), keys.publicExchangeKey())
                .complete(Bytes.EMPTY);
        return new PrivateIdentity(identity, keys, random);
    }

    /// Restores what [#export()] gave.
    ///
    /// @param random for salts and encapsulation
    /// @throws MalformedObjectException if the keys are not those of `identity`
    public static PrivateIdentity restore(Identity identity, PrivateKeys keys, SecureRandom random)
            throws MalformedObjectException {
        PrivateKeySet restored = Suite.of(identity.suite()).restoreKeys(keys.signature(), keys.encryption(),
                keys.exchange());
        if (!restored.belongTo(identity)) {
            restored.close();
            throw new MalformedObjectException("The private keys are not those of " + identity.ghid() + ".");
        }
        return new PrivateIdentity(identity, restored, random);
    }

    /// The private keys as bytes. Secret: to be stored only sealed.
    public PrivateKeys export() {
        PrivateKeys exported = new PrivateKeys(keys.privateSignatureKey(), keys.privateEncryptionKey(),
                keys.privateExchangeKey());
        requireOpen();
        return exported;
    }

    /// The public half.
    public Identity identity() {
        return identity;
    }

    /// The address of [#identity()].
    public Ghid fingerprint() {
        return identity.ghid();
    }

    /// Encrypts `content` under `secret` (of this identity's suite) and signs it.
    ///
    /// @param secret in suite 1 never used before
    /// @throws IllegalArgumentException if the secret is of another suite, or the content larger than an object can be
    public Verified<Container> seal(Bytes content, Secret secret) {
        if (secret.suite() != identity.suite()) {
            throw new IllegalArgumentException(
                    "The secret is of suite " + secret.suite().id() + ", the author of suite "
                            + identity.suite().id() + ".");
        }
        Bytes sealed = Suite.of(identity.suite()).seal(fingerprint(), content, secret.material(), random);
        return sign(Draft.container(identity.suite(), fingerprint(), sealed));
    }

    /// A static binding on `target`.
    public Verified<StaticBinding> bind(Ghid target) {
        return sign(Draft.staticBinding(identity.suite(), fingerprint(), target));
    }

    /// Frame 0 of a new dynamic object.
    public Verified<Frame> firstFrame(Ghid target) {
        return sign(Draft.firstFrame(identity.suite(), fingerprint(), target));
    }

    /// A later frame.
    ///
    /// @param counter at least 1
    /// @param targets newest first, at least two, at most 1,008
    public Verified<Frame> nextFrame(Ghid dynamic, long counter, List<Ghid> targets) {
        return sign(Draft.nextFrame(identity.suite(), fingerprint(), dynamic, counter, targets));
    }

    /// A debinding of `target`.
    public Verified<Debinding> debind(Ghid target) {
        return sign(Draft.debinding(identity.suite(), fingerprint(), target));
    }

    private <T extends AuthoredObject> Verified<T> sign(Draft<T> draft) {
        Bytes signature = keys.sign(draft.kind(), draft.preimage(), draft.ghid().digest(), random);
        // After the signature, so that nothing made with half-wiped keys gets out.
        requireOpen();
        return new Verified<>(draft.complete(signature));
    }

    /// Signs something that is no object, to be checked by [Verifier#verifiesStatement].
    ///
    /// @param purpose what for, 1 to 255 characters of ASCII; no signature counts for another purpose
    public Bytes signStatement(String purpose, Bytes content) {
        Bytes signature = keys.signStatement(Statement.message(purpose, content), random);
        requireOpen();
        return signature;
    }

    /// A request to `recipient`, in the recipient's suite.
    ///
    /// @throws IllegalArgumentException if the keys of `recipient` cannot be used (an all-zero exchange)
    public Verified<Request> request(Identity recipient, RequestContent content) {
        byte[] shared = keys.agree(recipient.exchangeKey()).orElseThrow(
                () -> new IllegalArgumentException("The exchange key of " + recipient.ghid() + " cannot be used."));
        Bytes inner = new InnerRequest(fingerprint(), content).encode();
        try (RequestSession session = Suite.of(recipient.suite()).sealRequest(recipient, inner, random)) {
            Draft<Request> draft = Draft.request(recipient.suite(), recipient.ghid(), session.content());
            Bytes mac = session.mac(draft.unproven(), shared, identity, recipient);
            requireOpen();
            return new Verified<>(draft.complete(mac));
        } finally {
            Arrays.fill(shared, (byte) 0);
        }
    }

    /// Opens a request to this identity.
    ///
    /// Never act on a request beyond "open this target": whoever has stolen the recipient's exchange key can write
    /// requests in anybody's name to him. A share is genuine once the target's own signatures are checked.
    ///
    /// @param authors finds the identity of an author by fingerprint; may block
    /// @throws UnopenableException with the first check that failed
    public OpenedRequest open(Request request, Function<Ghid, Optional<Identity>> authors) throws UnopenableException {
        if (!request.recipient().equals(fingerprint()) || request.suite() != identity.suite()) {
            throw new UnopenableException(Reason.WRONG_KEY, "The request is for " + request.recipient() + ".");
        }
        Optional<RequestSession> opened = keys.openRequest(request);
        requireOpen();
        try (RequestSession session = opened.orElseThrow(() -> new UnopenableException(Reason.DECRYPTION,
                "The request does not open with the key of its recipient."))) {
            InnerRequest inner = decode(session.content());
            Identity author = authors.apply(inner.author()).filter(found -> found.ghid().equals(inner.author()))
                    .orElseThrow(() -> new UnopenableException(Reason.AUTHOR_UNKNOWN,
                            "The author of the request, " + inner.author() + ", is not known."));
            if (!isGenuine(request, session, author)) {
                throw new UnopenableException(Reason.MAC,
                        "The authentication code of the request is not that of " + author.ghid() + ".");
            }
            return new OpenedRequest(request.ghid(), author, inner.content());
        }
    }

    private InnerRequest decode(Bytes content) throws UnopenableException {
        try {
            return InnerRequest.decode(content, identity.suite());
        } catch (MalformedObjectException malformed) {
            throw new UnopenableException(Reason.INNER_FORM, malformed.getMessage());
        }
    }

    private boolean isGenuine(Request request, RequestSession session, Identity author) {
        Optional<byte[]> shared = keys.agree(author.exchangeKey());
        if (shared.isEmpty()) {
            return false;
        }
        Bytes unproven = request.encoded().slice(0, request.encoded().size() - request.mac().size());
        Bytes expected = session.mac(unproven, shared.get(), author, identity);
        Arrays.fill(shared.get(), (byte) 0);
        requireOpen();
        return MessageDigest.isEqual(expected.toArray(), request.mac().toArray());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The private identity was closed.");
        }
    }

    /// Forgets the keys as far as the platform allows: seeds are overwritten, RSA keys of suite 1 are left to the
    /// garbage collector.
    @Override
    public void close() {
        closed = true;
        keys.close();
    }

    /// The fingerprint only.
    @Override
    public String toString() {
        return "PrivateIdentity[" + fingerprint() + "]";
    }
}
