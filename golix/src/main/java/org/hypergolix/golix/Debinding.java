package org.hypergolix.golix;

/// Undoes its target (GDXX): a binding or debinding of the same author, or a request to him.
public record Debinding(CipherSuite suite, Ghid author, Ghid target, Ghid ghid, Bytes signature, Bytes encoded)
        implements AuthoredObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.DEBINDING;
    }
}
