package io.telemeter.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessUsageTest {

    @Test
    void processor_time_is_found_behind_a_name_with_spaces_and_parentheses() {
        String stat = "42 (a) b (c)) S 1 42 42 0 -1 4194560 100 0 0 0 123 77 0 0 20 0 12 0 999 1 2 3";
        assertThat(ProcessUsage.cpuNanos(stat)).isEqualTo(2_000_000_000L);
    }

    @Test
    void a_number_is_found_by_its_name() {
        String status = "Name:\tjava\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n";
        assertThat(ProcessUsage.number(status, "VmRSS:")).isEqualTo(1_024);
        assertThat(ProcessUsage.number(status, "Pss:")).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void this_process_uses_something() {
        ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid());
        assertThat(usage.cpuNanos()).isPositive();
        assertThat(usage.residentKib()).isBetween(1_024L, usage.peakKib());
        assertThat(usage.anonymousKib()).isPositive();
    }

    @Test
    void a_process_that_is_gone_uses_nothing() {
        assertThat(ProcessUsage.of(Long.MAX_VALUE)).isEqualTo(new ProcessUsage(0, 0, 0, 0, 0, 0));
    }
}
