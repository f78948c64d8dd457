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
        assertEncoded(new RelayRequest.RegistrationChallenge(), "00002b520102");
        assertEncoded(new RelayRequest.Register(Bytes.ofHex("0a0b0c"), "ws://relay/", Bytes.ofHex("0d0e")),
                "00002b5201020003" + "0a0b0c" + "000b" + "77733a2f2f72656c61792f" + "0d0e");
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

    @Test
    void refuses_a_registration_that_is_cut_off_or_names_an_endless_relay() {
        for (String body : List.of("00", "0003", "00030a0b0c", "00030a0b0c00", "00030a0b0c000b7773",
                "00000401" + "20".repeat(2_000))) {
            Message message = new Message(Message.codeOf("+R"), 1, Bytes.ofHex(body));
            assertThatThrownBy(() -> RelayCodec.decodeRequest(message)).as(body).isInstanceOfSatisfying(
                    RefusedMessageException.class,
                    refused -> assertThat(refused.answer().code()).isEqualTo(ErrorCode.VALUE));
        }
    }

    @Test
    void the_outcome_of_a_registration_is_a_number_and_a_text() {
        Registration.Outcome outcome = new Registration.Outcome(Registration.Status.PENDING, "soon");
        Bytes body = ((Answer.Success) outcome.toAnswer()).body();
        assertThat(body.hex()).isEqualTo("02736f6f6e");
        assertThat(Registration.Outcome.of(body)).contains(outcome);
        assertThat(Registration.Outcome.of(Bytes.EMPTY)).isEmpty();
        assertThat(Registration.Outcome.of(Bytes.ofHex("03"))).isEmpty();
    }
}
