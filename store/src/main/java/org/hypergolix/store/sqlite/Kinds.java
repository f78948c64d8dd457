package org.hypergolix.store.sqlite;

import java.util.Optional;
import org.hypergolix.golix.ObjectKind;

/// How kinds of objects are numbered in the file.
final class Kinds {
    private Kinds() {}

    static int code(ObjectKind kind) {
        return switch (kind) {
            case IDENTITY -> 1;
            case CONTAINER -> 2;
            case STATIC_BINDING -> 3;
            case FRAME -> 4;
            case DEBINDING -> 5;
            case REQUEST -> 6;
        };
    }

    static Optional<ObjectKind> kind(int code) {
        return switch (code) {
            case 1 -> Optional.of(ObjectKind.IDENTITY);
            case 2 -> Optional.of(ObjectKind.CONTAINER);
            case 3 -> Optional.of(ObjectKind.STATIC_BINDING);
            case 4 -> Optional.of(ObjectKind.FRAME);
            case 5 -> Optional.of(ObjectKind.DEBINDING);
            case 6 -> Optional.of(ObjectKind.REQUEST);
            default -> Optional.empty();
        };
    }
}
