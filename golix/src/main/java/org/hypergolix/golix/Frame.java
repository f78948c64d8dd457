package org.hypergolix.golix;

import java.util.List;

/// One state of a dynamic binding (GOBD): what the stable address `dynamic` stands for from this counter on.
///
/// @param author the binder
/// @param counter unsigned 64 bits; 0 exactly when there is one target
/// @param targets newest first, at least one; only the first keeps anything alive
/// @param dynamic the stable address, derived from the first frame
/// @param ghid the address of this frame
public record Frame(
        CipherSuite suite,
        Ghid author,
        long counter,
        List<Ghid> targets,
        Ghid dynamic,
        Ghid ghid,
        Bytes signature,
        Bytes encoded)
        implements AuthoredObject {

    public Frame {
        targets = List.copyOf(targets);
    }

    /// The current target.
    public Ghid target() {
        return targets.getFirst();
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.FRAME;
    }
}
