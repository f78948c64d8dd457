package io.telemeter.cli.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    private Path home;

    private Path file(String text) throws IOException {
        return Files.writeString(home.resolve(Configuration.FILE_NAME), text);
    }

    private Configuration read(String text) throws Exception {
        return ConfigurationReader.read(file(text));
    }

    @Test
    void an_empty_file_is_all_defaults() throws Exception {
        assertThat(read("")).isEqualTo(Configuration.defaults(home));
        assertThat(read("process:\nserver:\ninstrumentation: null\nremotes:\n"))
                .isEqualTo(Configuration.defaults(home));
    }

    @Test
    void every_key_of_2017_is_known() throws Exception {
        Configuration configuration = read("""
                process:
                  ghidcache: /tmp/cache
                  logdir: /tmp/logs
                  pid_file: /tmp/app.pid
                  ipc_port: 7790
                instrumentation:
                  verbosity: error
                  debug: null
                  traceur: null
                user:
                  fingerprint: null
                  user_id: null
                  root_secret: null
                remotes:
                  - host: relay.example.org
                    port: 443
                    tls: true
                server:
                  ghidcache: /tmp/store
                  logdir: /tmp/logs
                  pid_file: /tmp/server.pid
                  host: null
                  port: 7780
                  verbosity: shouty
                  debug: true
                """);

        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.remotes()).containsExactly(URI.create("wss://relay.example.org:443/"));
        assertThat(configuration.process().ipcPort()).isEqualTo(7790);
        assertThat(configuration.instrumentation().logDetail().level()).isEqualTo(Level.ERROR);
        assertThat(configuration.instrumentation().logDetail().stackTraces()).isFalse();
        assertThat(configuration.server().instrumentation().logDetail().level()).isEqualTo(Level.ALL);
        assertThat(configuration.server().instrumentation().logDetail().stackTraces()).isTrue();
    }

    @Test
    void debugging_lines_come_with_debug_whatever_the_verbosity_says() throws Exception {
        assertThat(read("instrumentation: {verbosity: error, debug: yes}").instrumentation().logDetail().level())
                .isEqualTo(Level.DEBUG);
    }

    @Test
    void an_unknown_key_is_a_warning_with_its_line() throws Exception {
        Configuration configuration = read("proces:\n  ipc_port: 1\nserver:\n  prot: 7\n");

        assertThat(configuration.warnings()).hasSize(2);
        assertThat(configuration.warnings().get(0)).contains("hypergolix.yml line 1", "'proces'");
        assertThat(configuration.warnings().get(1)).contains("hypergolix.yml line 4", "'prot'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "process: {ipc_port: 70000}|line 1|from 0 to 65535",
            "process: 7|line 1|keys with values",
            "instrumentation:\\n  verbosity: mute|line 2|error, warning, info, debug, shouty or extreme, not 'mute'",
            "server:\\n  debug: perhaps|line 2|true or false",
            "server:\\n  verbosity: loud|line 2|error, warning",
            "remotes:\\n  - port: 443|line 2|needs a host",
            "remotes:\\n  - host: a b|line 2|no host",
            "server:\\n  port: 1\\n  port: 2|line 3|stands twice",
            "server: [|line 1|no YAML"})
    void a_wrong_value_is_one_line_with_its_line_number(String text, String line, String reason) throws Exception {
        Path file = file(text.replace("\\n", "\n"));
        assertThatThrownBy(() -> ConfigurationReader.read(file)).isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(file.toString() + " " + line, reason)
                .message().doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"extreme,EXTREME", "shouty,SHOUTY", "debug,DEBUG", "louder,DEBUG", "info,INFO", "loud,INFO",
            "warning,WARNING", "normal,WARNING", "error,ERROR", "quiet,ERROR", "LOUDER,DEBUG"})
    void a_verbosity_has_a_word_and_a_nickname(String word, Verbosity verbosity) {
        assertThat(Verbosity.ofAny(word)).contains(verbosity);
    }
}
