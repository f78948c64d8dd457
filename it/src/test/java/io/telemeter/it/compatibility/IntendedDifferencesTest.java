package io.telemeter.it.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntendedDifferencesTest {

    @Test
    void every_intended_difference_stands_in_the_table_with_its_reason() {
        assertThat(IntendedDifferences.rows()).hasSizeGreaterThan(30).allSatisfy(row -> {
            assertThat(row.then()).as(row.toString()).isNotEmpty();
            assertThat(row.now()).as(row.toString()).isNotEmpty();
            assertThat(row.why()).as(row.toString()).hasSizeGreaterThan(10);
        });
        assertThat(IntendedDifferences.ofRelays()).isNotEmpty();
        assertThat(IntendedDifferences.ofNodes()).isNotEmpty();
    }
}
