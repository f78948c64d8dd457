package org.hypergolix.node.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.local.LocalRefusal;
import org.junit.jupiter.api.Test;

class AccountFileTest {
    private static final PasswordHash HASH = new PasswordHash(Bytes.ofHex("5a".repeat(32)), 15, 8, 1);

    private static AccountFile file(Protection protection) {
        return new AccountFile(AccountFile.Form.HOME, protection, Bytes.ofHex("0b".repeat(12)),
                Bytes.ofHex("0c".repeat(20)));
    }

    private static Protection byPassword() {
        return new Protection.ByPassword(HASH, Bytes.ofHex("0d".repeat(12)), Bytes.ofHex("0e".repeat(48)));
    }

    private static Protection byKeyFile() {
        return new Protection.ByKeyFile(Bytes.ofHex("0f".repeat(16)));
    }

    @Test
    void golden_files() throws DamagedAccountException {
        String keyFile =
                "6867782d61636374" + "01" + "01" + "0f".repeat(16) + "0b".repeat(12) + "00000014" + "0c".repeat(20);
        String password =
                "6867782d61636374" + "01" + "02" + "5a".repeat(32) + "0f0801" + "0d".repeat(12) + "0e".repeat(48)
                        + "0b".repeat(12) + "00000014" + "0c".repeat(20);
        Bytes encoded = file(byKeyFile()).encode();
        assertThat(encoded.slice(0, encoded.size() - 32).hex()).isEqualTo(keyFile);
        assertThat(AccountFile.decode(AccountFile.Form.HOME, encoded)).isEqualTo(file(byKeyFile()));
        encoded = file(byPassword()).encode();
        assertThat(encoded.slice(0, encoded.size() - 32).hex()).isEqualTo(password);
        assertThat(AccountFile.decode(AccountFile.Form.HOME, encoded)).isEqualTo(file(byPassword()));
    }

    @Test
    void every_altered_and_every_cut_file_is_refused() {
        for (Protection protection : List.of(byKeyFile(), byPassword())) {
            byte[] good = file(protection).encode().toArray();
            for (int index = 0; index < good.length; index++) {
                byte[] altered = good.clone();
                altered[index] ^= 0x40;
                assertThatThrownBy(() -> AccountFile.decode(AccountFile.Form.HOME, Bytes.owning(altered)))
                        .isInstanceOf(DamagedAccountException.class);
                Bytes cut = Bytes.copyOf(good, 0, index);
                assertThatThrownBy(() -> AccountFile.decode(AccountFile.Form.HOME, cut))
                        .isInstanceOf(DamagedAccountException.class);
            }
        }
    }

    @Test
    void golden_fields() throws DamagedAccountException {
        SortedMap<Integer, Bytes> fields = new TreeMap<>();
        fields.put(AccountFile.IDENTITY, Bytes.ofHex("aa"));
        fields.put(AccountFile.EXCHANGE_KEY, Bytes.ofHex("bbcc"));
        Bytes body = AccountFile.encodeFields(fields);
        assertThat(body.hex()).isEqualTo("0001" + "00000001" + "aa" + "0004" + "00000002" + "bbcc");
        assertThat(AccountFile.decodeFields(AccountFile.Form.HOME, body)).isEqualTo(fields);
    }

    @Test
    void fields_of_a_later_version_are_refused_unless_they_may_be_ignored() throws DamagedAccountException {
        String known = "0001" + "00000001" + "aa";
        assertThat(AccountFile.decodeFields(AccountFile.Form.HOME, Bytes.ofHex(known + "8001" + "00000001" + "ff")))
                .hasSize(1);
        for (String wrong : List.of(
                known + "0011" + "00000001" + "ff", known + known, known + "0002" + "7fffffff" + "ff", known + "00",
                known + "0002" + "80000000" + "ff")) {
            assertThatThrownBy(() -> AccountFile.decodeFields(AccountFile.Form.HOME, Bytes.ofHex(wrong))).as(wrong)
                    .isInstanceOf(DamagedAccountException.class);
        }
    }

    @Test
    void parameters_that_would_take_all_memory_are_refused_before_any_is_taken() {
        for (int[] wrong : new int[][]{{14, 8, 1}, {21, 8, 1}, {18, 0, 1}, {18, 33, 1}, {18, 8, 5}}) {
            assertThatThrownBy(() -> new PasswordHash(Bytes.ofHex("5a".repeat(32)), wrong[0], wrong[1], wrong[2]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        PasswordHash large = new PasswordHash(Bytes.ofHex("5a".repeat(32)), 20, 8, 1);
        assertThatThrownBy(() -> large.key("x".toCharArray(), 256L << 20))
                .isInstanceOf(LocalRefusal.class)
                .hasMessageContaining("-Xmx");
    }

    @Test
    void a_new_account_takes_the_usual_cost_or_what_its_memory_allows() {
        SecureRandom random = new SecureRandom();
        assertThat(PasswordHash.fresh(random, 4L << 30).logN()).isEqualTo(18);
        assertThat(PasswordHash.fresh(random, 160L << 20).logN()).isEqualTo(16);
        assertThatThrownBy(() -> PasswordHash.fresh(random, 32L << 20))
                .isInstanceOf(LocalRefusal.class)
                .hasMessageContaining("key file");
    }

    /// The key was computed with another implementation of scrypt.
    @Test
    void golden_password_key() {
        assertThat(Bytes.owning(HASH.key("grüße".toCharArray(), 1L << 30).getEncoded()).hex())
                .isEqualTo("ec9ec8e577d00b83524a0cf5f4281cb1368c7f600e81353f89c51daeadbb182d");
    }

    /// Computed with another implementation of HKDF and ChaCha20-Poly1305.
    @Test
    void golden_sealed_record() {
        try (MasterKey master = MasterKey.owning(Bytes.ofHex("07".repeat(32)).toArray())) {
            assertThat(master.name().hex()).isEqualTo("623a179701051dd38a9b3abda24f785b");
            RecordSeal seal = new RecordSeal(master, new SecureRandom());
            Bytes key = Bytes.ofHex("0102");
            Bytes sealed = seal.seal("keys", key, Bytes.ofHex("aabbcc"), new byte[12]);
            assertThat(sealed.hex()).isEqualTo("01000000000000000000000000382d7527ccf63ae13c3c74c46b5c4d61636026");
            assertThat(seal.open("keys", key, sealed)).contains(Bytes.ofHex("aabbcc"));
            assertThat(seal.open("apps", key, sealed)).isEmpty();
            assertThat(seal.open("keys", Bytes.ofHex("0103"), sealed)).isEmpty();
            assertThat(seal.open("keys", key, sealed.slice(0, sealed.size() - 1))).isEmpty();
            assertThat(seal.open("keys", key, Bytes.EMPTY)).isEmpty();
        }
    }
}
