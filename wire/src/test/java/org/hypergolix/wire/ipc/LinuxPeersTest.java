package org.hypergolix.wire.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxPeersTest {
    private static final InetSocketAddress PEER = address("127.0.0.1", 0x9C40);
    private static final InetSocketAddress SERVER = address("127.0.0.1", 0x1E5C);
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    private Path proc;

    private LinuxPeers peers;

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the rows below are of such a machine");
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/status"), "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
        tables("", "");
        peers = new LinuxPeers(proc);
    }

    private void tables(String tcp, String tcp6) throws IOException {
        Files.writeString(proc.resolve("net/tcp"), HEADER + tcp);
        Files.writeString(proc.resolve("net/tcp6"), HEADER + tcp6);
    }

    private static String row(String local, String remote, String state, int user, int inode) {
        return "   1: " + local + " " + remote + " " + state + " 00000000:00000000 00:00000000 00000000 " + user
                + "        0 " + inode + " 1 0000000000000000 20 4 30 10 -1\n";
    }

    @Test
    void lets_in_a_program_of_the_own_user() throws Exception {
        tables(row("0100007F:1E5C", "0100007F:9C40", "01", 1000, 7)
                + row("0100007F:9C40", "0100007F:1E5C", "01", 1000, 8), "");

        assertThat(peers.objection(PEER, SERVER)).isEmpty();
    }

    @Test
    void lets_in_a_program_that_uses_an_ipv6_socket_for_an_ipv4_address() throws Exception {
        tables("",
                row("0000000000000000FFFF00000100007F:9C40", "0000000000000000FFFF00000100007F:1E5C", "01", 1000, 8));

        assertThat(peers.objection(PEER, SERVER)).isEmpty();
    }

    @Test
    void looks_again_if_a_row_is_missing_while_the_tables_change() throws Exception {
        tables("", "");
        Thread later = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(20);
                tables(row("0100007F:1E5C", "0100007F:9C40", "01", 1000, 7)
                        + row("0100007F:9C40", "0100007F:1E5C", "01", 1000, 8), "");
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });
        assertThat(peers.objection(PEER, SERVER)).isEmpty();
        later.join();
    }

    @Test
    void refuses_another_user_and_root() throws Exception {
        tables(row("0100007F:9C40", "0100007F:1E5C", "01", 1001, 8), "");
        assertThat(peers.objection(PEER, SERVER)).hasValue("the program at port 40000 is that of user 1001");

        tables(row("0100007F:9C40", "0100007F:1E5C", "01", 0, 8), "");
        assertThat(peers.objection(PEER, SERVER)).hasValue("the program at port 40000 is that of user 0");
    }

    @Test
    void refuses_a_peer_that_has_closed_already() throws Exception {
        Files.writeString(proc.resolve("self/status"), "Uid:\t0\t0\t0\t0\n");
        tables(row("0100007F:9C40", "0100007F:1E5C", "04", 0, 0), "");
        assertThat(peers.objection(PEER, SERVER)).isPresent();

        tables(row("0100007F:9C40", "0100007F:1E5C", "01", 0, 0), "");
        assertThat(peers.objection(PEER, SERVER)).as("no inode").isPresent();
    }

    @Test
    void refuses_what_is_in_no_table_or_in_two() throws Exception {
        assertThat(peers.objection(PEER, SERVER)).isPresent();

        tables(row("0100007F:9C40", "0200007F:1E5C", "01", 1000, 8), "");
        assertThat(peers.objection(PEER, SERVER)).as("another address").isPresent();

        tables(row("0100007F:9C40", "0100007F:1E5C", "01", 1000, 8),
                row("0000000000000000FFFF00000100007F:9C40", "0000000000000000FFFF00000100007F:1E5C", "01", 1000, 9));
        assertThat(peers.objection(PEER, SERVER)).as("two rows").isPresent();
    }

    @Test
    void refuses_when_the_tables_cannot_be_read() throws Exception {
        Files.delete(proc.resolve("self/status"));
        tables(row("0100007F:9C40", "0100007F:1E5C", "01", 1000, 8), "");

        assertThat(peers.present()).isFalse();
        assertThat(peers.objection(PEER, SERVER)).isPresent();
    }

    @Test
    void reads_the_tables_of_this_machine() throws Exception {
        LinuxPeers real = new LinuxPeers(Path.of("/proc"));
        assumeTrue(real.present(), "a system with /proc/net/tcp");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(real.objection((InetSocketAddress) accepted.getRemoteSocketAddress(),
                    (InetSocketAddress) accepted.getLocalSocketAddress())).isEmpty();
        }
    }
}
