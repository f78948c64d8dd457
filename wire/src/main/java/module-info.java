/// The two conversations, node with relay and application with node: messages, codecs, channels.
module org.hypergolix.wire {
    requires static org.jspecify;
    requires transitive org.hypergolix.golix;
}
