package org.hypergolix.relay.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.store.Change;
import org.hypergolix.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class ReaderTest {

    private static Ghid address(int number) {
        return new Ghid(Bytes.ofHex(String.format("%0128x", number)));
    }

    @Test
    void no_more_than_a_mebibyte_of_addresses_is_listed() {
        MemoryStore store = new MemoryStore();
        List<Change> changes = new ArrayList<>();
        for (int number = 1; number <= 16_385; number++) {
            changes.add(new Change.Put(new StaticBinding(
                    CipherSuite.SUITE_3, address(0), address(1_000_000), address(number), Bytes.EMPTY, Bytes.EMPTY)));
        }
        store.commit(changes);
        assertThat(new Reader(store).bindings(address(1_000_000))).hasSize(16_384);
    }
}
