package org.hypergolix.hgx.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Python writes was taken from `json.dumps(value, separators=(',', ':'))` of Python 3.11.
class JsonFormatTest {
    enum Colour {
        RED,
        GREEN
    }

    record Point(int x, long y) {}

    record Tree(String name, List<Tree> children) {}

    record Everything(
            String text,
            boolean flag,
            byte tiny,
            short small,
            int number,
            long large,
            float single,
            double real,
            BigInteger huge,
            BigDecimal exact,
            Colour colour,
            Point point,
            List<Point> points,
            Set<Colour> colours,
            Map<String, List<Integer>> lists,
            Map<Colour, Double> shares,
            Optional<String> note,
            Object any) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("must be positive");
            }
        }
    }

    record Generic<T>(T value) {}

    record WithClass(Class<?> type) {}

    private static <T> JsonFormat<T> format(Class<T> type) {
        return JsonFormat.of(MethodHandles.lookup(), type);
    }

    private static <T> T read(Class<T> type, String text) {
        return format(type).read(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.0|0.0
            -0.0|-0.0
            5|5.0
            0.1|0.1
            100|100.0
            12.5|12.5
            -2.5|-2.5
            1e15|1000000000000000.0
            1e16|1e+16
            123456789012345680|1.2345678901234568e+17
            1.5e16|1.5e+16
            1e22|1e+22
            1e-4|0.0001
            1e-5|1e-05
            1.25e-7|1.25e-07
            1.7976931348623157e308|1.7976931348623157e+308
            0.3333333333333333|0.3333333333333333
            """)
    void writes_numbers_as_python_does(double number, String python) {
        assertThat(format(Double.class).write(number)).isEqualTo(python);
        assertThat(read(Double.class, python)).isEqualTo(number);
    }

    @Test
    void escapes_text_as_python_does() {
        String text = "grüße \uD83D\uDE00 \"\\/\b\f\n\r\t\u0001\u007f\u2028";
        String python = "\"gr\\u00fc\\u00dfe \\ud83d\\ude00 \\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u007f\\u2028\"";

        assertThat(format(String.class).write(text)).isEqualTo(python);
        assertThat(read(String.class, python)).isEqualTo(text);
        assertThat(read(String.class, "\"grüße \uD83D\uDE00\"")).isEqualTo("grüße \uD83D\uDE00");
        assertThat(format(String.class).write("\uD83D")).isEqualTo("\"\\ud83d\"");
    }

    @Test
    void keeps_the_order_of_members_and_writes_no_spaces() {
        Map<String, Object> value = new LinkedHashMap<>();
        List<Object> list = new ArrayList<>(List.of(true));
        list.add(null);
        list.add("x");
        value.put("b", 1);
        value.put("a", list);
        value.put("c", Map.of());

        String text = format(Object.class).write(value);

        assertThat(text).isEqualTo("{\"b\":1,\"a\":[true,null,\"x\"],\"c\":{}}");
        Map<?, ?> back = (Map<?, ?>) read(Object.class, text);
        assertThat(back.keySet()).map(Object::toString).containsExactly("b", "a", "c");
        assertThat(back.get("b")).isEqualTo(1L);
        assertThat(back.get("a")).isEqualTo(list);
    }

    @Test
    void keeps_every_supported_type() {
        Map<Colour, Double> shares = new EnumMap<>(Colour.class);
        shares.put(Colour.GREEN, 0.25);
        Everything value = new Everything("t", true, (byte) -128, (short) 32767, Integer.MIN_VALUE, Long.MAX_VALUE,
                0.1f, 1.5, BigInteger.TWO.pow(200), new BigDecimal("1.10"), Colour.RED, new Point(1, -2),
                List.of(new Point(3, 4)), new LinkedHashSet<>(List.of(Colour.GREEN, Colour.RED)),
                Map.of("k", List.of(1, 2)), shares, Optional.of("n"), List.of("x", 1L, 2.5));

        String text = format(Everything.class).write(value);

        assertThat(text).isEqualTo("""
                {"text":"t","flag":true,"tiny":-128,"small":32767,"number":-2147483648,"large":9223372036854775807,\
                "single":0.1,"real":1.5,"huge":1606938044258990275541962092341162602522202993782792835301376,\
                "exact":1.10,"colour":"RED","point":{"x":1,"y":-2},"points":[{"x":3,"y":4}],\
                "colours":["GREEN","RED"],"lists":{"k":[1,2]},"shares":{"GREEN":0.25},"note":"n","any":["x",1,2.5]}""");
        assertThat(read(Everything.class, text)).isEqualTo(value);
    }

    @Test
    void reads_a_record_that_contains_itself() {
        Tree tree = new Tree("a", List.of(new Tree("b", List.of()), new Tree("c", List.of())));

        assertThat(read(Tree.class, format(Tree.class).write(tree))).isEqualTo(tree);
    }

    record Note(String text, Optional<Integer> priority) {}

    @Test
    void an_empty_optional_is_left_out_and_read_from_nothing_or_null() {
        assertThat(format(Note.class).write(new Note("t", Optional.empty()))).isEqualTo("{\"text\":\"t\"}");
        assertThat(read(Note.class, "{\"text\":\"t\"}").priority()).isEmpty();
        assertThat(read(Note.class, "{\"text\":\"t\",\"priority\":null}").priority()).isEmpty();
        assertThat(read(Note.class, "{\"text\":\"t\",\"priority\":3}").priority()).contains(3);
    }

    @Test
    void tolerates_unknown_members_and_takes_the_last_of_equal_ones() {
        assertThat(read(Point.class, " { \"z\" : [ {} ], \"y\" : 2 , \"x\" : 0, \"x\" : 1 } "))
                .isEqualTo(new Point(1, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"x":1}                      | y: is missing
            {"x":1,"y":null}             | y: a number is expected, not null
            {"x":"1","y":1}              | x: a number is expected, not a string
            {"x":1.5,"y":1}              | x: an integer is expected, not a fraction
            {"x":2147483648,"y":1}       | x: the number is not within -2147483648 and 2147483647
            {"x":1e999999999,"y":1}      | x: the number is too large
            {"x":1e99999999999,"y":1}    | x: the number's exponent is too large
            []                           | an object is expected, not an array
            "x"                          | an object is expected, not a string
            null                         | an object is expected, not null
            """)
    void says_where_and_why_a_record_cannot_be_read(String text, String message) {
        assertThatThrownBy(() -> read(Point.class, text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void names_places_deep_inside_without_repeating_the_text() {
        assertThatThrownBy(() -> read(Tree.class, "{\"name\":\"n\",\"children\":[{\"name\":7,\"children\":[]}]}"))
                .hasMessage("children[0].name: a string is expected, not a number");
        assertThatThrownBy(() -> read(Everything.class, "{\"text\":\"t\",\"flag\":\"evil\\u001b[2J\"}"))
                .hasMessage("flag: a boolean is expected, not a string");
        assertThatThrownBy(() -> read(Colour.class, "\"evil\\u001b[2J\""))
                .hasMessage("the name of a Colour is expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NaN", "Infinity", "-Infinity", "[NaN]", "{", "[1,]", "[1", "\"", "01", "+1", "1.",
            ".5", "1e", "'x'", "{x:1}", "nul", "truE", "1 2", "[] []", "\"\t\"", "\"\\x\"", "\"\\u12\"", "{\"a\"}",
            "{\"a\":1,}", "\uFEFF1", "// c\n1"})
    void refuses_what_is_no_json(String text) {
        assertThatThrownBy(() -> read(Object.class, text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n").hasMessageStartingWith("no JSON, see line ");
    }

    @Test
    void refuses_numbers_that_are_not_finite() {
        assertThatThrownBy(() -> format(Double.class).write(Double.NaN)).hasMessageContaining("NaN and infinity");
        assertThatThrownBy(() -> format(Float.class).write(Float.NEGATIVE_INFINITY))
                .hasMessageContaining("NaN and infinity");
        assertThatThrownBy(() -> format(Object.class).write(List.of(Double.POSITIVE_INFINITY)))
                .hasMessage("[0]: NaN and infinity have no JSON form");
        assertThatThrownBy(() -> read(Double.class, "1e999")).hasMessage("the number is too large");
        assertThatThrownBy(() -> read(Object.class, "-1e999")).hasMessage("the number is too large");
        assertThatThrownBy(() -> read(Float.class, "1e39")).hasMessage("the number is too large");
    }

    @Test
    void reads_integers_exactly() {
        assertThat(read(Object.class, "9007199254740993")).isEqualTo(9007199254740993L);
        assertThat(read(Object.class, "9223372036854775808")).isEqualTo(BigInteger.TWO.pow(63));
        assertThat(read(Long.class, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(read(Long.class, "9223372036854775807.0")).isEqualTo(Long.MAX_VALUE);
        assertThat(read(Integer.class, "5.0")).isEqualTo(5);
        assertThat(read(Integer.class, "1.5e1")).isEqualTo(15);
        assertThat(read(Integer.class, "-0")).isZero();
        assertThat(read(Integer.class, "0e999999999")).isZero();
        assertThat(read(Object.class, "-0")).isEqualTo(-0.0);
        assertThat(read(Object.class, "1.0")).isEqualTo(1.0);
        assertThat(read(Double.class, "5")).isEqualTo(5.0);
        assertThatThrownBy(() -> read(Long.class, "9223372036854775808")).hasMessageContaining("is not within");
        assertThatThrownBy(() -> read(Byte.class, "128")).hasMessageContaining("is not within");
        assertThatThrownBy(() -> read(BigInteger.class, "1e401")).hasMessage("the number is too large");
    }

    @Test
    void gives_back_every_double() {
        Random random = new Random(7);
        JsonFormat<Double> format = format(Double.class);
        for (int round = 0; round < 20_000; round++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(format.read(format.write(number))).isEqualTo(number);
            }
        }
        assertThat(format.read(format.write(Double.MIN_VALUE))).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void gives_back_every_text() {
        Random random = new Random(8);
        JsonFormat<String> format = format(String.class);
        for (int round = 0; round < 10_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65536)));
            }
            String written = format.write(text.toString());
            assertThat(written).matches("[ -~]*");
            assertThat(format.read(written)).isEqualTo(text.toString());
        }
    }

    @Test
    void limits_depth_length_and_digits() {
        String deepest = "[".repeat(JsonFormat.DEEPEST) + "]".repeat(JsonFormat.DEEPEST);
        assertThat(format(Object.class).write(read(Object.class, deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> read(Object.class, "[" + deepest + "]")).hasMessageContaining("more than 64 times");
        assertThatThrownBy(() -> read(Object.class, "[".repeat(1_000_000))).hasMessageContaining("more than 64 times");
        assertThat(read(Object.class, "\"" + "[".repeat(1000) + "\\\"[\"")).isEqualTo("[".repeat(1000) + "\"[");
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThatThrownBy(() -> format(Object.class).write(endless)).hasMessageContaining("more than 64 times");

        String longest = "x".repeat(JsonFormat.LONGEST_TEXT - 2);
        assertThat(read(String.class, format(String.class).write(longest))).isEqualTo(longest);
        assertThatThrownBy(() -> format(String.class).write(longest + "x")).hasMessageContaining("more than 10485760");
        assertThatThrownBy(() -> read(String.class, "\"" + longest + "x\"")).hasMessageContaining("more than 10485760");

        assertThat(read(BigInteger.class, "9".repeat(400))).isEqualTo(new BigInteger("9".repeat(400)));
        assertThatThrownBy(() -> read(BigInteger.class, "9".repeat(401))).hasMessageContaining("more than 400");
        assertThatThrownBy(() -> read(Object.class, "9".repeat(401))).hasMessageContaining("more than 400");
    }

    @Test
    void what_is_read_cannot_be_modified() {
        assertThatThrownBy(() -> ((List<?>) read(Object.class, "[1]")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) read(Object.class, "{\"a\":1}")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shows_what_a_record_says_about_its_values() {
        assertThatThrownBy(() -> read(Positive.class, "{\"value\":0}")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no Positive: must be positive");
    }

    @Test
    void refuses_types_without_a_json_form_when_the_format_is_made() {
        assertThatThrownBy(() -> format(WithClass.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WithClass.type");
        assertThatThrownBy(() -> format(Generic.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Generic.value");
        assertThatThrownBy(() -> format(Thread.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void refuses_what_slipped_through_a_raw_type() {
        assertThatThrownBy(() -> format(Object.class).write(new Object())).hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> format(Map.class).write(Map.of(1, 2))).hasMessageContaining("strings");
        assertThatThrownBy(() -> format(List.class).write(Collections.singletonList(Thread.currentThread())))
                .hasMessageStartingWith("[0]: ");
    }
}
