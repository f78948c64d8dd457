/// The commands telemeter and hypergolix, and what is shipped.
module io.telemeter.cli {
    requires static org.jspecify;
    requires com.grack.nanojson;
    requires info.picocli;
    requires io.telemeter.app;
    requires java.logging;
    requires org.hypergolix.golix;
    requires org.hypergolix.hgx;
    requires org.hypergolix.node;
    requires org.hypergolix.relay;
    requires org.hypergolix.store;
    requires org.hypergolix.wire;
    requires org.snakeyaml.engine;

    // Makes our own kind of log, by name.
    exports io.telemeter.cli.process to
            java.logging;

    opens io.telemeter.cli to
            info.picocli;
    opens io.telemeter.cli.demo to
            info.picocli;
    opens io.telemeter.cli.inspect to
            info.picocli;
    opens io.telemeter.cli.monitoring to
            info.picocli;
    opens io.telemeter.cli.node to
            info.picocli;
    opens io.telemeter.cli.object to
            info.picocli;
    opens io.telemeter.cli.relay to
            info.picocli;
}
