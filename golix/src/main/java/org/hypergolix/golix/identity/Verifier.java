package org.hypergolix.golix.identity;

import java.util.Optional;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.suite.Suite;

/// Checks signatures. Safe for use by any thread; keeps nothing but decoded keys of recent authors, at most 1,024 a
/// suite.
///
/// Objects come from the codec, which has checked their digests: the digest is not computed again here.
public final class Verifier {
    private Verifier() {}

    /// The object, if `author` is the identity it names, of its suite, and signed it; empty otherwise.
    public static <T extends AuthoredObject> Optional<Verified<T>> verify(T object, Identity author) {
        if (!author.ghid().equals(object.author()) || author.suite() != object.suite()) {
            return Optional.empty();
        }
        int proofLength = object.signature().size();
        Bytes preimage = object.encoded().slice(0, object.encoded().size() - proofLength - Ghid.DIGEST_LENGTH);
        boolean signed = Suite.of(object.suite()).verifies(author.signatureKey(), object.kind(), preimage,
                object.ghid().digest(), object.signature());
        return signed ? Optional.of(new Verified<>(object)) : Optional.empty();
    }

    /// Whether `author` signed `content` for `purpose`, see [PrivateIdentity#signStatement].
    public static boolean verifiesStatement(Identity author, String purpose, Bytes content, Bytes signature) {
        return Suite.of(author.suite())
                .verifiesStatement(author.signatureKey(), Statement.message(purpose, content), signature);
    }

    /// An identity proves itself by its form: the codec has checked digest and keys.
    public static Verified<Identity> accept(Identity identity) {
        return new Verified<>(identity);
    }

    /// A request proves nothing to anybody but its recipient.
    public static Verified<Request> accept(Request request) {
        return new Verified<>(request);
    }

    /// The request, if `recipient` is the identity it names and of its suite; empty otherwise. This is all that anybody
    /// but the recipient can check.
    public static Optional<Verified<Request>> accept(Request request, Identity recipient) {
        return recipient.ghid().equals(request.recipient()) && recipient.suite() == request.suite()
                ? Optional.of(new Verified<>(request))
                : Optional.empty();
    }
}
