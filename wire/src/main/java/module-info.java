/// The two conversations: node and relay, application and node.
module org.hypergolix.wire {
    requires static transitive org.jspecify;
    requires transitive org.hypergolix.golix;
    requires org.java_websocket;

    exports org.hypergolix.wire;
    exports org.hypergolix.wire.relay;
    exports org.hypergolix.wire.ipc;
    exports org.hypergolix.wire.listening;
    exports org.hypergolix.wire.local;
    exports org.hypergolix.wire.websocket;
}
