package io.telemeter.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.daemon.LaunchProtocol.Message;
import io.telemeter.daemon.LaunchProtocol.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchProtocolTest {

    private final LaunchProtocol protocol = new LaunchProtocol("0123abcd");

    @ParameterizedTest
    @EnumSource(Verb.class)
    void a_message_is_one_line_with_the_token(Verb verb) {
        String line = protocol.encode(verb, "some text");

        assertThat(line).isEqualTo("0123abcd " + verb + " some text\n");
        assertThat(protocol.decode(line.strip())).contains(new Message(verb, "some text"));
    }

    @Test
    void line_ends_become_blanks_and_long_text_is_cut() {
        assertThat(protocol.encode(Verb.SAY, "a\r\nb\n\nc")).isEqualTo("0123abcd SAY a b c\n");
        assertThat(protocol.encode(Verb.SAY, "x".repeat(3000))).hasSize("0123abcd SAY \n".length() + 2000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "some text", "READY 5", "0123abce READY 5", "0123abcd", "0123abcd SHOUT x",
            " 0123abcd READY 5"})
    void other_lines_are_no_messages(String line) {
        assertThat(protocol.decode(line)).isEmpty();
    }
}
