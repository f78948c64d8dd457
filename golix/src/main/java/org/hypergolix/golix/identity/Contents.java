package org.hypergolix.golix.identity;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.identity.UnopenableException.Reason;
import org.hypergolix.golix.suite.Opening;
import org.hypergolix.golix.suite.Suite;

/// Opens containers.
public final class Contents {
    private Contents() {}

    /// The plaintext of `container`, given out only after the whole container has opened.
    ///
    /// Takes a verified container, as suite 1 has no protection of its own beyond the author's signature. For the same
    /// reason a wrong secret of suite 1 is not noticed here: it gives bytes without meaning.
    ///
    /// @throws UnopenableException if `secret` is not the container's or the container was altered
    public static Bytes open(Verified<Container> container, Secret secret) throws UnopenableException {
        Container sealed = container.object();
        if (sealed.suite() != secret.suite()) {
            throw new UnopenableException(Reason.WRONG_KEY, "The secret is of suite " + secret.suite().id()
                    + ", the container of suite " + sealed.suite().id() + ".");
        }
        return switch (Suite.of(sealed.suite()).open(sealed, secret.material())) {
            case Opening.Opened(Bytes content) -> content;
            case Opening.Refused(Opening.Check check) -> throw unopenable(check);
        };
    }

    private static UnopenableException unopenable(Opening.Check check) {
        return switch (check) {
            case COMMITMENT -> new UnopenableException(Reason.COMMITMENT,
                    "The secret is not the one that the author of the container committed to.");
            case SEGMENT -> new UnopenableException(Reason.SEGMENT, "A segment of the container was altered.");
            case PADDING -> new UnopenableException(Reason.PADDING, "The padding of the container is not canonical.");
        };
    }
}
