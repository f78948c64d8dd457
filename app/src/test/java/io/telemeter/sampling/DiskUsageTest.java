package io.telemeter.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUsageTest {

    @Test
    void leaves_the_reserved_blocks_out_of_the_share() {
        DiskUsage usage = new DiskUsage("/", 1000, 500, 400);

        assertThat(usage.usedBytes()).isEqualTo(500);
        assertThat(usage.usedPercent()).isEqualTo(55.6);
    }

    @Test
    void brings_numbers_read_at_different_moments_into_order() {
        assertThat(DiskUsage.ofRaw("/", 1000, 1001, 400)).isEqualTo(new DiskUsage("/", 1000, 1000, 400));
        assertThat(DiskUsage.ofRaw("/", 1000, 300, 301)).isEqualTo(new DiskUsage("/", 1000, 300, 300));
        assertThat(DiskUsage.ofRaw("/", 1000, -1, -1)).isEqualTo(new DiskUsage("/", 1000, 0, 0));
    }

    @Test
    void takes_a_wrapped_number_of_available_bytes_for_none() {
        assertThat(DiskUsage.ofRaw("/", 1000, 30, Long.MAX_VALUE)).isEqualTo(new DiskUsage("/", 1000, 30, 0));
    }

    @Test
    void says_that_a_directory_is_missing(@TempDir Path directory) {
        File missing = directory.resolve("missing").toFile();

        assertThatThrownBy(() -> new DiskUsage.Sensor(missing).read()).isInstanceOf(SamplingException.class)
                .hasMessage(missing + ": no such directory");
    }

    @Test
    void says_that_a_file_system_has_no_size() {
        assumeTrue(new File("/proc/self").exists());

        assertThatThrownBy(() -> new DiskUsage.Sensor(new File("/proc")).read()).isInstanceOf(SamplingException.class)
                .hasMessage("/proc: the system does not say its size");
    }
}
