package org.hypergolix.wire.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRefusal.Reason;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Created;
import org.hypergolix.wire.local.LocalRequest.Done;
import org.hypergolix.wire.local.LocalRequest.Published;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.hypergolix.wire.local.ObjectEntry;
import org.hypergolix.wire.local.ObjectState;
import org.hypergolix.wire.local.RelayStatus;
import org.junit.jupiter.api.Test;

class IpcCodecTest {
    private static final Ghid ADDRESS = new Ghid(Bytes.ofHex("ab".repeat(64)));
    private static final Ghid OTHER = new Ghid(Bytes.ofHex("cd".repeat(64)));
    private static final String ADDRESS_HEX = "01" + "ab".repeat(64);
    private static final String OTHER_HEX = "01" + "cd".repeat(64);
    private static final Bytes API = Bytes.ofHex("ef".repeat(64));
    private static final String API_HEX = "00" + "ef".repeat(64);
    private static final String NOBODY = "00".repeat(65);
    private static final Bytes TOKEN = Bytes.ofHex("77".repeat(16));
    private static final Bytes STATE = Bytes.ofHex("226f6e6522");
    private static final ObjectState OBJECT =
            new ObjectState(ADDRESS, OTHER, API, true, true, STATE, 0x0102030405L, true);
    private static final RelayStatus RELAY =
            new RelayStatus(URI.create("ws://127.0.0.1:7770/"), false, 1_700_000_000_000L, 1_699_999_999_000L, 3,
                    "it does not answer");

    private static void assertRequest(LocalRequest<?> request, String hex) {
        Message message = IpcCodec.CLASSIC.encode(request, 0x0102);
        assertThat(message.encode().hex()).isEqualTo("0000" + hex.substring(0, 4) + "0102" + hex.substring(4));
        assertThat(IpcCodec.CLASSIC.decodeRequest(message)).isEqualTo(request);
    }

    @Test
    void every_request_has_the_bytes_of_2017() {
        assertRequest(new LocalRequest.WhoAmI(), "3f49");
        assertRequest(new LocalRequest.RegisterToken(Optional.empty()), "2b54" + "00".repeat(16));
        assertRequest(new LocalRequest.RegisterToken(Optional.of(TOKEN)), "2b54" + "77".repeat(16));
        assertRequest(new LocalRequest.StartupObject(), "3e24");
        assertRequest(new LocalRequest.RegisterStartup(ADDRESS), "2b24" + ADDRESS_HEX);
        assertRequest(new LocalRequest.DeregisterStartup(), "2d24");
        assertRequest(new LocalRequest.RegisterApi(API), "2b41" + API_HEX);
        assertRequest(new LocalRequest.DeregisterApi(API), "2d41" + API_HEX);
        assertRequest(new LocalRequest.Create(STATE, API, false, true, 7),
                "2b4f" + "00" + NOBODY + NOBODY + "000107" + API_HEX + "00" + STATE.hex());
        assertRequest(new LocalRequest.Create(Bytes.EMPTY, API, true, false, 255),
                "2b4f" + "00" + NOBODY + NOBODY + "0100ff" + API_HEX + "00");
        assertRequest(new LocalRequest.Get(ADDRESS), "3e4f" + ADDRESS_HEX);
        assertRequest(new LocalRequest.Update(ADDRESS, STATE, true),
                "214f" + "00" + ADDRESS_HEX + NOBODY + "010000" + NOBODY + "00" + STATE.hex());
        assertRequest(new LocalRequest.Sync(ADDRESS), "7e4f" + ADDRESS_HEX);
        assertRequest(new LocalRequest.Share(ADDRESS, OTHER), "404f" + ADDRESS_HEX + OTHER_HEX);
        assertRequest(new LocalRequest.Freeze(ADDRESS), "2a4f" + ADDRESS_HEX);
        assertRequest(new LocalRequest.Hold(ADDRESS), "234f" + ADDRESS_HEX);
        assertRequest(new LocalRequest.Discard(ADDRESS), "2d4f" + ADDRESS_HEX);
        assertRequest(new LocalRequest.Delete(ADDRESS), "584f" + ADDRESS_HEX);
        assertRequest(new LocalRequest.ListObjects(Optional.empty()), "3f4f");
        assertRequest(new LocalRequest.ListObjects(Optional.of(ADDRESS)), "3f4f" + ADDRESS_HEX);
        assertRequest(new LocalRequest.ShareHandled(ADDRESS, OTHER, API), "3d4f" + ADDRESS_HEX + OTHER_HEX + API_HEX);
    }

