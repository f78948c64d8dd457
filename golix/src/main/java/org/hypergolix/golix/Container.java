package org.hypergolix.golix;

/// Encrypted content (GEOC). Opens only with its secret.
///
/// @param sealedContent the N bytes between length field and address algorithm; suite 1: ciphertext; suite 3: salt,
///     commitment and segments
public record Container(
        CipherSuite suite, Ghid author, Bytes sealedContent, Ghid ghid, Bytes signature, Bytes encoded)
        implements AuthoredObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.CONTAINER;
    }
}
