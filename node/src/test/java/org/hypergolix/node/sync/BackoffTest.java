package org.hypergolix.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.hypergolix.wire.local.LocalRefusal;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void waits_anything_up_to_a_limit_that_doubles_and_ends_at_30_seconds() {
        Random random = new Random(1);
        long limit = 250;
        for (int failures = 0; failures < 40; failures++) {
            long longest = 0;
            for (int count = 0; count < 2_000; count++) {
                long wait = Backoff.delayMillis(failures, random);
                assertThat(wait).isBetween(0L, limit);
                longest = Math.max(longest, wait);
            }
            assertThat(longest).isGreaterThan(limit / 2);
            limit = Math.min(30_000, limit * 2);
        }
    }

    @Test
    void a_relay_has_one_name_however_it_is_spelled() {
        URI one = RelayName.normalize(URI.create("wss://Relay.Example"));
        assertThat(one).isEqualTo(URI.create("wss://relay.example:443/"));
        assertThat(RelayName.normalize(URI.create("WS://relay.example/")))
                .isEqualTo(URI.create("ws://relay.example:7770/"));
        assertThat(RelayName.of(one).hex()).isEqualTo("818a09809baa2b6b");
    }

    @Test
    void what_is_no_relay_is_refused_with_the_form_that_is_one() {
        for (String wrong : List.of("http://relay:1/", "ws:relay", "relay:7770", "ws://user@relay:1/")) {
            assertThatThrownBy(() -> RelayName.normalize(URI.create(wrong)))
                    .isInstanceOf(LocalRefusal.class)
                    .hasMessageContaining("ws://host:port/");
        }
    }
}
