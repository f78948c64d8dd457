package org.hypergolix.hgx;

import java.util.Optional;

/// How an object is made. Immutable.
///
/// @param dynamic whether it can be updated
/// @param isPrivate hidden from the other applications of the account and never shared; needs a token
/// @param apiId instead of the codec's own
public record CreateOptions(boolean dynamic, boolean isPrivate, Optional<ApiId> apiId) {

    /// Dynamic and public, with the codec's api id.
    public static final CreateOptions DEFAULT = new CreateOptions(true, false, Optional.empty());

    /// The same, never to be updated.
    public CreateOptions asStatic() {
        return new CreateOptions(false, isPrivate, apiId);
    }

    /// The same, private.
    public CreateOptions asPrivate() {
        return new CreateOptions(dynamic, true, apiId);
    }

    /// The same with another api id.
    public CreateOptions withApiId(ApiId id) {
        return new CreateOptions(dynamic, isPrivate, Optional.of(id));
    }
}
