/// The client API of Hypergolix.
module org.hypergolix.hgx {
    requires static org.jspecify;
    requires transitive org.hypergolix.golix;
    requires org.hypergolix.wire;
}
