package org.hypergolix.golix;

/// A message encrypted to one recipient (GARQ). Who wrote it is known only to the recipient.
///
/// @param sealed what is encrypted to the recipient, as long as the suite says
/// @param mac the author's authentication code, which only the recipient can check
public record Request(CipherSuite suite, Ghid recipient, Bytes sealed, Ghid ghid, Bytes mac, Bytes encoded)
        implements GolixObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.REQUEST;
    }
}
