package io.telemeter.it.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.testkit.hypergolix.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.hgx.NodeChoice;
import org.hypergolix.node.daemon.NodeDaemon;
import org.hypergolix.node.ipc.IpcAccess;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.ipc.Rendezvous;
import org.hypergolix.wire.local.LocalNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Links that outlive their daemon.
@Timeout(120)
class DaemonRestartTest {
    private static final Ghid NOBODYS = new Ghid(Bytes.ofHex("40".repeat(64)));

    @TempDir
    private Path home;

    private NodeDaemon daemon() throws IOException {
        return NodeDaemon.start(new LocalNode.Options(home, List.of(), new LocalNode.Credential.KeyFile(),
                CipherSuite.SUITE_3, true, Duration.ofSeconds(30), Message.MAX_LENGTH), 0, IpcAccess.OWN_USER);
    }

    private HgxLink link() {
        return HgxLink.connect(HgxOptions.home(home).node(NodeChoice.DAEMON).build());
    }

    @Test
    void a_link_comes_back_with_its_token_its_objects_and_its_drafts() throws IOException {
        NodeDaemon first = daemon();
        try (HgxLink link = link()) {
            link.registerToken();
            HgxObject<String> object = link.create(Codec.text(), "published");
            object.state("draft");
            // What cannot be had must not keep the rest away.
            assertThatThrownBy(() -> link.get(Codec.text(), NOBODYS)).isInstanceOf(HgxException.class);
            link.registerStartup(object);
            first.close();

            try (NodeDaemon second = daemon(); HgxLink other = link()) {
                assertThat(link.get(Codec.text(), object.address())).isSameAs(object);
                object.push();
                assertThat(other.get(Codec.text(), object.address()).state()).isEqualTo("draft");
                assertThat(second.status().programs()).isNotEmpty();

                HgxObject<String> theirs = other.get(Codec.text(), object.address());
                theirs.update(_ -> "by another program");
                Eventually.happens(
                        "the update of another program", () -> object.state().equals("by another program"));
            }
        } finally {
            first.close();
        }
    }

    @Test
    void says_what_to_do_where_no_daemon_runs() {
        assertThatThrownBy(this::link).isInstanceOf(HgxException.Unavailable.class)
                .hasMessageContainingAll("hypergolix start app", "node.ipc");
    }

    @Test
    void says_why_a_daemon_that_is_there_cannot_be_used() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        leave(port, NOBODYS);
        assertThatThrownBy(this::link).isInstanceOf(HgxException.Unavailable.class)
                .hasMessageContainingAll("hypergolix start app", "Cannot connect to ws://127.0.0.1:" + port);

        try (NodeDaemon other = daemon()) {
            leave(other.status().ipcPort(), NOBODYS);
            assertThatThrownBy(this::link).isInstanceOf(HgxException.Unavailable.class)
                    .hasMessageContaining("serves another account");
            assertThatThrownBy(() -> HgxLink.connect(HgxOptions.home(home).build()))
                    .isInstanceOf(HgxException.HomeInUse.class).hasMessageContaining("serves another account");
        }
    }

    private void leave(int port, Ghid account) throws IOException {
        Files.write(home.resolve(Rendezvous.FILE), new Rendezvous(
                URI.create("ws://127.0.0.1:" + port + "/"), "5a".repeat(32), account).encode());
    }
}
