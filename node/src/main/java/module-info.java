/// One account on one machine: keys, relay links, outbox, sharing, and the port for applications.
module org.hypergolix.node {
    requires static transitive org.jspecify;
    requires transitive org.hypergolix.golix;
    requires transitive org.hypergolix.wire;
    requires jdk.net;
    requires org.bouncycastle.provider;
    requires org.hypergolix.store;

    exports org.hypergolix.node.copying;
    exports org.hypergolix.node.daemon;
    exports org.hypergolix.node.ipc;
    exports org.hypergolix.node.login;

    provides org.hypergolix.wire.local.LocalNode.Provider with org.hypergolix.node.api.NodeProvider;
}
