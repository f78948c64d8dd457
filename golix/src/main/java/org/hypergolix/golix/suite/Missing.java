package org.hypergolix.golix.suite;

import java.security.GeneralSecurityException;

/// What to say when the Java runtime lacks an algorithm that it has to have.
final class Missing {
    private Missing() {}

    static IllegalStateException algorithm(GeneralSecurityException cause) {
        return new IllegalStateException(
                "This Java runtime lacks an algorithm that Golix needs (" + cause.getMessage() + "); use JDK 25.",
                cause);
    }
}
