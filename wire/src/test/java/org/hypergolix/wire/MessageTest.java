package org.hypergolix.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void a_ping_has_the_bytes_of_the_protocol() {
        Message ping = new Message(Message.codeOf("??"), 0x1234, Bytes.EMPTY);
        assertThat(ping.encode().hex()).isEqualTo("00003f3f1234");
        assertThat(ping.length()).isEqualTo(6);
    }

    @Test
    void success_has_the_bytes_of_the_protocol() throws MalformedMessageException {
        assertThat(Answer.DONE.toMessage(0x1234).encode().hex()).isEqualTo("0000414b123401");
        assertThat(Answer.from(Message.decode(Bytes.ofHex("0000414b123401")))).isEqualTo(Answer.DONE);
    }

    @Test
    void failure_is_a_code_and_text() throws MalformedMessageException {
        Answer failure = new Answer.Failure(ErrorCode.ILLEGAL_DYNAMIC_FRAME, "é");
        assertThat(failure.toMessage(0xFFFF).encode().hex()).isEqualTo("00004e4bffff0009c3a9");
        assertThat(Answer.from(Message.decode(Bytes.ofHex("00004e4bffff0009c3a9")))).isEqualTo(failure);
    }

    @Test
    void failure_without_a_code_is_the_general_failure() throws MalformedMessageException {
        assertThat(Answer.from(Message.decode(Bytes.ofHex("00004e4b0001"))))
                .isEqualTo(new Answer.Failure(ErrorCode.EXCEPTION, ""));
    }

    @Test
    void an_endless_failure_text_is_cut() throws MalformedMessageException {
        Bytes text = Bytes.concat(Bytes.ofHex("0001"), Bytes.owning(new byte[100_000]));
        Answer answer = Answer.from(new Message(Message.FAILURE, 7, text));
        assertThat(answer).isInstanceOfSatisfying(
                Answer.Failure.class, failure -> assertThat(failure.text()).hasSize(Answer.MAX_TEXT_LENGTH));
    }

    @Test
    void every_error_code_survives_the_wire() throws MalformedMessageException {
        for (ErrorCode code : ErrorCode.values()) {
            Message message = Message.decode(new Answer.Failure(code, "x").toMessage(1).encode());
            assertThat(Answer.from(message)).isEqualTo(new Answer.Failure(code, "x"));
        }
    }

    @Test
    void refuses_a_message_without_a_whole_version() {
        assertThatThrownBy(() -> Message.decode(Bytes.EMPTY)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Message.decode(Bytes.ofHex("00"))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void refuses_another_version() {
        assertThatThrownBy(() -> Message.decode(Bytes.ofHex("00013f3f0001")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("version 1");
    }

    @Test
    void a_message_cut_short_after_its_version_is_still_a_message() throws MalformedMessageException {
        assertThat(Message.decode(Bytes.ofHex("0000"))).isEqualTo(new Message(0, 0, Bytes.EMPTY));
        assertThat(Message.decode(Bytes.ofHex("00003f"))).isEqualTo(new Message(0, 0, Bytes.EMPTY));
        assertThat(Message.decode(Bytes.ofHex("00003f3f"))).isEqualTo(new Message(0x3f3f, 0, Bytes.EMPTY));
        assertThat(Message.decode(Bytes.ofHex("00003f3f12"))).isEqualTo(new Message(0x3f3f, 0x12, Bytes.EMPTY));
    }

    @Test
    void shows_unprintable_codes_as_digits() {
        assertThat(new Message(0x3f3f, 0, Bytes.EMPTY).codeText()).isEqualTo("??");
        assertThat(new Message(0x1b5b, 0, Bytes.EMPTY).codeText()).isEqualTo("1b5b");
    }
}
