package io.telemeter.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What README.md shows of the shell, typed line by line into a shell: the same lines must come back.
///
/// Only what cannot be the same is replaced: directory and ports by those of the test, and what is different on every
/// machine (fingerprints, addresses, numbers, times, sizes) on both sides by a word for it.
@Timeout(300)
class ReadmeTest {
    private static final String SECTION = "## Objects from the shell";
    private static final String DIRECTORY = "/tmp/tour";
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9_-]{87}=");

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private static Path readme() {
        Path place = Path.of("").toAbsolutePath();
        while (!Files.exists(place.resolve("mvnw"))) {
            place = Objects.requireNonNull(place.getParent(), "the tests run inside the checkout");
        }
        return place.resolve("README.md");
    }

    /// The lines of the console blocks of the section.
    private static List<String> shown() throws IOException {
        List<String> shown = new ArrayList<>();
        boolean inSection = false;
        boolean inBlock = false;
        for (String line : Files.readAllLines(readme())) {
            if (line.startsWith("## ")) {
                inSection = line.equals(SECTION);
            } else if (inSection && line.startsWith("```")) {
                inBlock = line.equals("```console");
            } else if (inSection && inBlock) {
                shown.add(line);
            }
        }
        return shown;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String withoutChance(String line) {
        return ADDRESS.matcher(line).replaceAll("ADDRESS")
                .replaceAll("\\d+ (d \\d+ h|h \\d+ min|min \\d+ s|s)\\b", "TIME")
                .replaceAll("\\d+(\\.\\d+)? ([KMG]iB)", "SIZE")
                .replaceAll("\\d+", "N");
    }

    @Test
    void the_object_tour_is_true() throws Exception {
        List<String> shown = shown();
        assertThat(shown).as("the tour").anyMatch(line -> line.startsWith("$ "));
        RelayProcess relay = commands.relay(directory.resolve("relay"));
        commands.hypergolixScript(directory.resolve("hypergolix"));
        String bobsPort = Integer.toString(freePort());

        StringBuilder script = new StringBuilder("cd '" + directory + "'\nexec 2>&1\n");
        List<String> expected = new ArrayList<>();
        for (String line : shown) {
            expected.add(withoutChance(line));
            if (line.startsWith("$ ")) {
                String typed = ADDRESS.matcher(line.substring(2)).replaceAll("\\$bob")
                        .replace(DIRECTORY, directory.toString())
                        .replace("7770", relay.url().replaceAll(".*:(\\d+)/", "$1"))
                        .replace("7773", bobsPort);
                script.append("echo '").append(line).append("'\n").append(typed)
                        .append(" >out 2>&1 || echo failed >>out\n")
                        .append("sed '$a\\' out\n[ -n \"$bob\" ] || bob=$(sed -n 's/^Fingerprint: //p' out)\n");
            }
        }
        // Alice has the usual port in the tour; here any free one.
        Files.createDirectory(directory.resolve("alice"));
        Files.writeString(directory.resolve("alice/hypergolix.yml"), "process:\n  ipc_port: 0\n");
        Path file = Files.writeString(directory.resolve("tour.sh"), script, StandardCharsets.UTF_8);

        RunningCommand.Result result = commands.words(List.of("sh", file.toString())).run();
        List<String> said = result.output().stream().map(line -> line.replace(directory.toString(), DIRECTORY))
                .map(ReadmeTest::withoutChance).toList();
        assertThat(said).containsExactlyElementsOf(expected);
    }
}
