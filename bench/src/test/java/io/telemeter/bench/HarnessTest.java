package io.telemeter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Every measurement once, as small as it gets: that it works is seen here, what it measures is not.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HarnessTest {
    @TempDir
    private Path directory;

    private final StringWriter text = new StringWriter();

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(text, true);
        return BenchCommand.run(writer, writer, arguments);
    }

    private void measure(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of(name, "--directory", directory.toString()));
        arguments.addAll(List.of(options));
        assertThat(run(arguments.toArray(String[]::new))).as("%s", text).isZero();
        assertThat(text.toString()).contains("processor  ", "memory  ", "java  ", "disk  ", "load before  ");
    }

    @AfterEach
    void leaves_no_process_and_no_file() throws Exception {
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void push() {
        measure("push", "--pushes", "5", "--warmup", "1");
        assertThat(text.toString()).containsPattern("push +p50 \\d").contains("(5 samples)");
    }

    @Test
    void callback() {
        measure("callback", "--pushes", "5", "--warmup", "1");
        assertThat(text.toString()).containsPattern("push to callback +p50 \\d").contains("(5 samples)");
    }

    @Test
    void relay() {
        measure("relay", "--publishers", "2", "--updates", "6", "--warmup", "2", "--rate", "100");
        assertThat(text.toString()).containsPattern("verified, durable, told +\\d")
                .containsPattern("sent to told +p50");
    }

    @Test
    void identity() {
        measure("identity", "--keys", "1", "--old-keys", "0", "--accounts", "1", "--passwords", "0", "--starts", "0");
        assertThat(text.toString()).contains("keys, suite 3", "account with a key file");
    }

    @Test
    void wire_bytes_are_the_same_each_time() {
        measure("wire-bytes", "--pushes", "3");
        Matcher sent = Pattern.compile("publisher sends +(\\d+)\\.0000 bytes").matcher(text.toString());
        assertThat(sent.find()).as("whole bytes a status: %s", text).isTrue();
        assertThat(Integer.parseInt(sent.group(1))).isBetween(225, 1_600);
    }

    @Test
    void agent() {
        measure("agent", "--seconds", "1", "--settle", "0", "--interval", "1");
        assertThat(text.toString()).containsPattern("after the measured time RSS \\d")
                .containsPattern("CPU per hour +\\d");
    }

    @Test
    void wrong_usage_is_told() {
        assertThat(run("push", "--pushes", "0")).isEqualTo(2);
        assertThat(text.toString()).contains("--pushes is at least 1.");
        assertThat(run("nothing")).isEqualTo(2);
        assertThat(run("wire-bytes", "--directory", directory.toString(), "--suite", "2")).isEqualTo(2);
    }
}
