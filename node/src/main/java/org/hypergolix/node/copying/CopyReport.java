package org.hypergolix.node.copying;

import java.util.List;

/// What became of a copy.
///
/// @param dynamicObjects that the other relay has now, or had already
/// @param staticObjects the same
/// @param deletions of own objects that it knows of now
/// @param requests that wait there for their answer now
/// @param newerThere objects of which it has a newer state than this home and the first relay
/// @param failures one line each: what, and why not
public record CopyReport(
        int dynamicObjects,
        int staticObjects,
        int deletions,
        int requests,
        int newerThere,
        List<String> failures) {
    /// Copies.
    public CopyReport {
        failures = List.copyOf(failures);
    }
}
