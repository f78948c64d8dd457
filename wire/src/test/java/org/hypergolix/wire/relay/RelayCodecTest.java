package org.hypergolix.wire.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.Message;
import org.junit.jupiter.api.Test;

class RelayCodecTest {

    private static final Ghid ADDRESS = new Ghid(Bytes.ofHex("ab".repeat(64)));
    private static final String ADDRESS_HEX = "01" + "ab".repeat(64);

    private static void assertEncoded(RelayRequest request, String hex) throws RefusedMessageException {
        Message message = RelayCodec.encode(request, 0x0102);
        assertThat(message.encode().hex()).isEqualTo(hex);
        assertThat(RelayCodec.decodeRequest(message)).isEqualTo(request);
    }

    @Test
    void every_request_has_the_bytes_of_the_protocol() throws RefusedMessageException {
        assertEncoded(new RelayRequest.Ping(), "00003f3f0102");
        assertEncoded(new RelayRequest.Publish(Bytes.ofHex("c0ffee")), "000050420102c0ffee");
        assertEncoded(new RelayRequest.Get(ADDRESS), "000047540102" + ADDRESS_HEX);
        assertEncoded(new RelayRequest.Subscribe(ADDRESS), "00002b530102" + ADDRESS_HEX);
        assertEncoded(new RelayRequest.Unsubscribe(ADDRESS), "00002d530102" + ADDRESS_HEX);
        assertEncoded(new RelayRequest.ListSubscriptions(), "00003f530102");
        assertEncoded(new RelayRequest.ListBindings(ADDRESS), "00003f420102" + ADDRESS_HEX);
        assertEncoded(new RelayRequest.ListDebindings(ADDRESS), "00003f440102" + ADDRESS_HEX);
        assertEncoded(new RelayRequest.Exists(ADDRESS), "00003f450102" + ADDRESS_HEX);
        assertEncoded(new RelayRequest.DropSubscriptions(), "000058580102");
    }

    @Test
    void an_update_is_the_subject_and_the_object() throws RefusedMessageException {
        RelayUpdate update = new RelayUpdate(ADDRESS, Bytes.ofHex("474f4244"));
        Message message = RelayCodec.encode(update, 0x0102);
        assertThat(message.encode().hex()).isEqualTo("000021210102" + ADDRESS_HEX + "474f4244");
        assertThat(RelayCodec.decodeUpdate(message)).isEqualTo(update);
    }

    @Test
    void ignores_a_body_where_none_belongs() throws RefusedMessageException {
        Message ping = new Message(Message.codeOf("??"), 1, Bytes.ofHex("00ff"));
        assertThat(RelayCodec.decodeRequest(ping)).isEqualTo(new RelayRequest.Ping());
    }

    @Test
    void refuses_a_malformed_address_with_its_own_code() {
        for (String body : List.of("", "00", ADDRESS_HEX + "00", "00" + "ab".repeat(64), "07" + "ab".repeat(64))) {
            for (String code : List.of("GT", "+S", "-S", "?B", "?D", "?E")) {
                Message message = new Message(Message.codeOf(code), 1, Bytes.ofHex(body));
                assertThatThrownBy(() -> RelayCodec.decodeRequest(message)).isInstanceOfSatisfying(
                        RefusedMessageException.class,
                        refused -> assertThat(refused.answer().code()).isEqualTo(ErrorCode.VALUE));
            }
        }
    }

    @Test
    void refuses_an_unknown_code_and_an_update_from_a_node() {
        for (String code : List.of("ZZ", "!!", "pb", "AK")) {
            Message message = new Message(Message.codeOf(code), 1, Bytes.ofHex(ADDRESS_HEX));
            assertThatThrownBy(() -> RelayCodec.decodeRequest(message)).isInstanceOfSatisfying(
                    RefusedMessageException.class,
                    refused -> assertThat(refused.answer().code()).isEqualTo(ErrorCode.COMMS));
        }
    }

    @Test
    void refuses_an_update_without_a_whole_address() {
        Message message = new Message(RelayCodec.updateCode(), 1, Bytes.ofHex("01ab"));
        assertThatThrownBy(() -> RelayCodec.decodeUpdate(message)).isInstanceOfSatisfying(
                RefusedMessageException.class,
                refused -> assertThat(refused.answer()).isInstanceOf(Answer.Failure.class));
    }

    @Test
    void a_list_of_addresses_has_no_count() {
        Ghid other = new Ghid(Bytes.ofHex("cd".repeat(64)));
        Bytes encoded = RelayCodec.encodeAddresses(List.of(ADDRESS, other));
        assertThat(encoded.hex()).isEqualTo(ADDRESS_HEX + "01" + "cd".repeat(64));
        assertThat(RelayCodec.decodeAddresses(encoded)).containsExactly(ADDRESS, other);
        assertThat(RelayCodec.decodeAddresses(Bytes.EMPTY)).isEmpty();
        assertThatThrownBy(() -> RelayCodec.decodeAddresses(encoded.slice(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
