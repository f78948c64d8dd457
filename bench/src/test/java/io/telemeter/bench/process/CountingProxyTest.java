package io.telemeter.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class CountingProxyTest {

    @Test
    void passes_everything_on_and_counts_both_directions() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CountingProxy proxy = CountingProxy.before(
                        URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/"));
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.address().getPort());
                Socket accepted = server.accept()) {
            byte[] question = new byte[100_000];
            question[99_999] = 7;
            client.getOutputStream().write(question);
            assertThat(accepted.getInputStream().readNBytes(question.length)).isEqualTo(question);
            accepted.getOutputStream().write(new byte[]{1, 2, 3});
            assertThat(client.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
            assertThat(proxy.sent()).isEqualTo(100_000);
            assertThat(proxy.received()).isEqualTo(3);
            client.shutdownOutput();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
        }
    }
}
