/// The application: sampling, pairing, agent, monitor, history, alerts and views.
module io.telemeter.app {
    requires static org.jspecify;
    requires org.hypergolix.hgx;

    exports io.telemeter.console;
}
