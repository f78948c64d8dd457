package org.hypergolix.hgx;

/// What the recipient's node said to a share.
public enum ShareResult {
    ACCEPTED,
    DECLINED
}
