package io.telemeter.it.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.TestIdentities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `hypergolix inspect` in a pipe; what it says of which object is tested where it is written.
class InspectProcessTest {
    @RegisterExtension
    private final Commands commands = new Commands();

    @TempDir
    private Path directory;

    @Test
    void reads_a_pipe_checks_the_signature_and_ends_with_the_code_of_what_it_found() throws Exception {
        PrivateIdentity author = TestIdentities.of(CipherSuite.SUITE_1, 0);
        Path identity = directory.resolve("an identity.ghid");
        Files.write(identity, author.identity().encoded().toArray());
        StaticBinding binding = author.bind(author.fingerprint()).object();

        RunningCommand.Result sound = commands.hypergolix("inspect", "--json", "--identity", identity.toString(), "-")
                .run(binding.encoded().toArray());
        assertThat(sound.exitCode()).isZero();
        assertThat(sound.output()).singleElement().asString().startsWith("{\"kind\":\"static-binding\",")
                .contains("\"ghid\":\"" + binding.ghid().text() + "\"", "\"digest_ok\":true", "\"signature_ok\":true");
        assertThat(sound.errors()).isEmpty();

        RunningCommand.Result text = commands.hypergolix("inspect", "-").run("nothing".getBytes(US_ASCII));
        assertThat(text).isEqualTo(new RunningCommand.Result(1, List.of(),
                List.of("hypergolix inspect: This is no Golix object: its first four bytes are unknown.")));

        assertThat(commands.hypergolix("inspect").run()).satisfies(usage -> {
            assertThat(usage.exitCode()).isEqualTo(2);
            assertThat(usage.errors()).hasSize(1);
        });
    }
}
