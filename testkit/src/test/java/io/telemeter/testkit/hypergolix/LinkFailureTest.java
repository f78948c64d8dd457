package io.telemeter.testkit.hypergolix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.PushResult;
import org.hypergolix.hgx.ShareEvent;
import org.hypergolix.hgx.ShareResult;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRefusal.Reason;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What links do when something goes wrong that only a fake can bring about.
class LinkFailureTest {
    private static final ApiId SCHEMA = ApiId.ofHex("a1".repeat(ApiId.LENGTH));

    private final List<HgxLink> links = new ArrayList<>();
    private FakeHypergolix world;
    private FakeDevice alice;

    @SuppressWarnings("NullAway.Init") // before every test
    LinkFailureTest() {}

    @BeforeEach
    void prepare(@TempDir Path directory) {
        world = new FakeHypergolix(directory);
        alice = world.device("alice");
    }

    @AfterEach
    void leave() {
        alice.unstall();
        links.forEach(HgxLink::close);
        world.close();
    }

    private HgxLink link(FakeDevice device) {
        HgxLink link = device.connect();
        links.add(link);
        return link;
    }

    private HgxLink impatientLink() {
        HgxLink link = HgxLink.connect(alice.options().requestTimeout(Duration.ofMillis(50)).build());
        links.add(link);
        return link;
    }

    private static Ghid ghid(int number) {
        byte[] digest = new byte[Ghid.DIGEST_LENGTH];
        digest[0] = (byte) number;
        digest[1] = (byte) (number >> 8);
        return new Ghid(Bytes.owning(digest));
    }

    // --- Opening and ending ---

    @Test
    void links_to_one_home_share_a_node_that_stops_with_the_last() {
        HgxLink first = link(alice);
        HgxLink second = HgxLink.connect(alice.options().requestTimeout(Duration.ofSeconds(3)).build());
        assertThat(alice.sessions()).isEqualTo(2);

        first.close();
        first.close();
        assertThat(alice.sessions()).isEqualTo(1);
        assertThat(alice.running()).isTrue();

        second.close();
        assertThat(alice.running()).isFalse();
    }

    @Test
    void many_links_may_come_and_go_at_once() throws InterruptedException {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    for (int round = 0; round < 20; round++) {
                        try (HgxLink link = alice.connect()) {
                            link.create(Codec.text(), "x");
                        }
                    }
                } catch (Throwable failure) {
                    failures.add(failure);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(alice.running()).isFalse();
    }

    @Test
    void a_home_that_another_process_has_is_in_use() {
        alice.occupy(true);

        assertThatThrownBy(alice::connect).isInstanceOf(HgxException.HomeInUse.class)
                .isInstanceOf(HgxException.CannotOpen.class);

        alice.occupy(false);
        assertThat(link(alice).whoami()).isEqualTo(alice.fingerprint());
    }

    @Test
    void a_wrong_password_opens_nothing() {
        HgxLink.connect(alice.options().password("correct horse".toCharArray()).build()).close();

        assertThatThrownBy(alice::connect).isInstanceOf(HgxException.Account.class);
        assertThat(alice.running()).isFalse();
        HgxLink.connect(alice.options().password("correct horse".toCharArray()).build()).close();
    }

    @Test
    void a_failure_right_after_the_start_leaves_nothing_running() {
        alice.refuseNext(LocalRequest.WhoAmI.class, new LocalRefusal(ErrorCode.EXCEPTION, Reason.OTHER, "no"));

        assertThatThrownBy(alice::connect).isInstanceOf(HgxException.class).hasMessage("no");
        assertThat(alice.running()).isFalse();
    }

    @Test
    void a_node_that_died_can_be_replaced_while_old_links_are_open() {
        HgxLink old = link(alice);
        HgxObject<String> object = old.create(Codec.text(), "x");
        alice.stop();

        assertThatThrownBy(object::push).isInstanceOf(HgxException.LinkClosed.class);
        assertThatThrownBy(() -> old.create(Codec.text(), "y")).isInstanceOf(HgxException.LinkClosed.class);

        HgxLink fresh = link(alice);
        old.close();
        assertThat(fresh.get(Codec.text(), object.address()).state()).isEqualTo("x");
    }

