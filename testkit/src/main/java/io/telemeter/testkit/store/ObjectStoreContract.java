package io.telemeter.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.store.Binding;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView.Entry;
import org.hypergolix.store.StoreView.Expired;
import org.hypergolix.store.StoredObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ObjectStore] must do. A store's own test says how to open one:
///
/// ```
/// class MemoryStoreTest extends ObjectStoreContract {
///     protected ObjectStore open() {
///         return new MemoryStore();
///     }
/// }
/// ```
public abstract class ObjectStoreContract {
    private static final Party ALICE = new Party(1);
    private static final Party BOB = new Party(2);
    private static final int ALL = 1000;

    private ObjectStore store;

    /// Opens the store of this test: empty the first time, and if it is durable, the same one afterwards.
    protected abstract ObjectStore open();

    /// Whether a store that was closed has everything when it is opened again.
    protected boolean isDurable() {
        return true;
    }

    @BeforeEach
    final void openStore() {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    private void commit(Change... changes) {
        store.commit(List.of(changes));
    }

    private void put(GolixObject... objects) {
        store.commit(Stream.of(objects).<Change>map(Change.Put::new).toList());
    }

    private static Bytes bytes(int... values) {
        byte[] array = new byte[values.length];
        IntStream.range(0, values.length).forEach(index -> array[index] = (byte) values[index]);
        return Bytes.owning(array);
    }

    private static List<Ghid> sorted(Ghid... addresses) {
        return Stream.of(addresses).sorted().toList();
    }

    @Test
    void finds_each_kind_of_object_with_exactly_its_bytes() {
        Container container = ALICE.container(100);
        Frame frame = ALICE.firstFrame(container.ghid());
        List<GolixObject> objects = List.of(ALICE.identity(), container, ALICE.bind(container.ghid()), frame,
                ALICE.debind(frame.dynamic()), ALICE.request(BOB.identity()));

        put(objects.toArray(GolixObject[]::new));

        for (GolixObject object : objects) {
            StoredObject found = store.find(object.ghid()).orElseThrow();
            assertThat(found).isEqualTo(StoredObject.of(object));
            assertThat(found.decode()).isEqualTo(object);
            assertThat(store.kind(object.ghid())).contains(object.kind());
        }
    }

    @Test
    void knows_nothing_of_an_address_it_never_saw() {
        Ghid stranger = ALICE.container(1).ghid();

        assertThat(store.find(stranger)).isEmpty();
        assertThat(store.kind(stranger)).isEmpty();
        assertThat(store.dynamic(stranger)).isEmpty();
        assertThat(store.bindings(stranger, ALL)).isEmpty();
        assertThat(store.dynamicHolders(stranger, null, ALL)).isEmpty();
        assertThat(store.debindings(stranger, ALL)).isEmpty();
        assertThat(store.debinding(stranger, ALICE.fingerprint())).isEmpty();
        assertThat(store.requests(stranger, ALL)).isEmpty();
        assertThat(store.superseded(stranger)).isEmpty();
        assertThat(store.record("any", bytes(1))).isEmpty();
        assertThat(store.records("any", Bytes.EMPTY, ALL)).isEmpty();
    }

    @Test
    void changes_nothing_when_it_is_told_to_remove_what_is_not_there() {
        Ghid stranger = ALICE.container(1).ghid();

        commit(new Change.Remove(stranger), new Change.RemoveDynamic(stranger),
                new Change.EndSupersede(stranger, stranger), new Change.RemoveRecord("any", bytes(1)));

        assertThat(store.usage().objects()).isZero();
        assertThat(store.dynamic(stranger)).isEmpty();
    }

    @Test
    void keeps_containers_larger_than_a_page() {
        Container large = ALICE.container(3_000_000);

        put(large);

        assertThat(store.find(large.ghid()).orElseThrow().decode()).isEqualTo(large);
    }

    @Test
    void knows_the_newest_frame_of_a_dynamic_address() {
        Ghid target = ALICE.container(1).ghid();
        Frame first = ALICE.firstFrame(target);

        put(first);

        assertThat(store.dynamic(first.dynamic())).contains(new DynamicState(
                first.dynamic(), ALICE.fingerprint(), 0, first.ghid(), target, true));
    }

    @Test
    void replaces_a_frame_by_the_next_one() {
        Frame first = ALICE.firstFrame(ALICE.container(1).ghid());
        Frame second = ALICE.nextFrame(first, ALICE.container(1).ghid());

        put(first, second);

        assertThat(store.find(first.ghid())).isEmpty();
        assertThat(store.find(second.ghid())).isPresent();
        assertThat(store.bindings(first.target(), ALL)).isEmpty();
        assertThat(store.bindings(second.target(), ALL)).containsExactly(new Binding.ByDynamic(first.dynamic()));
        assertThat(store.dynamic(first.dynamic()).orElseThrow().counter()).isEqualTo(1);
        assertThat(store.usage().objects()).isEqualTo(1);
    }

    @Test
    void keeps_all_64_bits_of_a_counter() {
        Ghid target = ALICE.container(1).ghid();
        Frame last = ALICE.frame(ALICE.firstFrame(target).dynamic(), -1L, target, target);

        put(last);

        assertThat(store.dynamic(last.dynamic()).orElseThrow().counter()).isEqualTo(-1L);
    }

    @Test
    void answers_for_a_static_address_only_with_a_static_object() {
        Frame frame = ALICE.firstFrame(ALICE.container(1).ghid());

        put(frame);

        assertThat(store.find(frame.dynamic())).isEmpty();
        assertThat(store.kind(frame.dynamic())).isEmpty();
        assertThat(store.dynamic(frame.ghid())).isEmpty();
    }

    @Test
    void keeps_a_static_and_a_dynamic_object_of_the_same_address_apart() {
        Ghid shared = ALICE.fingerprint();
        Ghid target = BOB.container(1).ghid();
        Frame shadow = BOB.frame(shared, 5, target, target);

        put(shadow, ALICE.identity());

        assertThat(store.find(shared)).contains(StoredObject.of(ALICE.identity()));
        assertThat(store.dynamic(shared).orElseThrow().frame()).isEqualTo(shadow.ghid());

        commit(new Change.Remove(shared));
        assertThat(store.find(shared)).isEmpty();
        assertThat(store.dynamic(shared).orElseThrow().live()).isTrue();

        put(ALICE.identity());
        commit(new Change.RemoveDynamic(shared));
        assertThat(store.find(shared)).isPresent();
        assertThat(store.dynamic(shared).orElseThrow().live()).isFalse();
    }

    @Test
    void drops_the_index_entries_of_what_it_removes() {
        Ghid target = ALICE.container(1).ghid();
        StaticBinding binding = ALICE.bind(target);
        Debinding debinding = ALICE.debind(target);
        Request request = ALICE.request(BOB.identity());
        put(binding, debinding, request);

        commit(new Change.Remove(binding.ghid()), new Change.Remove(debinding.ghid()),
                new Change.Remove(request.ghid()));

        assertThat(store.bindings(target, ALL)).isEmpty();
        assertThat(store.debindings(target, ALL)).isEmpty();
        assertThat(store.debinding(target, ALICE.fingerprint())).isEmpty();
        assertThat(store.requests(BOB.fingerprint(), ALL)).isEmpty();
        assertThat(store.usage().objects()).isZero();
        assertThat(store.usage().objectBytes()).isZero();
    }

    @Test
    void removes_a_frame_by_its_dynamic_address_only() {
        Frame frame = ALICE.firstFrame(ALICE.container(1).ghid());
        put(frame);

        commit(new Change.Remove(frame.ghid()), new Change.Remove(frame.dynamic()));

        assertThat(store.find(frame.ghid())).isPresent();
        assertThat(store.dynamic(frame.dynamic()).orElseThrow().live()).isTrue();
    }

    @Test
    void remembers_a_dynamic_address_after_its_frame_is_gone() {
        Frame first = ALICE.firstFrame(ALICE.container(1).ghid());
        Frame second = ALICE.nextFrame(first, ALICE.container(1).ghid());
        put(first, second);

        commit(new Change.RemoveDynamic(first.dynamic()));

        assertThat(store.dynamic(first.dynamic())).contains(new DynamicState(
                first.dynamic(), ALICE.fingerprint(), 1, second.ghid(), second.target(), false));
        assertThat(store.find(second.ghid())).isEmpty();
        assertThat(store.bindings(second.target(), ALL)).isEmpty();
        assertThat(store.usage().objects()).isZero();
    }

    @Test
    void lets_a_dynamic_address_come_back() {
        Frame first = ALICE.firstFrame(ALICE.container(1).ghid());
        put(first);
        commit(new Change.RemoveDynamic(first.dynamic()));

        put(first);

        assertThat(store.dynamic(first.dynamic()).orElseThrow().live()).isTrue();
        assertThat(store.find(first.ghid())).isPresent();
        assertThat(store.bindings(first.target(), ALL)).hasSize(1);
    }

    @Test
    void lists_static_bindings_first_then_dynamic_ones_then_the_superseded() {
        Ghid target = ALICE.container(1).ghid();
        Frame frame = ALICE.firstFrame(target);
        Frame other = BOB.firstFrame(BOB.container(1).ghid());
        StaticBinding alices = ALICE.bind(target);
        StaticBinding bobs = BOB.bind(target);

        put(frame, other, alices, bobs);
        commit(new Change.Supersede(other.dynamic(), target, 77));

        List<Ghid> statics = sorted(alices.ghid(), bobs.ghid());
        List<Binding> bindings = store.bindings(target, ALL);
        assertThat(bindings).containsExactly(new Binding.ByStatic(statics.get(0)),
                new Binding.ByStatic(statics.get(1)), new Binding.ByDynamic(frame.dynamic()),
                new Binding.Superseded(other.dynamic(), 77));
        for (int limit = 0; limit <= 4; limit++) {
            assertThat(store.bindings(target, limit)).isEqualTo(bindings.subList(0, limit));
        }
    }

    @Test
    void lists_the_dynamic_holders_of_a_target_page_by_page() {
        Container target = ALICE.container(1);
        Ghid former = ALICE.container(1).ghid();
        Ghid[] holders = IntStream.range(0, 5).mapToObj(_ -> {
            Frame first = ALICE.firstFrame(ALICE.container(1).ghid());
            put(ALICE.frame(first.dynamic(), 1, target.ghid(), former));
            return first.dynamic();
        }).toArray(Ghid[]::new);
        put(ALICE.bind(target.ghid()));
        List<Ghid> all = sorted(holders);

        assertThat(store.dynamicHolders(target.ghid(), null, ALL)).isEqualTo(all);
        assertThat(store.dynamicHolders(target.ghid(), null, 2)).isEqualTo(all.subList(0, 2));
        assertThat(store.dynamicHolders(target.ghid(), all.get(1), 2)).isEqualTo(all.subList(2, 4));
        assertThat(store.dynamicHolders(target.ghid(), all.get(4), 2)).isEmpty();
    }

    @Test
    void finds_debindings_by_target_and_by_party() {
        Ghid target = ALICE.container(1).ghid();
        Debinding alices = ALICE.debind(target);
        Debinding bobs = BOB.debind(target);

        put(alices, bobs, ALICE.debind(BOB.fingerprint()));

        assertThat(store.debindings(target, ALL)).containsExactlyInAnyOrder(alices.ghid(), bobs.ghid());
        assertThat(store.debindings(target, 1)).hasSize(1);
        assertThat(store.debinding(target, ALICE.fingerprint())).contains(alices.ghid());
        assertThat(store.debinding(target, BOB.fingerprint())).contains(bobs.ghid());
        assertThat(store.debinding(alices.ghid(), ALICE.fingerprint())).isEmpty();
    }

    @Test
    void lists_requests_oldest_first_also_when_one_is_stored_again() {
        List<Request> requests = Stream.generate(() -> ALICE.request(BOB.identity())).limit(5).toList();
        requests.forEach(this::put);
        put(requests.get(1));
        commit(new Change.Remove(requests.get(2).ghid()));

        assertThat(store.requests(BOB.fingerprint(), ALL)).containsExactly(requests.get(0).ghid(),
                requests.get(1).ghid(), requests.get(3).ghid(), requests.get(4).ghid());
        assertThat(store.requests(BOB.fingerprint(), 2)).containsExactly(
                requests.get(0).ghid(), requests.get(1).ghid());
        assertThat(store.requests(ALICE.fingerprint(), ALL)).isEmpty();
    }

    @Test
    void keeps_one_superseded_container_for_a_dynamic_address() {
        Frame frame = ALICE.firstFrame(ALICE.container(1).ghid());
        Ghid former = ALICE.container(1).ghid();
        Ghid later = ALICE.container(1).ghid();
        put(frame);

        commit(new Change.Supersede(frame.dynamic(), former, 10));
        assertThat(store.superseded(frame.dynamic())).containsExactly(former);
        assertThat(store.bindings(former, ALL)).containsExactly(new Binding.Superseded(frame.dynamic(), 10));

        commit(new Change.Supersede(frame.dynamic(), later, 20));
        assertThat(store.superseded(frame.dynamic())).containsExactly(later);
        assertThat(store.bindings(former, ALL)).isEmpty();
        assertThat(store.expired(ALL, ALL)).containsExactly(new Expired(frame.dynamic(), later, 20));

        commit(new Change.EndSupersede(frame.dynamic(), former));
        assertThat(store.superseded(frame.dynamic())).containsExactly(later);

        commit(new Change.EndSupersede(frame.dynamic(), later));
        assertThat(store.superseded(frame.dynamic())).isEmpty();
        assertThat(store.bindings(later, ALL)).isEmpty();
        assertThat(store.expired(ALL, ALL)).isEmpty();
    }

    @Test
    void keeps_the_superseded_container_over_frames_and_after_the_last() {
        Frame first = ALICE.firstFrame(ALICE.container(1).ghid());
        put(first);
        commit(new Change.Supersede(first.dynamic(), first.target(), 10));

        put(ALICE.nextFrame(first, ALICE.container(1).ghid()));
        assertThat(store.superseded(first.dynamic())).containsExactly(first.target());

        commit(new Change.RemoveDynamic(first.dynamic()));
        assertThat(store.superseded(first.dynamic())).containsExactly(first.target());
    }

    @Test
    void supersedes_nothing_for_an_address_it_never_saw() {
        Ghid stranger = ALICE.container(1).ghid();
        Ghid container = ALICE.container(1).ghid();

        commit(new Change.Supersede(stranger, container, 10));

        assertThat(store.superseded(stranger)).isEmpty();
        assertThat(store.bindings(container, ALL)).isEmpty();
        assertThat(store.expired(ALL, ALL)).isEmpty();
    }

    @Test
    void lists_what_expired_earliest_first() {
        List<Expired> graces = IntStream.of(30, 10, 20, 10).mapToObj(until -> {
            Frame frame = ALICE.firstFrame(ALICE.container(1).ghid());
            Expired grace = new Expired(frame.dynamic(), ALICE.container(1).ghid(), until);
            commit(new Change.Put(frame), new Change.Supersede(grace.dynamic(), grace.container(), until));
            return grace;
        }).sorted(Comparator.comparingLong(Expired::untilMillis).thenComparing(Expired::dynamic)).toList();

        assertThat(store.expired(9, ALL)).isEmpty();
        assertThat(store.expired(20, ALL)).isEqualTo(graces.subList(0, 3));
        assertThat(store.expired(20, 1)).isEqualTo(graces.subList(0, 1));
        assertThat(store.expired(Long.MAX_VALUE, ALL)).isEqualTo(graces);
    }

    @Test
    void keeps_records_by_space_and_key() {
        commit(new Change.PutRecord("pin", bytes(1), bytes(11)), new Change.PutRecord("pin", bytes(2), Bytes.EMPTY),
                new Change.PutRecord("outbox", bytes(1), bytes(99)),
                new Change.PutRecord("pin", Bytes.EMPTY, bytes(0)));

        assertThat(store.record("pin", bytes(1))).contains(bytes(11));
        assertThat(store.record("pin", bytes(2))).contains(Bytes.EMPTY);
        assertThat(store.record("pin", Bytes.EMPTY)).contains(bytes(0));
        assertThat(store.record("outbox", bytes(1))).contains(bytes(99));
        assertThat(store.record("outbox", bytes(2))).isEmpty();

        commit(new Change.PutRecord("pin", bytes(1), bytes(12)), new Change.RemoveRecord("pin", bytes(2)));

        assertThat(store.record("pin", bytes(1))).contains(bytes(12));
        assertThat(store.record("pin", bytes(2))).isEmpty();
    }

    @Test
    void lists_records_in_the_order_of_their_unsigned_keys() {
        List<Bytes> keys = List.of(Bytes.EMPTY, bytes(0), bytes(0, 1), bytes(1), bytes(0x7F, 0xFF), bytes(0x80),
                bytes(0xFF), bytes(0xFF, 0));
        keys.reversed().forEach(key -> commit(new Change.PutRecord("sorted", key, key)));

        List<Entry> all = keys.stream().map(key -> new Entry(key, key)).toList();
        assertThat(store.records("sorted", Bytes.EMPTY, ALL)).isEqualTo(all);
        assertThat(store.records("sorted", bytes(1), ALL)).isEqualTo(all.subList(3, 8));
        assertThat(store.records("sorted", bytes(2), 2)).isEqualTo(all.subList(4, 6));
        assertThat(store.records("other", Bytes.EMPTY, ALL)).isEmpty();
    }

    @Test
    void applies_the_changes_of_a_commit_in_order() {
        Container container = ALICE.container(1);
        Frame first = ALICE.firstFrame(container.ghid());
        Frame second = ALICE.nextFrame(first, container.ghid());

        commit(new Change.Put(container), new Change.Remove(container.ghid()), new Change.Put(first),
                new Change.RemoveDynamic(first.dynamic()), new Change.Put(second),
                new Change.Supersede(first.dynamic(), container.ghid(), 5),
                new Change.EndSupersede(first.dynamic(), container.ghid()),
                new Change.PutRecord("r", bytes(1), bytes(1)), new Change.RemoveRecord("r", bytes(1)));

        assertThat(store.find(container.ghid())).isEmpty();
        assertThat(store.dynamic(first.dynamic()).orElseThrow().frame()).isEqualTo(second.ghid());
        assertThat(store.dynamic(first.dynamic()).orElseThrow().live()).isTrue();
        assertThat(store.superseded(first.dynamic())).isEmpty();
        assertThat(store.record("r", bytes(1))).isEmpty();
        assertThat(store.usage().objects()).isEqualTo(1);
    }

    @Test
    void counts_objects_and_their_bytes_each_once() {
        Container container = ALICE.container(1000);
        Frame first = ALICE.firstFrame(container.ghid());
        Frame second = ALICE.nextFrame(first, container.ghid());

        put(container, container, first);
        put(container);
        assertThat(store.usage().objects()).isEqualTo(2);
        assertThat(store.usage().objectBytes()).isEqualTo(
                container.encoded().size() + (long) first.encoded().size());

        put(second);
        put(second);
        assertThat(store.usage().objects()).isEqualTo(2);
        assertThat(store.usage().objectBytes()).isEqualTo(
                container.encoded().size() + (long) second.encoded().size());
    }

    @Test
    void shows_readers_a_commit_whole_or_not_at_all() throws InterruptedException {
        int width = 20;
        List<Change> odd = records(width, 1);
        List<Change> even = records(width, 2);
        store.commit(odd);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        List<Object> torn = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                List<Bytes> values = store.records("whole", Bytes.EMPTY, ALL).stream().map(Entry::value).toList();
                if (values.size() != width || values.stream().distinct().count() != 1) {
                    torn.add(values);
                }
                reads.incrementAndGet();
            }
        });

        for (int round = 0; round < 100 || reads.get() < 20; round++) {
            store.commit(even);
            store.commit(odd);
        }
        done.set(true);
        reader.join();

        assertThat(torn).isEmpty();
    }

    private static List<Change> records(int width, int value) {
        List<Change> changes = new ArrayList<>();
        for (int key = 0; key < width; key++) {
            changes.add(new Change.RemoveRecord("whole", bytes(key)));
        }
        for (int key = 0; key < width; key++) {
            changes.add(new Change.PutRecord("whole", bytes(key), bytes(value)));
        }
        return changes;
    }

    @Test
    void shows_a_commit_to_every_thread_as_soon_as_it_returned() throws InterruptedException {
        List<Boolean> found = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            Container container = ALICE.container(10);
            put(container);
            Thread.ofPlatform().start(() -> found.add(store.find(container.ghid()).isPresent())).join();
        }

        assertThat(found).hasSize(20).containsOnly(true);
    }

    @Test
    void refuses_everything_after_it_was_closed() {
        store.close();
        store.close();

        Ghid any = ALICE.fingerprint();
        List<Supplier<?>> reads = List.of(() -> store.find(any), () -> store.kind(any), () -> store.dynamic(any),
                () -> store.bindings(any, 1), () -> store.records("any", Bytes.EMPTY, 1), () -> store.usage());
        for (Supplier<?> read : reads) {
            assertThatThrownBy(read::get).isInstanceOfSatisfying(StoreException.class,
                    failure -> assertThat(failure.reason()).isEqualTo(StoreException.Reason.CLOSED));
        }
        assertThatThrownBy(() -> put(ALICE.identity())).isInstanceOfSatisfying(StoreException.class,
                failure -> assertThat(failure.reason()).isEqualTo(StoreException.Reason.CLOSED));
    }

    @Test
    void has_everything_when_it_is_opened_again() {
        assumeTrue(isDurable());
        Container container = ALICE.container(5000);
        Frame frame = ALICE.firstFrame(container.ghid());
        Frame gone = BOB.firstFrame(container.ghid());
        Request request = BOB.request(ALICE.identity());
        put(ALICE.identity(), container, frame, gone, request, BOB.debind(gone.dynamic()));
        commit(new Change.RemoveDynamic(gone.dynamic()), new Change.PutRecord("pin", bytes(1), bytes(2)),
                new Change.Supersede(frame.dynamic(), ALICE.fingerprint(), 123));
        ObjectStore.Usage before = store.usage();
        store.close();

        store = open();

        assertThat(store.find(container.ghid()).orElseThrow().decode()).isEqualTo(container);
        assertThat(store.kind(ALICE.fingerprint())).contains(ObjectKind.IDENTITY);
        assertThat(store.dynamic(frame.dynamic()).orElseThrow().live()).isTrue();
        assertThat(store.dynamic(gone.dynamic()).orElseThrow().live()).isFalse();
        assertThat(store.bindings(container.ghid(), ALL)).containsExactly(new Binding.ByDynamic(frame.dynamic()));
        assertThat(store.requests(ALICE.fingerprint(), ALL)).containsExactly(request.ghid());
        assertThat(store.debinding(gone.dynamic(), BOB.fingerprint())).isPresent();
        assertThat(store.expired(200, ALL)).containsExactly(
                new Expired(frame.dynamic(), ALICE.fingerprint(), 123));
        assertThat(store.record("pin", bytes(1))).contains(bytes(2));
        assertThat(store.usage().objects()).isEqualTo(before.objects());
        assertThat(store.usage().objectBytes()).isEqualTo(before.objectBytes());
    }
}
