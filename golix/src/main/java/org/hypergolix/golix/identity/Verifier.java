package org.hypergolix.golix.identity;

import java.util.Optional;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;

/// Checks signatures. Safe for use by any thread; keeps nothing.
public final class Verifier {
    private Verifier() {}

    /// The object, if `author` is the identity it names, of its suite, and signed it; empty otherwise.
    public static <T extends AuthoredObject> Optional<Verified<T>> verify(T object, Identity author) {
        throw new UnsupportedOperationException();
    }

    /// An identity proves itself by its form: the codec has checked digest and keys.
    public static Verified<Identity> accept(Identity identity) {
        return new Verified<>(identity);
    }

    /// A request proves nothing to anybody but its recipient.
    public static Verified<Request> accept(Request request) {
        return new Verified<>(request);
    }
}
