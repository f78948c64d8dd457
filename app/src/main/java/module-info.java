/// The application: sampling, pairing, agent, monitor, history, alerts and views.
module io.telemeter.app {
    requires static transitive org.jspecify;
    requires transitive org.hypergolix.hgx;

    exports io.telemeter.agent;
    exports io.telemeter.console;
    exports io.telemeter.daemon;
    exports io.telemeter.monitor;
    exports io.telemeter.pairing;
    exports io.telemeter.sampling;
    exports io.telemeter.schedule;
    exports io.telemeter.status;
}
