package org.hypergolix.golix.codec;

import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;

/// An object laid out as far as its address, waiting for its proof: a signature or an authentication code.
///
/// The one place where objects are encoded. Whoever holds a draft has proven nothing yet. Not safe for use by several
/// threads.
public final class Draft<T extends GolixObject> {
    private final ObjectKind kind;
    private final CipherSuite suite;
    private final byte[] encoded;
    private final int proofLength;
    private final Ghid ghid;
    private final Completion<T> completion;
    private boolean completed;

    /// Puts the finished fields together.
    @FunctionalInterface
    interface Completion<T> {
        T complete(Ghid ghid, Bytes proof, Bytes encoded);
    }

    private Draft(ObjectKind kind, CipherSuite suite, byte[] encoded, int proofLength, Ghid ghid,
            Completion<T> completion) {
        this.kind = kind;
        this.suite = suite;
        this.encoded = encoded;
        this.proofLength = proofLength;
        this.ghid = ghid;
        this.completion = completion;
    }

    /// An identity with these public keys, which are not checked here. Its proof is empty.
    public static Draft<Identity> identity(CipherSuite suite, Bytes signatureKey, Bytes encryptionKey,
            Bytes exchangeKey) {
        return IdentityLayout.draft(suite, signatureKey, encryptionKey, exchangeKey);
    }

    /// A container of `sealedContent`.
    public static Draft<Container> container(CipherSuite suite, Ghid author, Bytes sealedContent) {
        return ContainerLayout.draft(suite, author, sealedContent);
    }

    /// A static binding on `target`.
    public static Draft<StaticBinding> staticBinding(CipherSuite suite, Ghid binder, Ghid target) {
        return StaticBindingLayout.draft(suite, binder, target);
    }

    /// Frame 0 of a dynamic binding, which gives the dynamic address.
    public static Draft<Frame> firstFrame(CipherSuite suite, Ghid binder, Ghid target) {
        return FrameLayout.draftFirst(suite, binder, target);
    }

    /// A later frame.
    ///
    /// @param counter at least 1, unsigned
    /// @param targets newest first, 2 to 1,008
    public static Draft<Frame> nextFrame(CipherSuite suite, Ghid binder, Ghid dynamic, long counter,
            List<Ghid> targets) {
        return FrameLayout.draftNext(suite, binder, dynamic, counter, targets);
    }

    /// A debinding of `target`.
    public static Draft<Debinding> debinding(CipherSuite suite, Ghid debinder, Ghid target) {
        return DebindingLayout.draft(suite, debinder, target);
    }

    /// A request to `recipient`.
    ///
    /// @param sealed what is encrypted to the recipient, as long as the suite says
    public static Draft<Request> request(CipherSuite suite, Ghid recipient, Bytes sealed) {
        return RequestLayout.draft(suite, recipient, sealed);
    }

    /// Which kind of object this becomes.
    public ObjectKind kind() {
        return kind;
    }

    /// The suite it carries.
    public CipherSuite suite() {
        return suite;
    }

    /// The address of the finished object; a proof does not change it.
    public Ghid ghid() {
        return ghid;
    }

    /// What the digest covers: everything before it.
    public Bytes preimage() {
        return Bytes.owning(encoded).slice(0, encoded.length - proofLength - Ghid.DIGEST_LENGTH);
    }

    /// Everything but the proof.
    public Bytes unproven() {
        return Bytes.owning(encoded).slice(0, encoded.length - proofLength);
    }

    /// The object with its proof, which is not checked.
    ///
    /// @param proof signature or authentication code, as long as the suite says; empty for an identity
    /// @throws IllegalArgumentException if the proof has another length
    /// @throws IllegalStateException if it was completed before
    public T complete(Bytes proof) {
        requireLength("proof", proof, proofLength);
        if (completed) {
            throw new IllegalStateException("A draft becomes one object only.");
        }
        completed = true;
        // Behind everything that was handed out: preimage() and unproven() end before the proof.
        proof.copyTo(encoded, encoded.length - proofLength);
        Bytes whole = Bytes.owning(encoded);
        return completion.complete(ghid, whole.slice(encoded.length - proofLength), whole);
    }

    static void requireLength(String field, Bytes value, int length) {
        if (value.size() != length) {
            throw new IllegalArgumentException("The " + field + " has " + length + " bytes, not " + value.size() + ".");
        }
    }

    /// Adds the object's own address, the last field before the proof.
    static <T extends GolixObject> Draft<T> of(ObjectKind kind, CipherSuite suite, FieldWriter fields, int proofLength,
            Completion<T> completion) {
        Ghid ghid = fields.derivedGhid();
        if (fields.remaining() != proofLength) {
            throw new IllegalStateException("The layout of a " + kind.label() + " is not what was announced.");
        }
        return new Draft<>(kind, suite, fields.encoded(), proofLength, ghid, completion);
    }
}
