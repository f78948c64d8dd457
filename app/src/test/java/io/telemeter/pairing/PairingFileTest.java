package io.telemeter.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingFileTest {
    @TempDir
    Path directory;

    private static Ghid ghid(int fill) {
        return new Ghid(Bytes.ofHex("%02x".formatted(fill).repeat(64)));
    }

    @Test
    void says_unpaired_where_there_is_no_file() throws IOException {
        PairingFile file = new PairingFile(directory.resolve("none"));
        assertThat(file.readAgent()).isEqualTo(AgentPairing.NONE);
        assertThat(file.readMonitor()).isEqualTo(MonitorPairing.NONE);
    }

    @Test
    void gives_back_what_was_written_and_is_for_its_owner_only() throws IOException {
        Path path = directory.resolve("agent");
        PairingFile file = new PairingFile(path);
        AgentPairing pairing = new AgentPairing(Optional.of(ghid(1)), Optional.of(ghid(2)), Optional.of(ghid(3)),
                List.of(ghid(4), ghid(5)));
        file.write(pairing);
        assertThat(file.readAgent()).isEqualTo(pairing);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");

        MonitorPairing monitor = new MonitorPairing(Optional.of(ghid(1)), Optional.of(ghid(2)), Optional.of(ghid(3)));
        file.write(monitor);
        assertThat(file.readMonitor()).isEqualTo(monitor);
    }

    @Test
    void refuses_a_damaged_file_and_leaves_it() throws IOException {
        Path path = directory.resolve("agent");
        for (String content : List.of("monitor=AAAA\n", "monitor=\\u12\n", "retired=x,y\n", "x".repeat(70_000))) {
            Files.writeString(path, content);
            assertThatThrownBy(() -> new PairingFile(path).readAgent()).isInstanceOf(IOException.class)
                    .hasMessageContaining("move it away").hasMessageNotContaining("\n");
            assertThat(path).hasContent(content);
        }
    }

    @Test
    void retires_the_status_object_when_the_monitor_changes() {
        AgentPairing paired = AgentPairing.NONE.withStatus(ghid(9)).pairedWith(ghid(1)).withInterval(ghid(3));
        assertThat(paired.retired()).isEmpty();
        assertThat(paired.status()).contains(ghid(9));

        AgentPairing other = paired.pairedWith(ghid(2));
        assertThat(other.monitor()).contains(ghid(2));
        assertThat(other.status()).isEmpty();
        assertThat(other.interval()).isEmpty();
        assertThat(other.retired()).containsExactly(ghid(9));
        assertThat(paired.pairedWith(ghid(1))).isEqualTo(paired);
    }
}
