package org.hypergolix.golix.identity;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

/// A party's private keys: makes and signs objects, opens requests. Safe for use by any thread.
public final class PrivateIdentity implements AutoCloseable {

    /// New keys. Milliseconds in suite 3, seconds in suite 1 (two RSA-4096 keys).
    public static PrivateIdentity generate(CipherSuite suite, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /// Restores what [#export()] gave.
    ///
    /// @param random for salts and encapsulation
    /// @throws MalformedObjectException if the keys are not those of `identity`
    public static PrivateIdentity restore(Identity identity, PrivateKeys keys, SecureRandom random)
            throws MalformedObjectException {
        throw new UnsupportedOperationException();
    }

    /// The private keys as bytes. Secret: to be stored only sealed.
    public PrivateKeys export() {
        throw new UnsupportedOperationException();
    }

    /// The public half.
    public Identity identity() {
        throw new UnsupportedOperationException();
    }

    /// The address of [#identity()].
    public Ghid fingerprint() {
        return identity().ghid();
    }

    /// Encrypts `content` under `secret` (of this identity's suite) and signs it.
    public Verified<Container> seal(Bytes content, Secret secret) {
        throw new UnsupportedOperationException();
    }

    /// A static binding on `target`.
    public Verified<StaticBinding> bind(Ghid target) {
        throw new UnsupportedOperationException();
    }

    /// Frame 0 of a new dynamic object.
    public Verified<Frame> firstFrame(Ghid target) {
        throw new UnsupportedOperationException();
    }

    /// A later frame.
    ///
    /// @param counter at least 1
    /// @param targets newest first, at least two, at most 1,008
    public Verified<Frame> nextFrame(Ghid dynamic, long counter, List<Ghid> targets) {
        throw new UnsupportedOperationException();
    }

    /// A debinding of `target`.
    public Verified<Debinding> debind(Ghid target) {
        throw new UnsupportedOperationException();
    }

    /// A request to `recipient`, in the recipient's suite.
    ///
    /// @throws IllegalArgumentException if the keys of `recipient` cannot be used (an all-zero exchange)
    public Verified<Request> request(Identity recipient, RequestContent content) {
        throw new UnsupportedOperationException();
    }

    /// Opens a request to this identity.
    ///
    /// @param authors finds the identity of an author by fingerprint; may block
    /// @throws UnopenableException with the first check that failed
    public OpenedRequest open(Request request, Function<Ghid, Optional<Identity>> authors) throws UnopenableException {
        throw new UnsupportedOperationException();
    }

    /// Forgets the keys as far as the platform allows.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
