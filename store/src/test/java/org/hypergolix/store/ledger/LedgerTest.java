package org.hypergolix.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hypergolix.store.Scene.ALICE;
import static org.hypergolix.store.Scene.BOB;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.Change;
import org.hypergolix.store.Party;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Event;
import org.hypergolix.store.admission.Refusal;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.ledger.Ledger.Companion;
import org.hypergolix.store.ledger.Ledger.Outcome;
import org.hypergolix.store.ledger.Ledger.Submission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Bytes KEY = Bytes.ofHex("01");

    private final FakeDisk disk = new FakeDisk();
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    /// What a test does not wait for itself.
    private final List<CompletableFuture<Outcome>> handedIn = new CopyOnWriteArrayList<>();
    private Ledger ledger = ledger(1000, 100_000_000);

    private record Heard(@Nullable Object origin, List<Event> events) {}

    private Ledger ledger(int queueCapacity, long queueBytes) {
        return new Ledger(disk, new Ledger.Options(queueCapacity, queueBytes, clock::get),
                (origin, events) -> heard.add(new Heard(origin, events)));
    }

    @AfterEach
    void closeLedger() {
        disk.letOn();
        ledger.close();
        assertThat(handedIn).as("nobody waits for ever").allSatisfy(one -> assertThat(one).isDone());
    }

    private CompletableFuture<Outcome> submit(Object origin, Companion companion, GolixObject... objects) {
        return ledger.submit(new Submission(List.of(objects), companion, origin));
    }

    private CompletableFuture<Outcome> submit(Verified<?>... objects) {
        return submit("test", Companion.NONE,
                Stream.of(objects).map(Verified::object).toArray(GolixObject[]::new));
    }

    private static Outcome outcome(CompletableFuture<Outcome> outcome) {
        try {
            return outcome.get(60, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static StoreException failure(CompletableFuture<Outcome> outcome) {
        try {
            throw new AssertionError("did not fail: " + outcome.get(60, TimeUnit.SECONDS));
        } catch (ExecutionException failure) {
            assertThat(failure.getCause()).isInstanceOf(StoreException.class);
            return (StoreException) failure.getCause();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static void assertRefused(CompletableFuture<Outcome> outcome, int index, Refusal refusal) {
        assertThat(outcome(outcome)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.index()).isEqualTo(index);
            assertThat(refused.verdict().refusal()).isEqualTo(refusal);
        });
    }

    private boolean has(Verified<?> object) {
        return ledger.view().find(object.object().ghid()).isPresent();
    }

    private void know(Party... parties) {
        for (Party party : parties) {
            assertThat(outcome(submit(party.identity()))).isInstanceOf(Outcome.Stored.class);
        }
    }

    private static Ghid address(Verified<?> object) {
        return object.object().ghid();
    }

    @Test
    void stores_what_was_submitted_and_says_whether_it_was_new() {
        assertThat(outcome(submit(ALICE.identity()))).isEqualTo(new Outcome.Stored(true));
        assertThat(outcome(submit(ALICE.identity()))).isEqualTo(new Outcome.Stored(false));
        assertThat(has(ALICE.identity())).isTrue();
    }

    @Test
    void is_durable_before_it_says_so() throws Exception {
        disk.hold();
        CompletableFuture<Outcome> outcome = submit(ALICE.identity());
        disk.awaitCommit();

        assertThat(outcome).isNotDone();
        assertThat(has(ALICE.identity())).isFalse();

        disk.letOn();
        assertThat(outcome(outcome)).isEqualTo(new Outcome.Stored(true));
    }

    @Test
    void takes_an_identity_and_what_it_signed_one_right_after_the_other() throws Exception {
        Verified<Container> container = ALICE.container();
        Verified<Frame> frame = ALICE.first(address(container));
        disk.hold();
        CompletableFuture<Outcome> plug = submit(BOB.identity());
        disk.awaitCommit();

        List<CompletableFuture<Outcome>> outcomes = List.of(
                submit(ALICE.identity()), submit(frame), submit(container));
        disk.letOn();

        outcome(plug);
        assertThat(outcomes).allSatisfy(done -> assertThat(outcome(done)).isEqualTo(new Outcome.Stored(true)));
        assertThat(disk.commits).as("one for the plug, one for the rest").hasValue(2);
    }

    @Test
    void shares_one_commit_among_all_that_waited() throws Exception {
        know(ALICE);
        disk.hold();
        CompletableFuture<Outcome> plug = submit(BOB.identity());
        disk.awaitCommit();
        int before = disk.commits.get();

        List<CompletableFuture<Outcome>> outcomes = IntStream.range(0, 100)
                .mapToObj(_ -> submit(ALICE.bind(ALICE.unknown()))).toList();
        disk.letOn();

        outcome(plug);
        outcomes.forEach(LedgerTest::outcome);
        assertThat(disk.commits.get() - before).isEqualTo(2);
    }

    @Test
    void bounds_a_commit_by_count() throws Exception {
        know(ALICE);
        disk.hold();
        CompletableFuture<Outcome> plug = submit(BOB.identity());
        disk.awaitCommit();
        int before = disk.commits.get();

        List<CompletableFuture<Outcome>> outcomes = IntStream.range(0, Ledger.BATCH_COUNT + 1)
                .mapToObj(_ -> submit(ALICE.bind(ALICE.unknown()))).toList();
        disk.letOn();

        outcome(plug);
        outcomes.forEach(LedgerTest::outcome);
        assertThat(disk.commits.get() - before).isEqualTo(3);
    }

    @Test
    void bounds_a_commit_by_bytes() throws Exception {
        Verified<Container> one = ALICE.container((int) Ledger.BATCH_BYTES / 2 + 100);
        Verified<Container> two = ALICE.container((int) Ledger.BATCH_BYTES / 2 + 100);
        know(ALICE);
        outcome(submit(ALICE.bind(address(one)), ALICE.bind(address(two))));
        disk.hold();
        CompletableFuture<Outcome> plug = submit(BOB.identity());
        disk.awaitCommit();
        int before = disk.commits.get();

        List<CompletableFuture<Outcome>> outcomes = List.of(submit(one), submit(two));
        disk.letOn();

        outcome(plug);
        outcomes.forEach(LedgerTest::outcome);
        assertThat(disk.commits.get() - before).isEqualTo(3);
    }

    @Test
    void says_known_of_an_object_that_is_twice_in_one_commit() throws Exception {
        know(ALICE);
        disk.hold();
        CompletableFuture<Outcome> plug = submit(BOB.identity());
        disk.awaitCommit();
        Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());

        CompletableFuture<Outcome> first = submit(binding);
        CompletableFuture<Outcome> second = submit(binding);
        disk.letOn();

        outcome(plug);
        assertThat(outcome(first)).isEqualTo(new Outcome.Stored(true));
        assertThat(outcome(second)).isEqualTo(new Outcome.Stored(false));
    }

    @Test
    void stores_all_objects_of_a_submission_or_none() {
        know(ALICE);
        Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());

        assertRefused(submit(binding, ALICE.container()), 1, Refusal.UNBOUND_CONTAINER);

        assertThat(has(binding)).isFalse();
    }

    @Test
    void judges_an_object_with_those_before_it_in_the_submission() {
        Verified<Container> container = ALICE.container();

        assertThat(outcome(submit(ALICE.identity(), ALICE.bind(address(container)), container)))
                .isEqualTo(new Outcome.Stored(true));
        assertThat(has(container)).isTrue();
    }

    @Test
    void tells_the_first_object_that_is_refused() {
        know(ALICE);

        assertRefused(submit(ALICE.container(), BOB.container()), 0, Refusal.UNBOUND_CONTAINER);
    }

    @Test
    void refuses_an_unknown_author() {
        assertRefused(submit(ALICE.bind(ALICE.unknown())), 0, Refusal.INVALID_IDENTITY);
    }

    @Test
    void refuses_an_author_that_is_no_identity() {
        know(ALICE);
        Verified<Container> container = ALICE.container();
        Verified<Frame> frame = ALICE.first(address(container));
        outcome(submit(frame, container));

        assertRefused(submit("test", Companion.NONE, signedBy(address(container))), 0, Refusal.INVALID_IDENTITY);
        assertRefused(submit("test", Companion.NONE, signedBy(frame.object().dynamic())), 0,
                Refusal.INVALID_IDENTITY);
    }

    @Test
    void refuses_an_author_of_another_suite() {
        byte[] modulus = new byte[512];
        Arrays.fill(modulus, (byte) 0xFF);
        Identity old = Draft.identity(CipherSuite.SUITE_1, Bytes.copyOf(modulus), Bytes.copyOf(modulus),
                Bytes.owning(new byte[32])).complete(Bytes.EMPTY);
        outcome(submit("test", Companion.NONE, old));

        assertRefused(submit("test", Companion.NONE, signedBy(old.ghid())), 0, Refusal.INVALID_IDENTITY);
    }

    @Test
    void refuses_a_wrong_signature_before_anything_else() {
        know(ALICE);

        assertRefused(submit("test", Companion.NONE, signedBy(ALICE.fingerprint())), 0, Refusal.BAD_SIGNATURE);
    }

    @Test
    void refuses_a_wrong_signature_of_an_author_who_came_in_the_same_submission() {
        assertRefused(submit("test", Companion.NONE, ALICE.identity().object(), signedBy(ALICE.fingerprint())), 1,
                Refusal.BAD_SIGNATURE);
        assertThat(has(ALICE.identity())).isFalse();
    }

    /// A binding of suite 3 whose signature is nobody's.
    private static StaticBinding signedBy(Ghid author) {
        return Draft.staticBinding(CipherSuite.SUITE_3, author, ALICE.fingerprint())
                .complete(Bytes.owning(new byte[CipherSuite.SUITE_3.signatureLength()]));
    }

    @Test
    void tells_of_events_after_the_commit_with_their_origin_and_in_order() {
        know(ALICE, BOB);
        Verified<Container> container = ALICE.container();
        Verified<Frame> frame = ALICE.first(address(container));
        Verified<Request> request = BOB.request(ALICE);

        handedIn.add(submit("frame", Companion.NONE, frame.object()));
        handedIn.add(submit("container", Companion.NONE, container.object()));
        handedIn.add(submit("request", Companion.NONE, request.object()));
        outcome(submit("debinding", Companion.NONE, ALICE.debind(frame.object().dynamic()).object()));
        outcome(submit());

        assertThat(heard).containsExactly(
                new Heard("container", List.of(new Event.FrameReady(frame.object()))),
                new Heard("request", List.of(new Event.RequestArrived(request.object()))),
                new Heard("debinding", List.of(new Event.Collected(frame.object().dynamic(),
                        ALICE.debind(frame.object().dynamic()).object()))));
    }

    @Test
    void tells_of_nothing_that_was_refused() {
        know(ALICE, BOB);

        outcome(submit(BOB.request(ALICE), ALICE.container()));
        outcome(submit());

        assertThat(heard).isEmpty();
    }

    @Test
    void goes_on_when_the_listener_fails() {
        ledger.close();
        FakeDisk other = new FakeDisk();
        try (Ledger deaf = new Ledger(other, new Ledger.Options(10, 1000, clock::get), (_, _) -> {
            throw new IllegalStateException("deaf");
        })) {
            outcome(deaf.submit(new Submission(List.of(ALICE.identity().object()), Companion.NONE, "test")));
            outcome(deaf.submit(new Submission(
                    List.of(ALICE.request(ALICE).object()), Companion.NONE, "test")));

            assertThat(outcome(deaf.submit(new Submission(
                    List.of(BOB.identity().object()), Companion.NONE, "test")))).isEqualTo(new Outcome.Stored(true));
        }
    }

    @Test
    void commits_what_a_companion_adds_with_the_objects() {
        Verdict pin = new Verdict.Accepted(List.of(new Change.PutRecord("pin", KEY, KEY)), List.of());

        assertThat(outcome(submit("test", view -> {
            assertThat(view.find(ALICE.fingerprint())).as("the companion sees the objects").isPresent();
            return pin;
        }, ALICE.identity().object()))).isEqualTo(new Outcome.Stored(true));

        assertThat(ledger.view().record("pin", KEY)).contains(KEY);
        assertThat(disk.commits).hasValue(1);
    }

    @Test
    void refuses_the_objects_if_the_companion_refuses() {
        assertRefused(submit("test", _ -> new Verdict.Refused(Refusal.ILLEGAL_FRAME, "A rollback."),
                ALICE.identity().object()), 1, Refusal.ILLEGAL_FRAME);

        assertThat(has(ALICE.identity())).isFalse();
    }

    @Test
    void does_not_ask_the_companion_of_what_is_refused() {
        Map<String, Boolean> asked = new ConcurrentHashMap<>();

        outcome(submit("test", _ -> {
            asked.put("asked", true);
            return new Verdict.Known();
        }, ALICE.container().object()));

        assertThat(asked).isEmpty();
    }

    @Test
    void asks_the_companion_also_of_what_is_known() {
        know(ALICE);

        assertThat(outcome(submit("test", _ -> new Verdict.Accepted(
                List.of(new Change.PutRecord("pin", KEY, KEY)), List.of()), ALICE.identity().object())))
                .isEqualTo(new Outcome.Stored(false));
        assertThat(ledger.view().record("pin", KEY)).contains(KEY);
    }

    @Test
    void fails_only_the_submission_whose_companion_throws() throws Exception {
        disk.hold();
        CompletableFuture<Outcome> plug = submit(BOB.identity());
        disk.awaitCommit();

        CompletableFuture<Outcome> broken = submit("test", _ -> {
            throw new IllegalStateException("broken");
        }, ALICE.identity().object());
        CompletableFuture<Outcome> sound = submit(new Party(3).identity());
        disk.letOn();

        outcome(plug);
        assertThat(failure(broken).reason()).isEqualTo(StoreException.Reason.FAILED);
        assertThat(outcome(sound)).isEqualTo(new Outcome.Stored(true));
        assertThat(has(ALICE.identity())).isFalse();
    }

    @Test
    void fails_exactly_the_batch_whose_commit_failed() throws Exception {
        know(ALICE);
        disk.hold();
        CompletableFuture<Outcome> before = submit(BOB.identity());
        disk.awaitCommit();
        Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
        List<CompletableFuture<Outcome>> batch = List.of(
                submit(binding), submit(binding), submit(BOB.request(ALICE)), submit(ALICE.container()));
        disk.refuseAfter(1, new StoreException(StoreException.Reason.FULL, "Full."));
        disk.letOn();

        assertThat(outcome(before)).isEqualTo(new Outcome.Stored(true));
        assertThat(batch).allSatisfy(
                one -> assertThat(failure(one).reason()).isEqualTo(StoreException.Reason.FULL));
        assertThat(has(binding)).isFalse();
        assertThat(heard).isEmpty();
        disk.refuseNoMore();
        assertThat(outcome(submit(binding))).isEqualTo(new Outcome.Stored(true));
    }

    @Test
    void fails_also_what_was_refused_because_of_something_that_got_lost() throws Exception {
        know(ALICE);
        Ghid dynamic = ALICE.unknown();
        disk.hold();
        CompletableFuture<Outcome> plug = submit(BOB.identity());
        disk.awaitCommit();
        CompletableFuture<Outcome> newer = submit(ALICE.frame(dynamic, 5, ALICE.unknown()));
        CompletableFuture<Outcome> older = submit(ALICE.frame(dynamic, 4, ALICE.unknown()));
        disk.refuseAfter(1, new StoreException(StoreException.Reason.FULL, "Full."));
        disk.letOn();

        outcome(plug);
        assertThat(failure(newer).reason()).isEqualTo(StoreException.Reason.FULL);
        assertThat(failure(older).reason()).isEqualTo(StoreException.Reason.FULL);
        disk.refuseNoMore();
        assertThat(outcome(submit(ALICE.frame(dynamic, 4, ALICE.unknown())))).isEqualTo(new Outcome.Stored(true));
    }

    @Test
    void lives_on_after_a_failure_that_is_no_store_exception() {
        disk.refuseAfter(0, new IllegalStateException("A bug."));
        assertThat(failure(submit(ALICE.identity())).reason()).isEqualTo(StoreException.Reason.FAILED);
        disk.refuseNoMore();

        assertThat(outcome(submit(ALICE.identity()))).isEqualTo(new Outcome.Stored(true));
    }

    @Test
    void fails_only_what_needs_a_damaged_object() {
        know(ALICE, BOB);
        Verified<Frame> frame = ALICE.first(ALICE.unknown());
        outcome(submit(frame));
        disk.damaged = frame.object().dynamic();

        assertThat(failure(submit(ALICE.next(frame, ALICE.unknown()))).reason())
                .isEqualTo(StoreException.Reason.DAMAGED);
        assertThat(outcome(submit(BOB.bind(BOB.unknown())))).isEqualTo(new Outcome.Stored(true));
    }

    @Test
    void repairs_a_damaged_identity_when_it_is_submitted_again() {
        know(ALICE);
        disk.damaged = ALICE.fingerprint();

        assertThat(outcome(submit(ALICE.identity()))).isEqualTo(new Outcome.Stored(true));
    }

    @Test
    void waits_while_the_queue_is_full() throws Exception {
        ledger.close();
        FakeDisk slow = new FakeDisk();
        slow.hold();
        try (Ledger narrow = new Ledger(slow, new Ledger.Options(2, 1_000_000, clock::get), (_, _) -> {})) {
            CompletableFuture<Outcome> plug = narrow.submit(only(BOB));
            slow.awaitCommit();
            handedIn.add(narrow.submit(only(ALICE)));
            CompletableFuture<Outcome> last = narrow.submit(only(ALICE));
            CountDownLatch through = new CountDownLatch(1);
            Thread waiting = Thread.ofVirtual().start(() -> {
                handedIn.add(narrow.submit(only(ALICE)));
                through.countDown();
            });

            assertThat(through.await(200, TimeUnit.MILLISECONDS)).isFalse();
            slow.letOn();

            waiting.join();
            outcome(plug);
            outcome(last);
        }
    }

    @Test
    void waits_while_too_many_bytes_wait() throws Exception {
        ledger.close();
        FakeDisk slow = new FakeDisk();
        slow.hold();
        int size = ALICE.identity().object().encoded().size();
        try (Ledger narrow = new Ledger(slow, new Ledger.Options(100, size + 1, clock::get), (_, _) -> {})) {
            handedIn.add(narrow.submit(only(BOB)));
            slow.awaitCommit();
            handedIn.add(narrow.submit(only(ALICE)));
            CountDownLatch through = new CountDownLatch(1);
            Thread waiting = Thread.ofVirtual().start(() -> {
                handedIn.add(narrow.submit(only(ALICE)));
                through.countDown();
            });

            assertThat(through.await(200, TimeUnit.MILLISECONDS)).isFalse();
            slow.letOn();
            waiting.join();
        }
    }

    @Test
    void takes_a_submission_larger_than_the_queue_when_it_is_empty() {
        ledger.close();
        try (Ledger narrow = new Ledger(new FakeDisk(), new Ledger.Options(1, 1, clock::get), (_, _) -> {})) {
            assertThat(outcome(narrow.submit(only(ALICE)))).isEqualTo(new Outcome.Stored(true));
        }
    }

    @Test
    void stops_waiting_for_the_queue_when_it_is_interrupted() throws Exception {
        ledger.close();
        FakeDisk slow = new FakeDisk();
        slow.hold();
        try (Ledger narrow = new Ledger(slow, new Ledger.Options(1, 1_000_000, clock::get), (_, _) -> {})) {
            handedIn.add(narrow.submit(only(BOB)));
            slow.awaitCommit();
            handedIn.add(narrow.submit(only(ALICE)));
            CompletableFuture<StoreException> refused = new CompletableFuture<>();
            Thread waiting = Thread.ofVirtual().start(() -> refused.complete(failure(narrow.submit(only(ALICE)))));
            waiting.interrupt();

            assertThat(refused.get(60, TimeUnit.SECONDS).reason()).isEqualTo(StoreException.Reason.FAILED);
            slow.letOn();
        }
    }

    private static Submission only(Party party) {
        return new Submission(List.of(party.identity().object()), Companion.NONE, "test");
    }

    @Test
    void does_what_was_prepared_on_the_thread_that_works() {
        know(ALICE);
        List<Thread> workers = new ArrayList<>();
        CompletableFuture<Outcome> prepared = prepare(workers, ALICE.bind(ALICE.unknown()));
        assertThat(prepared).isNotDone();

        ledger.work();

        assertThat(prepared).isCompletedWithValue(new Outcome.Stored(true));
        assertThat(workers).containsExactly(Thread.currentThread());
    }

    @Test
    void leaves_to_its_own_thread_what_comes_while_a_caller_works() throws Exception {
        know(ALICE);
        disk.hold();
        List<Thread> workers = new CopyOnWriteArrayList<>();
        CompletableFuture<Outcome> first = prepare(workers, ALICE.bind(ALICE.unknown()));
        Thread caller = Thread.ofPlatform().start(ledger::work);
        disk.awaitCommit();
        CompletableFuture<Outcome> second = prepare(workers, ALICE.bind(ALICE.unknown()));
        ledger.work();
        assertThat(second).isNotDone();

        disk.letOn();

        assertThat(outcome(first)).isEqualTo(new Outcome.Stored(true));
        assertThat(outcome(second)).isEqualTo(new Outcome.Stored(true));
        caller.join();
        assertThat(workers).extracting(Thread::getName).containsExactly(caller.getName(), "hypergolix-ledger");
    }

    @Test
    void judges_everybody_s_in_one_order_whoever_works() throws Exception {
        know(ALICE, BOB);
        List<CompletableFuture<Outcome>> all = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (Party party : List.of(ALICE, BOB)) {
            callers.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 300; round++) {
                    Verified<StaticBinding> binding = party.bind(party.unknown());
                    CompletableFuture<Outcome> bound = ledger.prepare(
                            new Submission(List.of(binding.object()), Companion.NONE, "test"));
                    // Found only if the binding was judged before.
                    CompletableFuture<Outcome> undone = ledger.prepare(new Submission(
                            List.of(party.debind(binding.object().ghid()).object()), Companion.NONE, "test"));
                    ledger.work();
                    all.add(bound);
                    all.add(undone);
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(all).hasSize(1_200)
                .allSatisfy(one -> assertThat(outcome(one)).isEqualTo(new Outcome.Stored(true)));
    }

    @Test
    void closes_after_a_caller_has_finished_and_stores_what_was_only_prepared() throws Exception {
        know(ALICE);
        disk.hold();
        CompletableFuture<Outcome> under = prepare(new ArrayList<>(), ALICE.bind(ALICE.unknown()));
        Thread caller = Thread.ofPlatform().start(ledger::work);
        disk.awaitCommit();
        CompletableFuture<Outcome> prepared = prepare(new ArrayList<>(), ALICE.bind(ALICE.unknown()));
        Thread closing = Thread.ofVirtual().start(ledger::close);
        assertThat(closing.join(Duration.ofMillis(200))).isFalse();
        assertThat(disk.closed).isFalse();

        disk.letOn();
        closing.join();
        caller.join();

        assertThat(List.of(under, prepared))
                .allSatisfy(one -> assertThat(one).isCompletedWithValue(new Outcome.Stored(true)));
        assertThat(disk.closed).isTrue();
    }

    @Test
    void goes_on_after_a_caller_s_work_failed() {
        know(ALICE);
        disk.refuseAfter(0, new StoreException(StoreException.Reason.FULL, "full"));
        CompletableFuture<Outcome> refused = prepare(new ArrayList<>(), ALICE.bind(ALICE.unknown()));
        ledger.work();
        assertThat(failure(refused).reason()).isEqualTo(StoreException.Reason.FULL);
        disk.refuseNoMore();

        assertThat(outcome(submit(ALICE.bind(ALICE.unknown())))).isEqualTo(new Outcome.Stored(true));
    }

    /// @param workers gets the thread that judges
    private CompletableFuture<Outcome> prepare(List<Thread> workers, Verified<?> object) {
        return ledger.prepare(new Submission(List.of(object.object()), _ -> {
            workers.add(Thread.currentThread());
            return new Verdict.Known();
        }, "test"));
    }

    @Test
    void stores_what_was_handed_in_before_it_was_closed() throws Exception {
        know(ALICE);
        disk.hold();
        handedIn.add(submit(BOB.identity()));
        disk.awaitCommit();
        List<CompletableFuture<Outcome>> waiting = IntStream.range(0, 300)
                .mapToObj(_ -> submit(ALICE.bind(ALICE.unknown()))).toList();
        Thread closing = Thread.ofVirtual().start(ledger::close);

        disk.letOn();
        closing.join();

        assertThat(waiting).allSatisfy(one -> assertThat(one).isCompletedWithValue(new Outcome.Stored(true)));
        assertThat(disk.closed).isTrue();
    }

    @Test
    void refuses_what_comes_after_it_was_closed() {
        ledger.close();

        assertThat(failure(submit(ALICE.identity())).reason()).isEqualTo(StoreException.Reason.CLOSED);
        assertThatThrownBy(() -> ledger.view().find(ALICE.fingerprint())).isInstanceOf(StoreException.class);
    }

    @Test
    void may_be_closed_from_its_own_callbacks() throws Exception {
        CompletableFuture<Void> closed = submit(ALICE.identity()).thenAccept(_ -> ledger.close());

        closed.get(60, TimeUnit.SECONDS);
        ledger.close();
        assertThat(disk.closed).isTrue();
    }

    @Test
    void keeps_the_order_of_each_of_many_submitters() throws Exception {
        int submitters = 16;
        int updates = 30;
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = IntStream.range(0, submitters).mapToObj(number -> Thread.ofVirtual().start(() -> {
            try {
                Party party = new Party(100 + number);
                Ghid dynamic = party.unknown();
                List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
                outcomes.add(submit(party.identity()));
                for (int counter = 1; counter <= updates; counter++) {
                    Verified<Container> container = party.container();
                    outcomes.add(submit(party.frame(dynamic, counter, address(container))));
                    outcomes.add(submit(container));
                }
                assertThat(outcomes).allSatisfy(
                        one -> assertThat(outcome(one)).isEqualTo(new Outcome.Stored(true)));
                assertThat(ledger.view().dynamic(dynamic).orElseThrow().counter()).isEqualTo(updates);
            } catch (Throwable failure) {
                failures.add(failure);
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        // Identity, frame and container each; everything before is collected.
        assertThat(disk.usage().objects()).isEqualTo(3L * submitters);
    }

    @Test
    void ends_times_of_grace_while_nobody_submits_anything() throws Exception {
        know(ALICE);
        Verified<Container> container = ALICE.container();
        Verified<Frame> first = ALICE.first(address(container));
        outcome(submit(first, container));
        outcome(submit(ALICE.next(first, ALICE.unknown())));
        assertThat(has(container)).isTrue();

        // The ledger sleeps until then, and wakes from time to time in case the clock was set.
        clock.addAndGet(60_000);

        while (has(container)) {
            Thread.sleep(20);
        }
    }

    @Test
    void ends_times_of_grace_that_were_over_before_it_was_opened() throws Exception {
        Verified<Container> container = ALICE.container();
        Verified<Frame> first = ALICE.first(address(container));
        FakeDisk again = new FakeDisk();
        again.commit(List.of(new Change.Put(first.object()), new Change.Put(container.object()),
                new Change.Put(ALICE.next(first, ALICE.unknown()).object()),
                new Change.Supersede(first.object().dynamic(), address(container), 5)));
        try (Ledger opened = new Ledger(again, new Ledger.Options(10, 1000, clock::get), (_, _) -> {})) {
            StoreView view = opened.view();
            while (view.find(address(container)).isPresent()) {
                Thread.sleep(20);
            }
        }
    }

    @Test
    void tries_again_later_if_a_sweep_fails() throws Exception {
        know(ALICE);
        Verified<Container> container = ALICE.container();
        Verified<Frame> first = ALICE.first(address(container));
        outcome(submit(first, container));
        outcome(submit(ALICE.next(first, ALICE.unknown())));
        disk.refuseAfter(0, new StoreException(StoreException.Reason.FULL, "Full."));
        clock.addAndGet(60_000);
        // Anything wakes it; it sweeps first.
        outcome(submit());
        assertThat(has(container)).isTrue();
        disk.refuseNoMore();

        clock.addAndGet(20_000);
        outcome(submit());
        outcome(submit());

        assertThat(has(container)).isFalse();
    }

    @Test
    void what_was_verified_before_is_taken_if_its_author_is_known() {
        Verified<Container> container = ALICE.container();
        Verified<StaticBinding> binding = ALICE.bind(address(container));
        List<GolixObject> both = List.of(binding.object(), container.object());
        Submission submission = new Submission(both, List.of(binding, container), Companion.NONE, "test");

        assertRefused(ledger.submit(submission), 0, Refusal.INVALID_IDENTITY);
        know(ALICE);
        assertThat(outcome(ledger.submit(submission))).isEqualTo(new Outcome.Stored(true));
    }

    @Test
    void a_frame_waits_a_moment_for_its_container_only() {
        Verified<Container> container = ALICE.container();
        Verified<Frame> frame = ALICE.first(address(container));

        assertThat(Entry.endsWithFrameAlone(line(frame))).isTrue();
        assertThat(Entry.endsWithFrameAlone(line(container, frame))).isFalse();
        assertThat(Entry.endsWithFrameAlone(line(frame, container))).isFalse();
        assertThat(Entry.endsWithFrameAlone(line(ALICE.identity(), frame))).isTrue();
    }

    private static List<Entry> line(Verified<?>... objects) {
        return Stream.of(objects)
                .map(object -> new Entry(
                        new Submission(List.of(object.object()), Companion.NONE, "test"), List.of(), 0,
                        new CompletableFuture<>()))
                .toList();
    }
}
