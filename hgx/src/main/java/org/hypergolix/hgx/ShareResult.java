package org.hypergolix.hgx;

/// What the recipient's node said to a share.
public enum ShareResult {
    /// It has the object and its key.
    ACCEPTED,
    /// It could not fetch or open the object.
    DECLINED
}
