package org.hypergolix.store.admission;

/// Why an object may not be stored.
public enum Refusal {
    /// Bytes that are no object. Found by the codec, before admission.
    MALFORMED,
    /// The signature is not that of the author.
    BAD_SIGNATURE,
    /// The author or recipient is unknown, no identity, or of another suite.
    INVALID_IDENTITY,
    /// Nothing binds the container.
    UNBOUND_CONTAINER,
    /// A debinding of the object is stored.
    ALREADY_DEBOUND,
    /// The target is of a kind that may not be targeted so, or would close a cycle or make a chain too deep.
    INVALID_TARGET,
    /// Somebody else owns what is to be changed.
    INCONSISTENT_AUTHOR,
    /// The frame is not newer than the stored one, or jumps too far.
    ILLEGAL_FRAME
}
