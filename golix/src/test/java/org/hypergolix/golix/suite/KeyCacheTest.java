package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;

class KeyCacheTest {
    private final List<Bytes> decoded = new ArrayList<>();
    private final KeyCache<String> cache = new KeyCache<>(encoded -> {
        decoded.add(encoded);
        return encoded.isEmpty() ? null : encoded.hex();
    });

    private static Bytes key(int number) {
        return Bytes.copyOf(ByteBuffer.allocate(4).putInt(0, number));
    }

    @Test
    void decodes_a_key_once() {
        assertThat(cache.get(key(1))).isEqualTo("00000001");
        assertThat(cache.get(Bytes.concat(Bytes.ofHex("ff"), key(1)).slice(1))).isEqualTo("00000001");
        assertThat(decoded).hasSize(1);
    }

    /// Far more keys than slots, so many share one.
    @Test
    void never_gives_the_key_of_another() {
        for (int round = 0; round < 3; round++) {
            for (int number = 0; number < 5000; number++) {
                assertThat(cache.get(key(number))).isEqualTo(key(number).hex());
            }
        }
    }

    @Test
    void does_not_keep_what_is_no_key() {
        assertThat(cache.get(Bytes.EMPTY)).isNull();
        assertThat(cache.get(Bytes.EMPTY)).isNull();
        assertThat(decoded).hasSize(2);
    }
}
