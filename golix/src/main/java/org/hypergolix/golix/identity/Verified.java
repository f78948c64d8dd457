package org.hypergolix.golix.identity;

import org.hypergolix.golix.GolixObject;

/// An object whose authorship was checked by [Verifier]: the only way to get one.
///
/// For an authored object the signature is good under the identity it names. For an identity its keys are sound. For a
/// request nothing but its form can be checked by anybody except its recipient.
public final class Verified<T extends GolixObject> {
    private final T object;

    Verified(T object) {
        this.object = object;
    }

    /// The object itself.
    public T object() {
        return object;
    }

    @Override
    public String toString() {
        return "Verified[" + object.kind().label() + " " + object.ghid() + "]";
    }
}
