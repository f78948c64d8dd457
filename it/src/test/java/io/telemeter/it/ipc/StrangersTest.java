package io.telemeter.it.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.node.daemon.NodeDaemon;
import org.hypergolix.node.ipc.IpcAccess;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.websocket.HandshakeRequest;
import org.hypergolix.wire.websocket.WebSocketOptions;
import org.hypergolix.wire.websocket.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who must not use a node: programs of other users, and web pages in a real browser.
@Timeout(240)
class StrangersTest {
    private static final String NOBODY = "65534";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private NodeDaemon node;

    @BeforeEach
    void start() throws IOException {
        node = NodeDaemon.start(new LocalNode.Options(directory.resolve("home"), List.of(),
                new LocalNode.Credential.KeyFile(), CipherSuite.SUITE_3, true, Duration.ofSeconds(30),
                Message.MAX_LENGTH), 0, IpcAccess.OWN_USER);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static Optional<Path> program(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin").map(place -> Path.of(place, name))
                .filter(Files::isExecutable).findFirst();
    }

    /// The first bytes of the answer to a handshake.
    ///
    /// @param before the words that change the user, or none
    private String handshake(List<String> before) throws Exception {
        String request = String.join("\\r\\n", "GET / HTTP/1.1", "Host: localhost", "Upgrade: websocket",
                "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "",
                "");
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + node.status().ipcPort() + " && printf '"
                + request + "' >&3; timeout 60 head -c 12 <&3"));
        Process process = new ProcessBuilder(words).directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return answer;
    }

    @Test
    void a_program_of_another_user_is_cut_off_before_it_is_heard() throws Exception {
        assumeTrue(program("bash").isPresent() && program("setpriv").isPresent(), "bash and setpriv are here");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become somebody else");

        assertThat(handshake(List.of())).as("the same as the own user").isEqualTo("HTTP/1.1 101");
        assertThat(handshake(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"))).isEmpty();
    }

    @Test
    void a_web_page_in_a_browser_is_refused() throws Exception {
        Optional<Path> chromium = program("chromium");
        assumeTrue(chromium.isPresent(), "chromium is here");
        try (WebSocketServer open = openToAll(); Page page = new Page(node.status().ipcPort(), open.port())) {
            ProcessBuilder command = new ProcessBuilder(chromium.get().toString(), "--headless", "--no-sandbox",
                    "--disable-gpu", "--disable-dev-shm-usage", "--disable-breakpad", "--disable-extensions",
                    "--disable-background-networking", "--disable-component-update", "--no-first-run",
                    "--user-data-dir=" + directory.resolve("browser"), "--remote-debugging-port=0", page.address());
            // What it leaves lying about goes with the test.
            command.environment().put("TMPDIR", Files.createDirectory(directory.resolve("temporary")).toString());
            Process browser = command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            try {
                assertThat(List.of(page.next(), page.next())).containsExactlyInAnyOrder("/node-refused", "/other-open");
            } finally {
                List<ProcessHandle> all = Stream.concat(browser.descendants(), Stream.of(browser.toHandle())).toList();
                all.forEach(ProcessHandle::destroyForcibly);
                all.forEach(process -> process.onExit().join());
            }
        }
    }

    /// What shows that the page could, if it were let: a server that asks nothing.
    private static WebSocketServer openToAll() throws IOException {
        WebSocketServer.Policy everybody = new WebSocketServer.Policy() {
            @Override
            public Optional<String> refusal(InetSocketAddress peer, InetSocketAddress local) {
                return Optional.empty();
            }

            @Override
            public Optional<String> refusal(HandshakeRequest request) {
                return Optional.empty();
            }
        };
        return WebSocketServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8,
                WebSocketOptions.defaults(), everybody, (_, _) -> new Channel.Receiver() {
                    @Override
                    public void received(Bytes message) {
                        // Nothing is served.
                    }

                    @Override
                    public void closed(String reason) {
                        // Nothing was served.
                    }
                });
    }

    /// A page that tries both ports and tells this test what became of it.
    private static final class Page implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final String html;

        Page(int node, int other) throws IOException {
            html = """
                    <!doctype html><title>a page</title><script>
                    function attempt(name, port) {
                        const socket = new WebSocket('ws://127.0.0.1:' + port + '/');
                        let open = false;
                        socket.onopen = () => { open = true; fetch('/' + name + '-open'); };
                        socket.onclose = () => { if (!open) { fetch('/' + name + '-refused'); } };
                    }
                    attempt('node', %d);
                    attempt('other', %d);
                    </script>
                    """.formatted(node, other);
            Thread.ofVirtual().start(this::serve);
        }

        String address() {
            return "http://127.0.0.1:" + server.getLocalPort() + "/";
        }

        String next() throws InterruptedException {
            String path = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(path).as("what the page has to tell").isNotNull();
            return path;
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    BufferedReader reader = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                    String path = reader.readLine().split(" ", -1)[1];
                    while (!reader.readLine().isEmpty()) {
                        // Headers do not matter.
                    }
                    if (path.startsWith("/node-") || path.startsWith("/other-")) {
                        told.add(path);
                    }
                    connection.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                            + html.length() + "\r\nConnection: close\r\n\r\n" + html)
                            .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException | RuntimeException _) {
                    // The browser changed its mind, or the test is over.
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
