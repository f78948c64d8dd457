package org.hypergolix.node.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hypergolix.wire.ipc.LinuxPeers;
import org.hypergolix.wire.websocket.HandshakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorkeeperTest {
    private static final String SECRET = "5a".repeat(32);

    @TempDir
    private Path elsewhere;

    /// On a system that tells users.
    private final Doorkeeper doorkeeper =
            new Doorkeeper(new LinuxPeers(Path.of("/proc")), IpcAccess.EVERY_LOCAL_USER, SECRET);

    private static HandshakeRequest request(Map<String, List<String>> headers) {
        return new HandshakeRequest("/", headers);
    }

    private static Optional<String> withHost(Doorkeeper doorkeeper, String... hosts) {
        return doorkeeper.refusal(request(Map.of("host", List.of(hosts))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:7772", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:7772"})
    void answers_to_its_names(String host) {
        assertThat(withHost(doorkeeper, host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "localhost.example.org:7772", "127.0.0.1.example.org", "::1", "0.0.0.0",
            "[::1", "evil@localhost", "LOCALHOST.", "localhost:7772:7772"})
    void refuses_names_that_are_not_its_own(String host) {
        assertThat(withHost(doorkeeper, host)).hasValueSatisfying(reason -> assertThat(reason).contains("localhost"));
    }

    @Test
    void refuses_two_names_and_none() {
        assertThat(withHost(doorkeeper, "localhost", "localhost")).isPresent();
        assertThat(doorkeeper.refusal(request(Map.of()))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "http://localhost:7772", "null", ""})
    void refuses_every_web_page_and_says_how_to_connect(String origin) {
        assertThat(doorkeeper.refusal(
                request(Map.of("host", List.of("localhost:7772"), "origin", List.of(origin)))))
                .hasValueSatisfying(reason -> assertThat(reason).contains("Origin", "suppress_origin"));
    }

    @Test
    void asks_for_the_secret_where_the_system_tells_no_users() {
        Doorkeeper elsewhereDoor = new Doorkeeper(new LinuxPeers(elsewhere), IpcAccess.OWN_USER, SECRET);

        assertThat(withHost(elsewhereDoor, "localhost"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("node.ipc", "ipc_open").doesNotContain(SECRET));
        assertThat(elsewhereDoor.refusal(request(Map.of(
                "host", List.of("localhost"), "authorization", List.of("Bearer " + SECRET))))).isEmpty();
        assertThat(elsewhereDoor.refusal(request(Map.of(
                "host", List.of("localhost"), "authorization", List.of("Bearer " + SECRET + " "))))).isPresent();
        assertThat(elsewhereDoor.refusal(request(Map.of(
                "host", List.of("localhost"), "authorization", List.of("Bearer "))))).isPresent();
    }

    @Test
    void asks_for_no_secret_where_everybody_may_come_in() {
        Doorkeeper open = new Doorkeeper(new LinuxPeers(elsewhere), IpcAccess.EVERY_LOCAL_USER, SECRET);

        assertThat(withHost(open, "localhost")).isEmpty();
    }
}
