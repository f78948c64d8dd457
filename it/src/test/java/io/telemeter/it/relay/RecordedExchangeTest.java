package io.telemeter.it.relay;

import com.grack.nanojson.JsonParserException;
import io.telemeter.it.compatibility.IntendedDifferences;
import io.telemeter.testkit.original.OriginalRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.hypergolix.relay.RelayOptions;
import org.hypergolix.relay.RelayServer;
import org.hypergolix.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/// The recorded conversation with a relay of 2017, frame by frame, with ours in its place; and with the one in its place
/// that nodes are tried against.
class RecordedExchangeTest {

    /// What nobody but a forger sends.
    private static final Map<String, String> FAULTS_NOT_REPEATED = Map.of(
            "trailing byte", "NK 0001",
            "counter 0 with an invented dynamic ghid and a history", "NK 0001");

    @Test
    void answers_as_the_original_did_but_for_the_differences_that_are_listed() throws IOException, JsonParserException {
        Recording recording = Recording.load();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (RelayServer relay = RelayServer.start(RelayOptions.of(anyPort, new MemoryStore()))) {
            new Replay(recording, IntendedDifferences.ofRelays(), Set.of()).run(relay.address());
        }
    }

    @Test
    void the_relay_that_nodes_are_tried_against_answers_as_the_original_did() throws IOException, JsonParserException {
        Recording recording = Recording.load();
        try (OriginalRelay relay = OriginalRelay.start()) {
            new Replay(recording, FAULTS_NOT_REPEATED, Set.of("ping sent as a TEXT frame")).run(relay.address());
        }
    }
}
