package org.hypergolix.hgx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.junit.jupiter.api.Test;

/// The order of answers and events, which only a scripted session can fix.
class LiveObjectsTest {
    private static final Ghid OWNER = ghid("01");
    private static final Ghid ADDRESS = ghid("02");

    private final List<LocalRequest<?>> requests = new ArrayList<>();
    private final HandlerThreads threads = new HandlerThreads();
    private Function<LocalRequest<?>, Object> script = _ -> LocalRequest.Done.DONE;
    private final LiveObjects objects = new LiveObjects(
            new Conversation(new Script(), Duration.ofSeconds(20)), new PendingShares(), threads, OWNER);

    private static Ghid ghid(String digit) {
        return new Ghid(Bytes.ofHex(digit.repeat(Ghid.DIGEST_LENGTH)));
    }

    private static ObjectState state(String text, long revision) {
        return new ObjectState(
                ADDRESS, OWNER, ApiId.BYTES.bytes(), true, false, Codec.text().encode(text), revision, false);
    }

    private HgxObject<String> fetched() {
        script = _ -> state("one", 1);
        return objects.get(Codec.text(), ADDRESS);
    }

    @Test
    void an_update_that_overtakes_the_answer_to_get_is_kept() {
        script = _ -> {
            objects.received(state("newest", 3));
            return state("old", 1);
        };

        assertThat(objects.get(Codec.text(), ADDRESS).state()).isEqualTo("newest");
    }

    @Test
    void an_update_that_overtakes_the_answer_to_create_is_kept() {
        script = _ -> {
            objects.received(state("from another device", 2));
            return new LocalRequest.Created(ADDRESS, LocalRequest.Pushed.LOCAL, 1);
        };

        HgxObject<String> object = objects.create(Codec.text(), "mine", CreateOptions.DEFAULT);

        assertThat(object.state()).isEqualTo("from another device");
    }

    @Test
    void an_older_update_that_overtakes_the_answer_does_no_harm() {
        script = _ -> {
            objects.received(state("old", 1));
            return state("new", 2);
        };

        assertThat(objects.get(Codec.text(), ADDRESS).state()).isEqualTo("new");
    }

    @Test
    void a_deletion_that_overtakes_the_answer_to_get_counts() {
        script = _ -> {
            objects.deleted(ADDRESS);
            return state("late", 1);
        };

        HgxObject<String> object = objects.get(Codec.text(), ADDRESS);

        assertThat(object.alive()).isFalse();
        assertThatThrownBy(object::state).isInstanceOf(HgxException.DeadObject.class).hasMessageContaining("deleted");
    }

    @Test
    void what_came_before_anybody_asked_is_forgotten() {
        objects.received(state("stale", 9));
        HgxObject<String> object = fetched();

        assertThat(object.state()).isEqualTo("one");
    }

    @Test
    void an_update_that_came_while_a_push_was_under_way_wins_if_it_is_newer() {
        HgxObject<String> object = fetched();
        script = _ -> {
            objects.received(state("theirs", 3));
            return new LocalRequest.Published(LocalRequest.Pushed.RELAYED, 2);
        };

        assertThat(object.update(_ -> "mine")).isEqualTo(PushResult.RELAYED);
        assertThat(object.state()).isEqualTo("theirs");
    }

    @Test
    void an_update_that_came_while_a_push_was_under_way_loses_if_it_is_older() {
        HgxObject<String> object = fetched();
        script = _ -> {
            objects.received(state("theirs", 2));
            return new LocalRequest.Published(LocalRequest.Pushed.LOCAL, 3);
        };

        assertThat(object.update(_ -> "mine")).isEqualTo(PushResult.LOCAL);
        assertThat(object.state()).isEqualTo("mine");
    }

    @Test
    void a_draft_that_was_set_while_another_was_pushed_stays() {
        HgxObject<String> object = fetched();
        object.state("first");
        script = _ -> {
            object.state("second");
            return new LocalRequest.Published(LocalRequest.Pushed.LOCAL, 2);
        };

        object.push();

        assertThat(object.live().get()).isEqualTo("first");
        assertThat(object.state()).isEqualTo("second");
    }

    @Test
    void an_object_that_is_fetched_again_before_its_discard_stays_tracked() throws Exception {
        HgxObject<String> object = fetched();
        CountDownLatch pushing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        script = request -> switch (request) {
            case LocalRequest.Update _ -> {
                pushing.countDown();
                await(released);
                yield new LocalRequest.Published(LocalRequest.Pushed.LOCAL, 2);
            }
            case LocalRequest.Get _ -> state("two", 2);
            default -> LocalRequest.Done.DONE;
        };
        // The push has the turn; get and discard wait for it in some order, both of which must end well.
        CompletableFuture<PushResult> push = object.updateAsync(_ -> "two");
        assertThat(pushing.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> discard = object.discardAsync();
        while (object.alive()) {
            Thread.onSpinWait();
        }
        CompletableFuture<HgxObject<String>> again =
                Background.supply(() -> objects.get(Codec.text(), ADDRESS));
        released.countDown();

        assertThat(push.get(20, TimeUnit.SECONDS)).isEqualTo(PushResult.LOCAL);
        discard.get(20, TimeUnit.SECONDS);
        HgxObject<String> handle = again.get(20, TimeUnit.SECONDS);

        assertThat(handle.alive()).isTrue();
        assertThat(handle.state()).isEqualTo("two");
        int got = lastIndex(LocalRequest.Get.class);
        assertThat(lastIndex(LocalRequest.Discard.class)).isLessThan(got);
    }

    @Test
    void a_recast_handle_goes_on_where_the_old_one_was() {
        HgxObject<String> object = fetched();
        HgxObject<Bytes> bytes = object.recast(Codec.bytes());

        objects.received(state("two", 2));

        assertThat(bytes.state()).isEqualTo(Codec.text().encode("two"));
        assertThat(objects.get(Codec.bytes(), ADDRESS)).isSameAs(bytes);
    }

    @Test
    void a_node_that_throws_something_else_is_reported_in_one_line() {
        script = _ -> {
            throw new UnsupportedOperationException("a fault\nin two lines");
        };

        assertThatThrownBy(() -> objects.get(Codec.text(), ADDRESS))
                .isInstanceOf(HgxException.class)
                .hasMessage("The node failed: a fault in two lines")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_failure_shows_where_it_was_called() {
        script = _ -> {
            throw new UnsupportedOperationException("a fault");
        };

        assertThatThrownBy(() -> objects.get(Codec.text(), ADDRESS))
                .satisfies(failure -> assertThat(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(getClass().getName())));
    }

    private synchronized int lastIndex(Class<?> request) {
        int last = -1;
        for (int index = 0; index < requests.size(); index++) {
            if (request.isInstance(requests.get(index))) {
                last = index;
            }
        }
        return last;
    }

    private synchronized void note(LocalRequest<?> request) {
        requests.add(request);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Script implements LocalNode.Session {
        @Override
        @SuppressWarnings("unchecked") // the script answers with the type of the request
        public <R> R call(LocalRequest<R> request) {
            note(request);
            return (R) script.apply(request);
        }

        @Override
        public void close() {}
    }
}
