package io.telemeter.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.it.process.Commands;
import io.telemeter.it.process.RelayProcess;
import io.telemeter.testkit.TestIdentities;
import io.telemeter.testkit.relay.RawRelayClient;
import io.telemeter.testkit.relay.RawSocketClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Readers that do not read, in front of a relay whose heap (128 MiB) could not hold what it would have to keep for them.
class SlowReadersTest {

    private static final int READERS = 60;
    private static final int UPDATES = 120;

    /// Frames with the longest history there is: 65 KiB each, so that all updates for all readers are 470 MB.
    private static final int TARGETS = 1_000;

    @RegisterExtension
    private final Commands commands = new Commands();

    @TempDir
    private Path home;

    private final SecureRandom random = new SecureRandom();
    private final PrivateIdentity author = TestIdentities.of(CipherSuite.SUITE_3, 0, random);

    @Test
    void updates_for_readers_that_do_not_read_take_a_bounded_piece_of_memory_and_nobody_waits_for_them()
            throws IOException {
        RelayProcess relay = commands.relay(home);
        List<RawRelayClient> slow = new ArrayList<>();
        try (RawRelayClient publisher = RawRelayClient.connect(RelayCrashTest.address(relay));
                RawRelayClient quick = RawRelayClient.connect(RelayCrashTest.address(relay))) {
            Ghid dynamic = new Ghid(Bytes.ofHex("5a".repeat(64)));
            for (int count = 0; count < READERS; count++) {
                RawRelayClient reader =
                        RawRelayClient.over(RawSocketClient.connect(RelayCrashTest.address(relay), 4_096));
                assertThat(reader.request("+S", dynamic).summary()).isEqualTo("AK 01");
                slow.add(reader);
            }
            assertThat(quick.request("+S", dynamic).summary()).isEqualTo("AK 01");
            assertThat(publisher.publish(author.identity()).summary()).isEqualTo("AK 01");
            Ghid[] targets = new Ghid[TARGETS];
            Arrays.setAll(targets, index -> new Ghid(Bytes.ofHex(String.format("%0128x", index))));
            Bytes newest = Bytes.EMPTY;
            for (int counter = 1; counter <= UPDATES; counter++) {
                Container container =
                        author.seal(Bytes.EMPTY, Secret.random(CipherSuite.SUITE_3, random)).object();
                targets[0] = container.ghid();
                Frame frame = author.nextFrame(dynamic, counter, List.of(targets)).object();
                assertThat(publisher.publish(frame).summary()).isEqualTo("AK 01");
                assertThat(publisher.publish(container).summary()).isEqualTo("AK 01");
                assertThat(quick.nextUpdate().object()).isEqualTo(frame.encoded());
                newest = frame.encoded();
            }
            for (RawRelayClient reader : slow) {
                int heard = 1;
                while (!reader.nextUpdate().object().equals(newest)) {
                    heard++;
                }
                assertThat(heard).isLessThan(UPDATES);
            }
            assertThat(relay.process().errors().all()).isEmpty();
            assertThat(relay.process().terminate().exitCode()).isZero();
        } finally {
            for (RawRelayClient reader : slow) {
                reader.close();
            }
        }
    }
}
