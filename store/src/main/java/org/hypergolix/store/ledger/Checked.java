package org.hypergolix.store.ledger;

import java.util.Optional;
import java.util.function.Function;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.store.admission.Refusal;
import org.hypergolix.store.admission.Verdict;

/// How the check of an object's author and signature ended.
sealed interface Checked {

    /// The object is its author's.
    record Sound(Verified<?> object) implements Checked {}

    /// It is not, or the author is of another suite.
    record Unsound(Verdict.Refused verdict) implements Checked {}

    /// The author is not known where it was looked for.
    record Unknown(AuthoredObject object) implements Checked {

        Unsound refuse() {
            return new Unsound(new Verdict.Refused(Refusal.INVALID_IDENTITY,
                    "The author " + object.author() + " is not a known identity."));
        }
    }

    /// Checks one object.
    ///
    /// @param authors finds identities by fingerprint
    static Checked check(GolixObject object, Function<Ghid, Optional<Identity>> authors) {
        return switch (object) {
            case Identity identity -> new Sound(Verifier.accept(identity));
            case Request request -> new Sound(Verifier.accept(request));
            case AuthoredObject authored -> authors.apply(authored.author())
                    .map(author -> check(authored, author)).orElseGet(() -> new Unknown(authored));
        };
    }

    /// What an earlier check is worth here: the author must be known all the same.
    static Checked trust(Verified<?> verified, Function<Ghid, Optional<Identity>> authors) {
        return verified.object() instanceof AuthoredObject authored && authors.apply(authored.author()).isEmpty()
                ? new Unknown(authored)
                : new Sound(verified);
    }

    private static Checked check(AuthoredObject object, Identity author) {
        if (author.suite() != object.suite()) {
            return new Unsound(new Verdict.Refused(Refusal.INVALID_IDENTITY, "The author " + object.author()
                    + " is an identity of suite " + author.suite().id() + ", the " + object.kind().label()
                    + " of suite " + object.suite().id() + "."));
        }
        return Verifier.verify(object, author).<Checked>map(Sound::new)
                .orElseGet(() -> new Unsound(new Verdict.Refused(Refusal.BAD_SIGNATURE, "The signature of "
                        + object.ghid() + " is not that of " + object.author() + ".")));
    }
}