    @Test
    void closing_waits_for_handlers_and_interrupts_those_that_do_not_end() throws InterruptedException {
        HgxLink link = alice.connect();
        HgxObject<String> object = link.create(Codec.text(), "x");
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        link.get(Codec.text(), object.address()).onUpdate(_ -> {
            started.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException _) {
                interrupted.countDown();
            }
        });
        link(alice).get(Codec.text(), object.address()).update(_ -> "y");
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        link.close();

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closing_answers_everybody_who_waits() {
        HgxLink link = alice.connect();
        HgxObject<String> object = link.create(Codec.text(), "x");
        link(world.device("bob")).close();
        CompletableFuture<ShareResult> answer = object.shareAsync(world.device("bob").fingerprint());
        alice.stall();
        CompletableFuture<PushResult> running = object.pushAsync();
        CompletableFuture<PushResult> queued = object.pushAsync();

        link.close();

        for (CompletableFuture<?> future : List.of(answer, running, queued)) {
            assertThat(catchThrowable(() -> future.get(20, TimeUnit.SECONDS))).cause()
                    .isInstanceOfAny(HgxException.LinkClosed.class, HgxException.DeadObject.class);
        }
    }

    // --- Waiting ---

    @Test
    void a_call_ends_with_the_timeout_and_its_request_goes_on() {
        HgxLink link = impatientLink();
        HgxObject<Integer> object = link.create(Codec.json(Integer.class), 0);
        alice.stall();

        assertThatThrownBy(() -> object.update(value -> value + 1)).isInstanceOf(HgxException.Timeout.class)
                .isInstanceOf(HgxException.LinkFailure.class).hasMessageContaining("0.05 s");
        assertThatThrownBy(() -> object.update(value -> value + 1)).isInstanceOf(HgxException.Timeout.class);
        assertThat(object.state()).isZero();
        alice.unstall();

        Eventually.happens("the first update", () -> object.state() == 1);
        object.update(value -> value + 10);
        assertThat(object.state()).isEqualTo(11);
    }

    @Test
    void an_object_that_was_fetched_too_late_is_there_the_next_time() {
        HgxLink link = impatientLink();
        Ghid address = link(alice).create(Codec.text(), "x").address();
        alice.stall();
        assertThatThrownBy(() -> link.get(Codec.text(), address)).isInstanceOf(HgxException.Timeout.class);
        alice.unstall();

        assertThat(link.get(Codec.text(), address).state()).isEqualTo("x");
    }

    @Test
    void interruption_ends_the_wait_and_not_the_request() throws InterruptedException {
        HgxLink link = link(alice);
        HgxObject<String> object = link.create(Codec.text(), "one");
        alice.stall();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> status = new AtomicReference<>(false);
        Thread caller = Thread.ofPlatform().start(() -> {
            failure.set(catchThrowable(() -> object.update(_ -> "two")));
            status.set(Thread.currentThread().isInterrupted());
        });

        caller.interrupt();
        caller.join();
        alice.unstall();

        assertThat(failure.get()).isInstanceOf(HgxException.Interrupted.class);
        assertThat(status.get()).isTrue();
    }

    @Test
    void handlers_read_while_a_push_waits_for_the_node() {
        HgxLink link = link(alice);
        HgxObject<String> object = link.create(Codec.text(), "one");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        object.onUpdate(updated -> seen.add(updated.state()));
        ObjectState now = alice.stored(object.address());
        alice.stall();
        CompletableFuture<PushResult> push = object.updateAsync(_ -> "mine");

        alice.emit(new LocalEvent.Updated(withState(now, "theirs", now.revision() + 1)));

        assertThat(Eventually.next(seen)).isEqualTo("theirs");
        assertThat(push).isNotDone();
        alice.unstall();
        push.join();
    }

    // --- What the node says ---

    @Test
    void older_and_repeated_states_change_nothing() {
        HgxLink link = link(alice);
        HgxObject<String> object = link.create(Codec.text(), "one");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        object.onUpdate(updated -> seen.add(updated.state()));
        object.update(_ -> "two");
        ObjectState now = alice.stored(object.address());

        object.state("draft");
        alice.emit(new LocalEvent.Updated(now));
        alice.emit(new LocalEvent.Updated(withState(now, "old", now.revision() - 1)));
        alice.emit(new LocalEvent.Updated(withState(now, "new", now.revision() + 1)));

        assertThat(Eventually.next(seen)).isEqualTo("new");
        assertThat(seen).isEmpty();
        assertThat(object.state()).isEqualTo("new");
    }

    @Test
    void a_state_that_is_not_the_newest_says_so() {
        HgxObject<String> object = link(alice).create(Codec.text(), "one");
        BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
        object.onUpdate(updated -> seen.add(updated.stale()));
        ObjectState now = alice.stored(object.address());
        assertThat(object.stale()).isFalse();

        alice.emit(new LocalEvent.Updated(new ObjectState(now.address(), now.binder(), now.apiId(), true, false,
                now.state(), now.revision() + 1, true)));
        assertThat(Eventually.next(seen)).isTrue();
        assertThat(object.state()).isEqualTo("one");
        alice.emit(new LocalEvent.Updated(withState(now, "two", now.revision() + 2)));

        assertThat(Eventually.next(seen)).isFalse();
        assertThat(object.stale()).isFalse();
    }

