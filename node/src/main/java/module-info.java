/// One account on one machine: keys, relay links, outbox, sharing, and the port for applications.
module org.hypergolix.node {
    requires static org.jspecify;
    requires org.bouncycastle.provider;
    requires org.hypergolix.golix;
    requires org.hypergolix.store;
    requires org.hypergolix.wire;

    provides org.hypergolix.wire.local.LocalNode.Provider with org.hypergolix.node.api.NodeProvider;
}
