package org.hypergolix.node.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.junit.jupiter.api.Test;

/// The golden bytes of what this package stores.
class ObjectRecordsTest {
    private static final Bytes TOKEN = Bytes.ofHex("ab".repeat(16));

    @Test
    void golden_content() {
        Content content = new Content(Bytes.ofHex("5a".repeat(64)), Bytes.ofHex("010203"));
        assertThat(content.encode().hex()).isEqualTo("68677864" + "00" + "00" + "5a".repeat(64) + "010203");
        assertThat(Content.decode(content.encode())).contains(content);
    }

    @Test
    void what_a_wrong_key_gives_is_no_content() {
        String good = "68677864" + "00" + "00" + "5a".repeat(64);
        assertThat(Content.decode(Bytes.ofHex(good))).isPresent();
        for (String wrong : List.of("", good.substring(2), "68677865" + good.substring(8),
                "6867786401" + good.substring(10))) {
            assertThat(Content.decode(Bytes.ofHex(wrong))).as(wrong).isEmpty();
        }
    }

    @Test
    void golden_pin() {
        Pin pin = new Pin(0x0102030405060708L, new Ghid(Bytes.ofHex("5a".repeat(64))));
        assertThat(pin.encode().hex()).isEqualTo("0102030405060708" + "01" + "5a".repeat(64));
        assertThat(Pin.decode(pin.encode())).contains(pin);
        assertThat(Pin.decode(Bytes.EMPTY)).isEmpty();
    }

    @Test
    void golden_object_records() {
        ObjectRecord own = new ObjectRecord(ObjectRecord.Role.OWN_DYNAMIC, true, 7, Optional.of(TOKEN));
        ObjectRecord fixed = new ObjectRecord(ObjectRecord.Role.OWN_STATIC, false, 255, Optional.empty());
        ObjectRecord followed = new ObjectRecord(ObjectRecord.Role.FOLLOWED, false, 0, Optional.empty());
        assertThat(own.encode().hex()).isEqualTo("01000107" + "ab".repeat(16));
        assertThat(fixed.encode().hex()).isEqualTo("010100ff" + "00".repeat(16));
        assertThat(followed.encode().hex()).isEqualTo("01020000" + "00".repeat(16));
        ObjectRecord account = new ObjectRecord(ObjectRecord.Role.ACCOUNT, true, 1, Optional.empty());
        assertThat(account.encode().hex()).isEqualTo("01030101" + "00".repeat(16));
        for (ObjectRecord record : List.of(own, fixed, followed, account)) {
            assertThat(ObjectRecord.decode(record.encode())).contains(record);
        }
        assertThat(ObjectRecord.decode(Bytes.ofHex("01040000" + "00".repeat(16)))).isEmpty();
        assertThat(ObjectRecord.decode(Bytes.ofHex("02000000" + "00".repeat(16)))).isEmpty();
    }
}
