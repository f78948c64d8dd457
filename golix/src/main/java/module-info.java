/// Golix objects: addresses, layouts, cipher suites and identities. Bytes in, values out; no input or output, no clock,
/// no threads.
module org.hypergolix.golix {
    requires static transitive org.jspecify;
    requires org.bouncycastle.provider;

    exports org.hypergolix.golix;
    exports org.hypergolix.golix.codec;
    exports org.hypergolix.golix.identity;
}
