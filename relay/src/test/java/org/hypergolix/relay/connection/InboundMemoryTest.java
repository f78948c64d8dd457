package org.hypergolix.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.hypergolix.relay.limit.MemoryBudget;
import org.junit.jupiter.api.Test;

class InboundMemoryTest {

    private static final int FREE = 64 * 1024;
    private static final long SECOND = 1_000_000_000L;

    private final MemoryBudget budget = new MemoryBudget(1_000);
    private final InboundMemory memory = new InboundMemory(budget);

    @Test
    void small_messages_cost_nothing() {
        assertThat(memory.add(FREE, 0)).isTrue();
        assertThat(budget.free()).isEqualTo(1_000);
    }

    @Test
    void what_is_larger_is_taken_from_the_budget_until_the_message_is_complete() {
        assertThat(memory.add(FREE, 0)).isTrue();
        assertThat(memory.add(600, 0)).isTrue();
        assertThat(memory.add(400, 0)).isTrue();
        assertThat(budget.free()).isZero();
        assertThat(memory.add(1, 0)).isFalse();
        memory.clear();
        assertThat(budget.free()).isEqualTo(1_000);
    }

    @Test
    void a_message_is_overdue_from_its_first_byte_on() {
        assertThat(memory.isOverdue(2_000, 100 * SECOND)).isFalse();
        memory.add(1, 100 * SECOND);
        memory.add(1, 101 * SECOND);
        assertThat(memory.isOverdue(2_000, 102 * SECOND - 1)).isFalse();
        assertThat(memory.isOverdue(2_000, 102 * SECOND)).isTrue();
        memory.clear();
        assertThat(memory.isOverdue(2_000, 102 * SECOND)).isFalse();
    }

    @Test
    void time_in_which_the_relay_does_not_read_does_not_count() {
        memory.add(1, 100 * SECOND);
        memory.paused(150 * SECOND);
        assertThat(memory.isOverdue(2_000, 151 * SECOND)).isFalse();
        assertThat(memory.isOverdue(2_000, 152 * SECOND)).isTrue();
    }
}