    private static String classicResult(Object result) {
        return IpcCodec.CLASSIC.encodeResult(result).hex();
    }

    @Test
    void every_answer_has_the_bytes_of_2017() {
        assertThat(classicResult(ADDRESS)).isEqualTo(ADDRESS_HEX);
        assertThat(classicResult(TOKEN)).isEqualTo(TOKEN.hex());
        assertThat(classicResult(Optional.empty())).isEmpty();
        assertThat(classicResult(Optional.of(ADDRESS))).isEqualTo(ADDRESS_HEX);
        assertThat(classicResult(Done.DONE)).isEqualTo("01");
        assertThat(classicResult(OTHER)).isEqualTo(OTHER_HEX);
        assertThat(classicResult(new Created(ADDRESS, Pushed.RELAYED, 1))).isEqualTo(ADDRESS_HEX);
        assertThat(classicResult(new Published(Pushed.LOCAL, 1)))
                .isEqualTo("01");
        assertThat(classicResult(OBJECT))
                .isEqualTo("00" + ADDRESS_HEX + OTHER_HEX + "010100" + API_HEX + "00" + STATE.hex());
    }

    private static String classicEvent(LocalEvent event) {
        return IpcCodec.CLASSIC.encode(event, 0).map(message -> message.encode().hex().substring(4)).orElse("none");
    }

    @Test
    void every_notification_has_the_bytes_of_2017() {
        String definition = "00" + ADDRESS_HEX + OTHER_HEX + "000100" + API_HEX + "00" + STATE.hex();
        assertThat(classicEvent(new LocalEvent.Updated(OBJECT))).isEqualTo("214f0000" + definition);
        assertThat(classicEvent(new LocalEvent.Shared(ADDRESS, OTHER, ADDRESS, API)))
                .isEqualTo("404f0000" + ADDRESS_HEX + OTHER_HEX + API_HEX);
        assertThat(classicEvent(new LocalEvent.ShareAccepted(ADDRESS, OTHER)))
                .isEqualTo("5e530000" + ADDRESS_HEX + OTHER_HEX);
        assertThat(classicEvent(new LocalEvent.ShareDeclined(ADDRESS, OTHER)))
                .isEqualTo("5e460000" + ADDRESS_HEX + OTHER_HEX);
        assertThat(classicEvent(new LocalEvent.Deleted(ADDRESS))).isEqualTo("584f0000" + ADDRESS_HEX);
        assertThat(classicEvent(new LocalEvent.Conflict(ADDRESS, Bytes.EMPTY, OBJECT)))
                .as("what counts now").isEqualTo("214f0000" + definition);
        assertThat(classicEvent(new LocalEvent.RelayChanged(RELAY))).isEqualTo("none");
    }

    private static <R> void assertResult(LocalRequest<R> request, R result) throws MalformedMessageException {
        Bytes body = IpcCodec.EXTENDED.encodeResult(result);
        assertThat(IpcCodec.EXTENDED.decodeResult(request, body)).isEqualTo(result);
    }

