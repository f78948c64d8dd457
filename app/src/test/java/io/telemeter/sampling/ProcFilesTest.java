package io.telemeter.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {

    @TempDir
    private Path directory;

    @Test
    void reads_a_file_anew_every_time() throws IOException {
        ProcFiles files = ProcFiles.below(directory);
        Files.writeString(directory.resolve("stat"), "one");
        assertThat(files.read("stat")).asString().isEqualTo("one");

        Files.writeString(directory.resolve("stat"), "two");
        assertThat(files.read("stat")).asString().isEqualTo("two");
    }

    @Test
    void reads_no_more_than_the_limit() throws IOException {
        Path file = directory.resolve("stat");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(ProcFiles.LIMIT_BYTES);
            assertThat(ProcFiles.below(directory).read("stat")).hasSize(ProcFiles.LIMIT_BYTES);

            sparse.setLength(ProcFiles.LIMIT_BYTES + 1L);
            assertThatThrownBy(() -> ProcFiles.below(directory).read("stat")).isInstanceOf(SamplingException.class)
                    .hasMessage(file + ": longer than 4 MiB");
        }
    }

    @Test
    void says_that_a_file_is_missing() {
        assertThatThrownBy(() -> ProcFiles.below(directory).read("stat")).isInstanceOf(SamplingException.class)
                .hasMessage(directory.resolve("stat") + ": no such file; is /proc mounted?");
    }

    @Test
    void says_why_a_file_cannot_be_read() throws IOException {
        Files.createDirectory(directory.resolve("stat"));

        assertThatThrownBy(() -> ProcFiles.below(directory).read("stat")).isInstanceOf(SamplingException.class)
                .hasMessage(directory.resolve("stat") + ": Is a directory");
    }
}