    @Test
    void events_about_unknown_objects_are_ignored() {
        HgxLink link = link(alice);
        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
        link.onShare(SCHEMA, shares::add);
        ObjectState unknown = new ObjectState(ghid(1), ghid(2), SCHEMA.bytes(), true, false, Bytes.EMPTY, 1, false);

        alice.emit(new LocalEvent.Updated(unknown));
        alice.emit(new LocalEvent.Deleted(ghid(1)));
        alice.emit(new LocalEvent.Conflict(ghid(1), Bytes.EMPTY, unknown));
        alice.emit(new LocalEvent.ShareAccepted(ghid(1), ghid(2)));
        alice.emit(new LocalEvent.Shared(ghid(1), ghid(2), ghid(2), Bytes.owning(new byte[64])));
        alice.emit(new LocalEvent.Shared(ghid(1), ghid(2), ghid(2), SCHEMA.bytes()));

        assertThat(Eventually.next(shares).address()).isEqualTo(ghid(1));
        assertThat(shares).isEmpty();
    }

    @Test
    void a_full_disk_keeps_the_draft_for_later() {
        HgxLink link = link(alice);
        HgxObject<String> object = link.create(Codec.text(), "one");
        object.state("two");
        alice.fillDisk(true);

        assertThatThrownBy(object::push).isInstanceOf(HgxException.StoreFull.class);
        assertThatThrownBy(() -> object.update(state -> state + "!")).isInstanceOf(HgxException.StoreFull.class);
        assertThatThrownBy(() -> link.create(Codec.text(), "x")).isInstanceOf(HgxException.StoreFull.class);
        assertThat(object.state()).isEqualTo("two");
        assertThat(object.live().get()).isEqualTo("one");

        alice.fillDisk(false);
        assertThat(object.push()).isEqualTo(PushResult.RELAYED);
        assertThat(object.live().get()).isEqualTo("two");
    }

    @Test
    void a_delete_that_fails_leaves_the_object_alive() {
        HgxObject<String> object = link(alice).create(Codec.text(), "one");
        alice.refuseNext(LocalRequest.Delete.class, new LocalRefusal(ErrorCode.COMMS, Reason.UNAVAILABLE, "no"));

        assertThatThrownBy(object::delete).isInstanceOf(HgxException.Unavailable.class);
        assertThat(object.alive()).isTrue();
        object.delete();
        assertThat(object.alive()).isFalse();
    }

    @Test
    void a_share_handler_that_the_node_refuses_is_not_registered() {
        HgxLink link = link(alice);
        BlockingQueue<ShareEvent> refused = new LinkedBlockingQueue<>();
        BlockingQueue<ShareEvent> registered = new LinkedBlockingQueue<>();
        alice.refuseNext(LocalRequest.RegisterApi.class, new LocalRefusal(ErrorCode.GENERIC, Reason.OTHER, "no"));

        assertThatThrownBy(() -> link.onShare(SCHEMA, refused::add)).isInstanceOf(HgxException.class);
        link.onShare(SCHEMA, registered::add);
        link(alice).create(Codec.text(), "x", CreateOptions.DEFAULT.withApiId(SCHEMA));

        assertThat(Eventually.next(registered)).isNotNull();
        assertThat(refused).isEmpty();
    }

    // --- Two devices of one account ---

    @Test
    void a_push_that_loses_shows_both_states_and_can_be_repeated() {
        HgxObject<String> desk = link(alice).create(Codec.text(), "one");
        FakeDevice laptop = world.device("alice/laptop");
        HgxObject<String> lap = link(laptop).get(Codec.text(), desk.address());
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        lap.onUpdate(updated -> seen.add(updated.state()));
        laptop.deafen();
        desk.update(_ -> "from the desk");

        HgxException.Conflict conflict =
                (HgxException.Conflict) catchThrowable(() -> lap.update(_ -> "from the lap"));

        assertThat(conflict.lost()).isEqualTo("from the lap");
        assertThat(conflict.winner()).contains("from the desk");
        assertThat(lap.state()).isEqualTo("from the desk");
        assertThat(Eventually.next(seen)).isEqualTo("from the desk");
        assertThat(lap.update(state -> state + " and the lap")).isEqualTo(PushResult.RELAYED);
        Eventually.happens("the merged state", () -> desk.state().equals("from the desk and the lap"));
        assertThat(seen).isEmpty();
    }

