package io.telemeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// What every command says of itself.
class HelpTest {
    private static Object program(String name) {
        return name.equals("hypergolix") ? new HypergolixCommand() : new TelemeterCommand();
    }

    private static Stream<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        for (String name : List.of("hypergolix", "telemeter")) {
            collect(commandLine(name), List.of(), commands);
        }
        return commands.stream();
    }

    private static CommandLine commandLine(String name) {
        return new CommandLine(program(name)).registerConverter(Ghid.class, Ghid::parse)
                .registerConverter(ApiId.class, ApiId::ofHex);
    }

    private static void collect(CommandLine command, List<String> before, List<List<String>> into) {
        List<String> words = new ArrayList<>(before);
        words.add(command.getCommandName());
        into.add(words);
        command.getSubcommands().values().forEach(below -> collect(below, words, into));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_explains_itself_and_each_of_its_options(List<String> words) {
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        arguments.add("--help");
        StringWriter said = new StringWriter();
        CommandLine command = commandLine(words.getFirst()).setOut(new PrintWriter(said)).setErr(new PrintWriter(said));

        assertThat(command.execute(arguments.toArray(String[]::new))).as(said.toString()).isZero();
        assertThat(said.toString()).contains("Usage: " + String.join(" ", words));
        for (String word : words.subList(1, words.size())) {
            command = Objects.requireNonNull(command.getSubcommands().get(word));
        }
        assertThat(command.getCommandSpec().options()).filteredOn(option -> !option.hidden())
                .allSatisfy(option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
    }

    @Test
    void what_is_wrong_is_said_in_one_line_in_the_words_of_a_person() {
        assertThat(errors("start")).isEqualTo("hypergolix start: One of these is needed: app, server. Try 'hypergolix"
                + " start --help'.\n");
        assertThat(errors("object", "new", "--api", "12", "state")).contains("128 hexadecimal digits, not '12'")
                .hasLineCount(1);
        assertThat(errors("object", "share", "--wait", "long", "a", "b")).contains("is no whole number")
                .hasLineCount(1);
        assertThat(errors("start", "server", "--host", "ANY")).contains("set server.host there").hasLineCount(1);
        assertThat(errors("start", "server", "some.pid")).contains("set server.pid_file there").hasLineCount(1);
    }

    private static String errors(String... words) {
        Terminal.Result result = Terminal.hypergolix(new byte[0], words);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        return result.errors();
    }
}
