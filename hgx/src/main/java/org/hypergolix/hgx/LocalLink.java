package org.hypergolix.hgx;

/// A link over a node in the same process.
final class LocalLink {
    private LocalLink() {}

    static HgxLink connect(HgxOptions options) {
        throw new UnsupportedOperationException("No links yet: " + options.home());
    }
}
