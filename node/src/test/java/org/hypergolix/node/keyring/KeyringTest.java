package org.hypergolix.node.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.account.TestAccounts;
import org.hypergolix.store.Change;
import org.hypergolix.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class KeyringTest {
    private static final Ghid ADDRESS = new Ghid(Bytes.owning(new byte[Ghid.DIGEST_LENGTH]));
    private static final String SECRET_3 = "5348" + "0002" + "03" + "11".repeat(32);
    private static final String SECRET_1 = "5348" + "0002" + "01" + "22".repeat(32) + "33".repeat(16);

    private static KeyChain chain(long counter, String secret) throws MalformedObjectException {
        return KeyChain.of(counter, ADDRESS, Secret.decode(Bytes.ofHex(secret)));
    }

    @Test
    void golden_values() throws MalformedObjectException {
        assertThat(Keyring.encode(chain(0x0102030405060708L, SECRET_3)).hex())
                .isEqualTo("0102030405060708" + "01" + "01" + "00".repeat(64) + "25" + SECRET_3);
        assertThat(Keyring.encode(chain(0, SECRET_1)).hex())
                .isEqualTo("0000000000000000" + "01" + "01" + "00".repeat(64) + "35" + SECRET_1);
    }

    @Test
    void what_is_no_chain_is_none() {
        String good = "0000000000000000" + "01" + "01" + "00".repeat(64) + "25" + SECRET_3;
        assertThat(Keyring.decode(Bytes.ofHex(good))).isPresent();
        for (String wrong : List.of(
                "", "00", good + "00", good.substring(0, good.length() - 2),
                "0000000000000000" + "00", "0000000000000000" + "09" + good.substring(18),
                "0000000000000000" + "01" + "00" + "00".repeat(64) + "25" + SECRET_3)) {
            assertThat(Keyring.decode(Bytes.ofHex(wrong))).as(wrong).isEmpty();
        }
    }

    @Test
    void keys_lie_sealed_and_open_only_where_they_were_put() throws MalformedObjectException {
        try (MemoryStore store = new MemoryStore(); Account account = TestAccounts.of(CipherSuite.SUITE_3, 0)) {
            Keyring keyring = new Keyring(account.seal());
            KeyChain chain = chain(5, SECRET_3);
            store.commit(List.of(keyring.put(ADDRESS, chain)));
            assertThat(keyring.find(store, ADDRESS)).contains(chain);
            Bytes sealed = store.record(Keyring.SPACE, ADDRESS.bytes()).orElseThrow();
            assertThat(sealed.hex()).doesNotContain("11".repeat(32));
            Ghid other = new Ghid(filled());
            store.commit(List.of(new Change.PutRecord(Keyring.SPACE, other.bytes(), sealed)));
            assertThat(keyring.find(store, other)).isEmpty();
        }
    }

    private static Bytes filled() {
        byte[] digest = new byte[Ghid.DIGEST_LENGTH];
        digest[3] = 9;
        return Bytes.owning(digest);
    }
}
