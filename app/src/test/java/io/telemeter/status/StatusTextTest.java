package io.telemeter.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.sampling.CpuUsage;
import io.telemeter.sampling.CpuUsage.Core;
import io.telemeter.sampling.DiskUsage;
import io.telemeter.sampling.MemoryUsage;
import io.telemeter.sampling.Reading;
import io.telemeter.sampling.SystemSample;
import io.telemeter.status.StatusSnapshot.Space;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextTest {

    private static final String SAMPLE = """
            2016.12.14 @ 09:17:10
            ==========
            CPU:
            ----------
              3.0%
              0.0%
            MEM:
            ----------
              Avail: 5.21 GiB
              Total: 7.80 GiB
              Used:  33.2%
            DISK:
            ----------
              Avail: 88.15 GiB
              Total: 109.86 GiB
              Used:  15.5%

            """;

    private static final StatusSnapshot SNAPSHOT = new StatusSnapshot(
            LocalDateTime.of(2016, 12, 14, 9, 17, 10),
            List.of(3.0, 0.0),
            new Space(5_594_194_903L, 8_375_186_227L, 33.2),
            new Space(94_650_341_786L, 117_961_276_785L, 15.5));

    @Test
    void is_the_classic_text_to_the_last_character() {
        assertThat(StatusText.write(SNAPSHOT)).isEqualTo(SAMPLE).endsWith("%\n\n");
    }

    @Test
    void reads_what_it_wrote() {
        assertThat(StatusText.read(SAMPLE)).contains(SNAPSHOT);
        assertThat(StatusText.write(StatusText.read(SAMPLE).orElseThrow())).isEqualTo(SAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "ja-JP-u-ca-japanese", "hi-IN"})
    void is_the_same_in_every_locale(String locale) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(locale));
            assertThat(StatusText.write(SNAPSHOT)).isEqualTo(SAMPLE);
            assertThat(StatusText.read(SAMPLE)).contains(SNAPSHOT);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0, 0.0%", "-0.0, 0.0%", "3.0, 3.0%", "12.5, 12.5%", "100.0, 100.0%", "6.25, 6.2%", "99.96, 100.0%"})
    void gives_percentages_one_decimal(double percent, String text) {
        StatusSnapshot snapshot = new StatusSnapshot(SNAPSHOT.time(), List.of(percent), null, null);

        assertThat(StatusText.write(snapshot)).contains("CPU:\n----------\n  " + text + "\nMEM:");
    }

    @Test
    void takes_time_probe_memory_and_disk_from_a_sample() {
        SystemSample sample = new SystemSample(
                ZonedDateTime.parse("2026-03-01T09:17:10.987+01:00[Europe/Berlin]"),
                List.of(new Reading.Measured("cpu",
                        new CpuUsage(50.0, List.of(new Core(0, 50.0)), Duration.ofSeconds(5), List.of(12.5))),
                        new Reading.Measured("memory", new MemoryUsage(8192, 2048)),
                        new Reading.Measured("disk /", new DiskUsage("/", 1000, 500, 400))));

        assertThat(StatusText.write(StatusSnapshot.of(sample))).isEqualTo("""
                2026.03.01 @ 09:17:10
                ==========
                CPU:
                ----------
                  12.5%
                MEM:
                ----------
                  Avail: 2.00 KiB
                  Total: 8.00 KiB
                  Used:  75.0%
                DISK:
                ----------
                  Avail: 400.00 B
                  Total: 1000.00 B
                  Used:  55.6%

                """);
    }

    @Test
    void says_what_could_not_be_measured() {
        SystemSample sample = new SystemSample(ZonedDateTime.parse("2026-03-01T09:17:10+01:00[Europe/Berlin]"),
                List.of(new Reading.Unavailable("cpu", "stuck"), new Reading.Unavailable("disk /", "stuck")));
        String text = StatusText.write(StatusSnapshot.of(sample));

        assertThat(text).isEqualTo("""
                2026.03.01 @ 09:17:10
                ==========
                CPU:
                ----------
                  unavailable
                MEM:
                ----------
                  unavailable
                DISK:
                ----------
                  unavailable

                """);
        assertThat(StatusText.read(text)).contains(StatusSnapshot.of(sample));
    }

    @Test
    void refuses_numbers_that_cannot_be() {
        assertThatThrownBy(() -> new Space(-1, 5, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Space(1, -5, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Space(1, 5, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Space(1, 5, 100.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StatusSnapshot(SNAPSHOT.time(), List.of(-0.1), null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StatusSnapshot(LocalDateTime.of(10000, 1, 1, 0, 0), List.of(), null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reads_leniently_what_another_hand_or_line_end_left() {
        assertThat(StatusText.read(SAMPLE.replace("\n", "\r\n"))).contains(SNAPSHOT);
        assertThat(StatusText.read(SAMPLE.strip())).contains(SNAPSHOT);
        assertThat(StatusText.read(SAMPLE + "\n\n")).contains(SNAPSHOT);
        assertThat(StatusText.read(SAMPLE.replace("==========", "=====").replace("\n", "  \n"))).contains(SNAPSHOT);
        assertThat(StatusText.read(SAMPLE.replace("Used:  ", "Used: "))).contains(SNAPSHOT);
    }

    @ParameterizedTest
    @CsvSource({"2016.12.14 @ 09:17:10, 2016.13.14 @ 09:17:10", "2016.12.14 @ 09:17:10, 2016.02.30 @ 09:17:10",
            "2016.12.14 @ 09:17:10, 2016-12-14 09:17:10", "2016.12.14 @ 09:17:10, 2016.12.14 @ 24:00:00", "3.0%, x%",
            "3.0%, 100.1%", "3.0%, -3.0%", "3.0%, NaN%", "3.0%, 3.0", "CPU:, GPU:", "5.21 GiB, 5.21",
            "Avail:, Free:", "15.5%, 15.5", "  15.5%, ''", "==========, ''", "----------, ''"})
    void recognises_nothing_but_a_status(String from, String to) {
        assertThat(SAMPLE).contains(from);
        assertThat(StatusText.read(SAMPLE.replace(from, to))).isEmpty();
    }

    @Test
    void recognises_no_beginning_of_a_status_and_no_status_with_more_behind_it() {
        List<String> lines = SAMPLE.strip().lines().toList();
        for (int count = 0; count < lines.size(); count++) {
            assertThat(StatusText.read(String.join("\n", lines.subList(0, count)))).as("%d lines", count).isEmpty();
        }
        assertThat(StatusText.read(SAMPLE + "more\n")).isEmpty();
        assertThat(StatusText.read("Hello world!")).isEmpty();
    }

    @Test
    void reads_no_more_than_65536_characters() {
        assertThat(StatusText.read(SAMPLE + " ".repeat(65_536 - SAMPLE.length()))).contains(SNAPSHOT);
        assertThat(StatusText.read(SAMPLE + " ".repeat(65_537 - SAMPLE.length()))).isEmpty();
    }

    @Test
    void has_room_for_a_machine_of_4096_cpus() {
        StatusSnapshot large = new StatusSnapshot(SNAPSHOT.time(), Collections.nCopies(4096, 100.0), null, null);

        assertThat(StatusText.read(StatusText.write(large))).contains(large);
    }
}
