package org.hypergolix.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.account.TestAccounts;
import org.hypergolix.store.memory.MemoryStore;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.junit.jupiter.api.Test;

class RelayLinksTest {
    private static final URI NEAR = URI.create("ws://near:7770/");
    private static final URI FAR = URI.create("ws://far:7770/");

    private final RelayLinks links = RelayLinks.of(
            List.of(NEAR, FAR),
            new MemoryStore(),
            new SyncSettings(
                    TestAccounts.of(CipherSuite.SUITE_3, 0).identity().identity(),
                    (_, _, _) -> {
                        throw new IOException("nobody there");
                    },
                    ConnectionOptions.defaults(),
                    Duration.ofSeconds(5),
                    () -> 0,
                    new Random(1),
                    _ -> {}),
            new ArrayList<>());

    private static OutboxItem state(int number) {
        return new OutboxItem.DynamicState(new Ghid(
                Bytes.owning(ByteBuffer.allocate(Ghid.DIGEST_LENGTH).putInt(number).array())));
    }

    @Test
    void a_full_outbox_refuses_what_is_new_and_says_which_relay_it_is_and_what_to_do() {
        RelayLink far = links.all().getLast();
        for (int number = 0; number < Outbox.MOST_ROWS; number++) {
            var _ = links.reserve(far, state(number)).confirm();
        }

        assertThatThrownBy(() -> links.reserve(state(-1))).isInstanceOfSatisfying(LocalRefusal.class, refused -> {
            assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.STORE_FULL);
            assertThat(refused).hasMessageContaining(FAR.toString()).hasMessageContaining("10000 objects")
                    .hasMessageContaining("remove it from the relays").hasMessageNotContaining("\n");
        });
        assertThat(links.status().getFirst().queued()).as("nothing was promised to the other").isZero();
        var _ = links.reserve(state(7)).confirm();
        assertThat(links.status()).extracting(relay -> relay.queued()).containsExactly(1, Outbox.MOST_ROWS);
    }
}
