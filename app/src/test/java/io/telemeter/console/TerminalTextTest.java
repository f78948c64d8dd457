package io.telemeter.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {

    private static final int ENOUGH = 1 << 16;

    private static String block(String text) {
        return TerminalText.block(text, ENOUGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain ASCII ~ !\\ \"'`$", "two\nlines\n\n", "  blanks  ", "Grüße, Ωμέγα, Привет",
            "日本語 한국어 中文", "עברית العربية", "e\u0301 a\u0308", "कि तमिழ் ไทยนี้", "€ ½ → ░█ ⣿ 😀",
            "C:\\users\\name <U> +"})
    void leaves_printable_text_and_line_feeds_alone(String text) {
        assertThat(block(text)).isEqualTo(text);
    }

    @Test
    void shows_terminal_sequences_instead_of_obeying_them() {
        assertThat(block("\u001b[2J\u001b]0;title\u0007")).isEqualTo("<U+001B>[2J<U+001B>]0;title<U+0007>");
        assertThat(block("\u009b2J")).isEqualTo("<U+009B>2J");
        assertThat(block("a\rb\tc\bd\u007fe\u0000")).isEqualTo("a<U+000D>b<U+0009>c<U+0008>d<U+007F>e<U+0000>");
    }

    @Test
    void shows_what_turns_or_hides_text() {
        assertThat(block("user\u202etxt.exe")).isEqualTo("user<U+202E>txt.exe");
        assertThat(block("\u2066a\u2069\u061c\u200f")).isEqualTo("<U+2066>a<U+2069><U+061C><U+200F>");
        assertThat(block("a\u200bb\u200dc\ufeffd\u00ade")).isEqualTo("a<U+200B>b<U+200D>c<U+FEFF>d<U+00AD>e");
        assertThat(block("a\u2028b\u2029c\u0085d")).isEqualTo("a<U+2028>b<U+2029>c<U+0085>d");
        assertThat(block("a\u00a0b\u3000c")).isEqualTo("a<U+00A0>b<U+3000>c");
        assertThat(block("a\u3164b\u115f\uffa0")).isEqualTo("a<U+3164>b<U+115F><U+FFA0>");
        assertThat(block("a\ufe0f\u034f")).isEqualTo("a<U+FE0F><U+034F>");
        assertThat(block("a" + Character.toString(0xE0041))).isEqualTo("a<U+E0041>");
    }

    @Test
    void shows_what_is_no_character() {
        assertThat(block("a\ud800b\udc00")).isEqualTo("a<U+D800>b<U+DC00>");
        assertThat(block("\uffff\ufdd0")).isEqualTo("<U+FFFF><U+FDD0>");
        assertThat(block("\ue000" + Character.toString(0x10FFFD))).isEqualTo("<U+E000><U+10FFFD>");
        assertThat(block("\u0378")).isEqualTo("<U+0378>");
    }

    @Test
    void shows_no_more_than_four_marks_on_a_character_and_none_without_one() {
        assertThat(block("a" + "\u0301".repeat(6) + "b\u0301"))
                .isEqualTo("a" + "\u0301".repeat(4) + "<U+0301><U+0301>b\u0301");
        assertThat(block("\u0301a\n\u0301\u001b\u0301")).isEqualTo("<U+0301>a\n<U+0301><U+001B><U+0301>");
    }

    @Test
    void cannot_be_made_to_show_a_false_escape() {
        assertThat(block("<U+001B>")).isEqualTo("<U+003C>U+001B>");
        assertThat(block("<<U+... 5 more>")).isEqualTo("<<U+003C>U+... 5 more>");
    }

    @Test
    void keeps_a_line_on_one_line() {
        assertThat(TerminalText.line("one\ntwo", ENOUGH)).isEqualTo("one<U+000A>two");
    }

    @Test
    void marks_where_it_cut() {
        assertThat(TerminalText.block("123456", 6)).isEqualTo("123456");
        assertThat(TerminalText.block("1234567", 6)).isEqualTo("123456<U+... 1 more>");
        assertThat(TerminalText.block("12345\u001b😀x", 6)).isEqualTo("12345<U+... 3 more>");
        assertThat(TerminalText.block("a😀", 2)).isEqualTo("a<U+... 1 more>");
        assertThat(TerminalText.line("abc", 0)).isEqualTo("<U+... 3 more>");
        assertThat(TerminalText.line("", 0)).isEmpty();
    }

    @Test
    void refuses_a_negative_limit() {
        assertThatThrownBy(() -> TerminalText.line("", -1)).isInstanceOf(IllegalArgumentException.class);
    }

    /// The regular expressions know Unicode's categories and properties by another way than the code under test.
    @Test
    void lets_no_other_code_point_through() {
        Pattern harmless = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]");
        int shown = 0;
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String text = Character.toString(codePoint);
            String result = TerminalText.line("x" + text, ENOUGH).substring(1);
            if (result.equals(text)) {
                assertThat(harmless.matcher(text).matches()).as("U+%04X", codePoint).isTrue();
                shown++;
            } else {
                assertThat(result).isEqualTo("<U+%04X>".formatted(codePoint));
            }
        }
        assertThat(shown).isGreaterThan(140_000);
    }
}
