package org.hypergolix.golix;

/// A well-formed Golix object: its layout is right and its digest is that of its content.
///
/// Nothing is said about who made it: that is what `Verified` of the identity package stands for. Objects come out of
/// the codec or a private identity; their records are immutable and safe for use by any thread.
public sealed interface GolixObject permits AuthoredObject, Identity, Request {

    /// Which of the six kinds this is.
    ObjectKind kind();

    /// The cipher suite it carries.
    CipherSuite suite();

    /// Its address: algorithm 1 and the digest of everything before the digest. For a frame, the address of this frame.
    Ghid ghid();

    /// The exact bytes of the whole object.
    Bytes encoded();
}