    @Test
    void the_extended_dialect_loses_nothing_of_an_answer() throws Exception {
        assertResult(new LocalRequest.WhoAmI(), ADDRESS);
        assertResult(new LocalRequest.RegisterToken(Optional.of(TOKEN)), TOKEN);
        assertResult(new LocalRequest.StartupObject(), Optional.empty());
        assertResult(new LocalRequest.StartupObject(), Optional.of(ADDRESS));
        assertResult(new LocalRequest.Hold(ADDRESS), Done.DONE);
        assertResult(new LocalRequest.Create(STATE, API, false, true, 7), new Created(ADDRESS, Pushed.RELAYED, 99));
        assertResult(new LocalRequest.Update(ADDRESS, STATE, false), new Published(Pushed.LOCAL, Long.MAX_VALUE));
        assertResult(new LocalRequest.Get(ADDRESS), OBJECT);
        assertResult(new LocalRequest.Relays(), List.of());
        assertResult(new LocalRequest.Relays(), List.of(RELAY, RELAY));
    }

    private static void assertEvent(LocalEvent event) throws MalformedMessageException {
        Message message = IpcCodec.EXTENDED.encode(event, 7).orElseThrow();
        assertThat(IpcCodec.EXTENDED.decodeEvent(message)).hasValue(event);
    }

    @Test
    void the_extended_dialect_loses_nothing_of_an_event() throws Exception {
        assertEvent(new LocalEvent.Updated(OBJECT));
        assertEvent(new LocalEvent.Shared(ADDRESS, OTHER, ADDRESS, API));
        assertEvent(new LocalEvent.ShareAccepted(ADDRESS, OTHER));
        assertEvent(new LocalEvent.ShareDeclined(ADDRESS, OTHER));
        assertEvent(new LocalEvent.Deleted(ADDRESS));
        assertEvent(new LocalEvent.Conflict(ADDRESS, Bytes.ofHex("00ff"), OBJECT));
        assertEvent(new LocalEvent.RelayChanged(RELAY));
    }

    @Test
    void the_extended_dialect_tells_every_reason() throws Exception {
        for (Reason reason : Reason.values()) {
            LocalRefusal refusal = reason == Reason.CONFLICT
                    ? LocalRefusal.conflict("lost", Bytes.ofHex("0011"), OBJECT)
                    : new LocalRefusal(ErrorCode.UNBOUND_CONTAINER, reason, "no, because");
            Message message = IpcCodec.EXTENDED.encode(refusal, 5);
            LocalRefusal read = IpcCodec.EXTENDED.decodeRefusal(message.body());

            assertThat(read.reason()).isEqualTo(reason);
            assertThat(read).hasMessage(refusal.getMessage());
            assertThat(read.conflict()).isEqualTo(refusal.conflict());
            if (reason == Reason.OTHER) {
                assertThat(read.code()).isEqualTo(ErrorCode.UNBOUND_CONTAINER);
            }
        }
    }

    @Test
    void programs_of_2017_get_the_numbers_that_they_know() {
        for (ErrorCode code : ErrorCode.values()) {
            Bytes body = IpcCodec.CLASSIC.encode(new LocalRefusal(code, Reason.OTHER, "x"), 1).body();
            int number = (body.at(0) & 0xFF) << 8 | (body.at(1) & 0xFF);
            assertThat((number <= 0x0010 && number != 0x000F) || number == 0xFFFF).as(code.name()).isTrue();
        }
        assertThat(IpcCodec.CLASSIC.encode(new LocalRefusal(ErrorCode.IPC, Reason.UNSHARABLE, "private"), 1).body())
                .isEqualTo(Bytes.ofHex("ffff70726976617465"));
    }

