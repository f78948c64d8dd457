/// The persistence server: verifies, stores and announces what it cannot read.
module org.hypergolix.relay {
    requires static org.jspecify;
    requires org.hypergolix.golix;
    requires org.hypergolix.store;
    requires org.hypergolix.wire;
}
