package org.hypergolix.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.hypergolix.relay.limit.RelayLimits;
import org.junit.jupiter.api.Test;

class ConnectionCountTest {

    private final ConnectionCount count = new ConnectionCount(RelayLimits.defaults().withConnections(4, 2));

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void counts_by_address() throws UnknownHostException {
        assertThat(count.enter(address("192.0.2.1"))).isTrue();
        assertThat(count.enter(address("192.0.2.1"))).isTrue();
        assertThat(count.enter(address("192.0.2.1"))).isFalse();
        assertThat(count.enter(address("192.0.2.2"))).isTrue();
        count.leave(address("192.0.2.1"));
        assertThat(count.enter(address("192.0.2.1"))).isTrue();
    }

    @Test
    void one_network_of_64_bits_is_one_client() throws UnknownHostException {
        assertThat(count.enter(address("2001:db8::1"))).isTrue();
        assertThat(count.enter(address("2001:db8::ffff:1"))).isTrue();
        assertThat(count.enter(address("2001:db8::2"))).isFalse();
        assertThat(count.enter(address("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void the_loopback_may_be_a_proxy_and_counts_altogether_only() throws UnknownHostException {
        for (int connection = 0; connection < 4; connection++) {
            assertThat(count.enter(address("127.0.0.1"))).isTrue();
        }
        assertThat(count.enter(address("127.0.0.1"))).isFalse();
        assertThat(count.total()).isEqualTo(4);
    }
}