    @Test
    void a_conflict_without_states_is_looked_into() {
        HgxObject<String> object = link(alice).create(Codec.text(), "one");
        alice.refuseNext(LocalRequest.Update.class,
                new LocalRefusal(ErrorCode.ILLEGAL_DYNAMIC_FRAME, Reason.CONFLICT, "too late"));
        alice.refuseNext(LocalRequest.Update.class,
                new LocalRefusal(ErrorCode.ILLEGAL_DYNAMIC_FRAME, Reason.CONFLICT, "too late again"));

        HgxException.Conflict conflict = (HgxException.Conflict) catchThrowable(() -> object.update(_ -> "two"));
        assertThat(conflict).hasMessage("too late");
        assertThat(conflict.winner()).contains("one");

        alice.refuseNext(LocalRequest.Get.class, new LocalRefusal(ErrorCode.COMMS, Reason.UNAVAILABLE, "nobody there"));
        conflict = (HgxException.Conflict) catchThrowable(() -> object.update(_ -> "two"));
        assertThat(conflict).hasMessage("too late again");
        assertThat(conflict.lost()).isEqualTo("two");
        assertThat(conflict.winner()).isEmpty();
    }

    @Test
    void a_draft_that_loses_is_gone() {
        HgxObject<String> desk = link(alice).create(Codec.text(), "one");
        FakeDevice laptop = world.device("alice/laptop");
        HgxObject<String> lap = link(laptop).get(Codec.text(), desk.address());
        laptop.deafen();
        desk.update(_ -> "desk");
        lap.state("lap");

        assertThatThrownBy(lap::push).isInstanceOf(HgxException.Conflict.class);
        assertThat(lap.state()).isEqualTo("desk");
    }

    @Test
    void a_conflict_found_later_reaches_its_handler() {
        HgxObject<String> desk = link(alice).create(Codec.text(), "one");
        FakeDevice laptop = world.device("alice/laptop");
        HgxObject<String> lap = link(laptop).get(Codec.text(), desk.address());
        BlockingQueue<HgxObject.Conflict<String>> conflicts = new LinkedBlockingQueue<>();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        lap.onConflict(conflicts::add);
        lap.onUpdate(updated -> seen.add(updated.state()));
        laptop.cutOff();
        assertThat(lap.update(_ -> "lap")).isEqualTo(PushResult.LOCAL);
        assertThat(desk.update(_ -> "desk")).isEqualTo(PushResult.RELAYED);

        laptop.restore();

        assertThat(Eventually.next(conflicts)).isEqualTo(new HgxObject.Conflict<>("lap", "desk"));
        assertThat(Eventually.next(seen)).isEqualTo("desk");
        assertThat(lap.state()).isEqualTo("desk");
        assertThat(desk.state()).isEqualTo("desk");
    }

    // --- Strangers ---

    @Test
    void a_declined_share_says_so() {
        FakeDevice bob = world.device("bob");
        link(bob);
        bob.declineShares(true);
        HgxObject<String> object = link(alice).create(Codec.text(), "one");

        assertThat(object.shareAsync(bob.fingerprint()).join()).isEqualTo(ShareResult.DECLINED);
    }

    @Test
    void a_flood_of_shares_from_one_origin_leaves_room_for_others() throws InterruptedException {
        HgxLink link = link(alice);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        BlockingQueue<ShareEvent> handled = new LinkedBlockingQueue<>();
        link.onShare(SCHEMA, share -> {
            started.countDown();
            try {
                released.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            handled.add(share);
        });
        BlockingQueue<ShareEvent> all = new LinkedBlockingQueue<>();
        link.onShare(SCHEMA, ghid(9999), all::add);
        alice.emit(shared(0, 7777));
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        for (int number = 1; number <= 500; number++) {
            alice.emit(shared(number, 7777));
            alice.emit(shared(1, 7777));
        }
        alice.emit(shared(1, 9999));
        Eventually.next(all);
        released.countDown();

        List<ShareEvent> before = new ArrayList<>();
        ShareEvent next = Eventually.next(handled);
        while (!next.origin().equals(ghid(9999))) {
            before.add(next);
            next = Eventually.next(handled);
        }
        assertThat(before).hasSize(65).doesNotHaveDuplicates();
        assertThat(handled).isEmpty();
    }

    private static LocalEvent.Shared shared(int number, int origin) {
        return new LocalEvent.Shared(ghid(number), ghid(origin), ghid(origin), SCHEMA.bytes());
    }

    private static ObjectState withState(ObjectState object, String state, long revision) {
        return new ObjectState(object.address(), object.binder(), object.apiId(), object.dynamic(),
                object.isPrivate(), Codec.text().encode(state), revision, false);
    }
}
