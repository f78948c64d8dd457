/// The client library: live objects for programs.
module org.hypergolix.hgx {
    requires static transitive org.jspecify;
    requires transitive org.hypergolix.golix;
    requires com.grack.nanojson;
    requires org.hypergolix.wire;

    exports org.hypergolix.hgx;

    uses org.hypergolix.wire.local.LocalNode.Provider;
}
