package org.hypergolix.golix;

/// An object that its author signed.
public sealed interface AuthoredObject extends GolixObject permits Container, StaticBinding, Frame, Debinding {

    /// The fingerprint of whoever claims to have signed: author, binder or debinder.
    Ghid author();

    /// The signature, as long as the suite says.
    Bytes signature();
}
