package org.hypergolix.golix;

/// Keeps its target alive (GOBS): a container (a static object) or a dynamic address (a hold).
public record StaticBinding(CipherSuite suite, Ghid author, Ghid target, Ghid ghid, Bytes signature, Bytes encoded)
        implements AuthoredObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.STATIC_BINDING;
    }
}
