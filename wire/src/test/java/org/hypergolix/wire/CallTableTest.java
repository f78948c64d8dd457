package org.hypergolix.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CallTableTest {

    private static RandomGenerator sequence(int... tokens) {
        return new RandomGenerator() {
            private int next;

            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int nextInt(int bound) {
                return tokens[next++];
            }
        };
    }

    @Test
    void an_answer_takes_its_request_once() {
        CallTable<String> table = new CallTable<>(4, new Random(1));
        int token = table.add("ping", 0);
        assertThat(table.take(token)).contains("ping");
        assertThat(table.take(token)).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void ignores_an_unknown_token() {
        CallTable<String> table = new CallTable<>(4, sequence(5));
        table.add("ping", 0);
        assertThat(table.take(6)).isEmpty();
        assertThat(table.size()).isOne();
    }

    @Test
    void never_uses_a_token_that_is_under_way() {
        CallTable<Integer> table = new CallTable<>(CallTable.MAX_CAPACITY, new Random(7));
        Set<Integer> tokens = new HashSet<>();
        for (int call = 0; call < CallTable.MAX_CAPACITY; call++) {
            assertThat(tokens.add(table.add(call, 0))).isTrue();
        }
        assertThat(tokens).allMatch(token -> token >= 0 && token <= 0xFFFF);
    }

    @Test
    void refuses_more_than_its_capacity() {
        CallTable<String> table = new CallTable<>(1, new Random(1));
        table.add("one", 0);
        assertThatThrownBy(() -> table.add("two", 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void gives_up_what_is_due_and_nothing_else() {
        CallTable<String> table = new CallTable<>(4, new Random(1));
        table.add("early", 100);
        int late = table.add("late", 101);
        assertThat(table.expire(100)).containsExactly("early");
        assertThat(table.take(late)).contains("late");
    }

    @Test
    void does_not_mistake_a_late_answer_for_that_of_another_request() {
        CallTable<String> table = new CallTable<>(4, sequence(5, 5, 6));
        table.add("given up", 0);
        table.expire(0);
        assertThat(table.add("next", 0)).isEqualTo(6);
        assertThat(table.take(5)).isEmpty();
        assertThat(table.take(6)).contains("next");
    }

    @Test
    void a_late_answer_frees_its_token() {
        CallTable<String> table = new CallTable<>(4, sequence(5, 5));
        table.add("given up", 0);
        table.expire(0);
        table.take(5);
        assertThat(table.add("next", 0)).isEqualTo(5);
    }

    @Test
    void the_clock_may_wrap_around() {
        CallTable<String> table = new CallTable<>(4, new Random(1));
        table.add("after the wrap", Long.MIN_VALUE + 10);
        assertThat(table.expire(Long.MAX_VALUE)).isEmpty();
        assertThat(table.expire(Long.MIN_VALUE + 10)).hasSize(1);
    }

    @Test
    void a_request_that_is_given_up_keeps_its_token_until_its_answer() {
        CallTable<String> table = new CallTable<>(4, sequence(5, 5, 6, 5));
        int token = table.add("given up", 0);
        table.giveUp(token);
        assertThat(table.size()).isZero();
        assertThat(table.givenUp()).isOne();
        assertThat(table.add("next", 0)).isEqualTo(6);

        assertThat(table.take(token)).as("the late answer is nobody's").isEmpty();
        assertThat(table.givenUp()).isZero();
        assertThat(table.add("another", 0)).isEqualTo(5);
    }

    @Test
    void giving_up_what_was_answered_reserves_nothing() {
        CallTable<String> table = new CallTable<>(4, sequence(5));
        table.take(table.add("answered", 0));
        table.giveUp(5);
        assertThat(table.givenUp()).isZero();
    }

    @Test
    void remembers_as_many_given_up_as_it_was_told_and_forgets_the_oldest_first() {
        CallTable<String> table = new CallTable<>(4, 2, sequence(1, 2, 3, 2, 3, 1));
        for (int call = 0; call < 3; call++) {
            table.giveUp(table.add("given up", 0));
        }
        assertThat(table.givenUp()).isEqualTo(2);
        assertThat(table.add("next", 0)).isEqualTo(1);
    }
}
