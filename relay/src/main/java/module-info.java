/// The persistence server: verifies, stores and announces what it cannot read.
module org.hypergolix.relay {
    requires static org.jspecify;
    requires transitive org.hypergolix.golix;
    requires transitive org.hypergolix.store;
    requires org.hypergolix.wire;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.transport;

    exports org.hypergolix.relay;
    exports org.hypergolix.relay.limit;
}