    @Test
    void says_in_one_line_what_is_wrong_with_a_request() {
        record Wrong(String code, String body, String words) {}
        String definition = "00" + NOBODY + NOBODY + "000107" + API_HEX + "00";
        for (Wrong wrong : List.of(
                new Wrong("+T", "00", "16 bytes"),
                new Wrong("+A", ADDRESS_HEX, "improper api id"),
                new Wrong("+A", "00", "improper api id"),
                new Wrong(">O", "00", "65 bytes"),
                new Wrong(">O", NOBODY, "algorithm"),
                new Wrong("@O", ADDRESS_HEX, "130 bytes"),
                new Wrong("+O", "00", "200 bytes"),
                new Wrong("+O", definition.replace("000107", "000100"), "history limit"),
                new Wrong("+O", "00" + NOBODY + NOBODY + "000107" + API_HEX + "01", "links"),
                new Wrong("+O", "00" + NOBODY + NOBODY + "000107" + ADDRESS_HEX + "00", "improper api id"),
                new Wrong("!O", definition, "algorithm"),
                new Wrong("ZZ", "", "ZZ is not known"),
                new Wrong("AK", "", "AK is not known"))) {
            Message message = new Message(Message.codeOf(wrong.code), 1, Bytes.ofHex(wrong.body));
            assertThatThrownBy(() -> IpcCodec.CLASSIC.decodeRequest(message)).as(wrong.toString())
                    .isInstanceOfSatisfying(LocalRefusal.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.GENERIC);
                        assertThat(refusal).hasMessageContaining(wrong.words);
                        assertThat(refusal.getMessage()).doesNotContain("\n");
                    });
        }
    }

    @Test
    void random_bytes_are_read_or_refused() {
        SplittableRandom random = new SplittableRandom(11);
        List<String> codes = List.of("?I", "+T", ">$", "+$", "-$", "+A", "-A", "+O", ">O", "!O", "~O", "@O", "*O", "#O",
                "-O", "XO", "?R", "^S", "^F", "!C", "!R");
        int[] lengths = {0, 1, 2, 16, 64, 65, 66, 130, 199, 200, 208, 260, 300};
        for (int round = 0; round < 20_000; round++) {
            byte[] body = new byte[lengths[random.nextInt(lengths.length)]];
            random.nextBytes(body);
            for (int index = 0; index < body.length; index += 65) {
                body[index] = (byte) random.nextInt(2);
            }
            Message message = new Message(
                    Message.codeOf(codes.get(random.nextInt(codes.size()))), 1, Bytes.owning(body));
            try {
                IpcCodec.CLASSIC.decodeRequest(message);
            } catch (LocalRefusal refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
            try {
                IpcCodec.EXTENDED.decodeEvent(message);
                IpcCodec.EXTENDED.decodeRefusal(message.body());
                IpcCodec.EXTENDED.decodeResult(new LocalRequest.Relays(), message.body());
                IpcCodec.EXTENDED.decodeResult(new LocalRequest.Get(ADDRESS), message.body());
            } catch (MalformedMessageException malformed) {
                assertThat(malformed.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void a_list_of_objects_has_the_bytes_of_the_protocol() throws MalformedMessageException {
        ObjectEntry entry = new ObjectEntry(ADDRESS, OTHER, API, true, false, true, true, 0x010203, 0x8001);
        String bytes = ADDRESS_HEX + OTHER_HEX + API_HEX + "0d" + "00010203" + "8001";
        LocalRequest.ObjectPage page = new LocalRequest.ObjectPage(List.of(entry, entry), Optional.of(OTHER));
        Bytes encoded = IpcCodec.EXTENDED.encodeResult(page);
        assertThat(encoded.hex()).isEqualTo("41" + OTHER_HEX + bytes + bytes);
        assertThat(IpcCodec.EXTENDED.decodeResult(new LocalRequest.ListObjects(Optional.empty()), encoded))
                .isEqualTo(page);

        LocalRequest.ObjectPage last = new LocalRequest.ObjectPage(List.of(), Optional.empty());
        assertThat(IpcCodec.EXTENDED.encodeResult(last).hex()).isEqualTo("00");
        for (String malformed : List.of("", "01", "41", "00" + bytes + "00")) {
            assertThatThrownBy(() -> IpcCodec.EXTENDED.decodeResult(
                    new LocalRequest.ListObjects(Optional.empty()), Bytes.ofHex(malformed)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }
}
