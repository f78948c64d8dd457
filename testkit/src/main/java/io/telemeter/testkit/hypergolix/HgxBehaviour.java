package io.telemeter.testkit.hypergolix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.AppToken;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.LiveValue;
import org.hypergolix.hgx.PushResult;
import org.hypergolix.hgx.RelayState;
import org.hypergolix.hgx.ShareEvent;
import org.hypergolix.hgx.ShareResult;
import org.hypergolix.hgx.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every link must do, whatever is behind it. Names no part of it but [HgxLink] and what that names.
public abstract class HgxBehaviour {
    private static final ApiId SCHEMA = ApiId.ofHex("a1".repeat(ApiId.LENGTH));
    private static final ApiId OTHER_SCHEMA = ApiId.ofHex("b2".repeat(ApiId.LENGTH));
    private static final CreateOptions OF_SCHEMA = CreateOptions.DEFAULT.withApiId(SCHEMA);
    private static final Ghid NOBODY = new Ghid(Bytes.ofHex("0f".repeat(Ghid.DIGEST_LENGTH)));

    private final List<HgxLink> links = new ArrayList<>();
    private HgxWorld world;

    @SuppressWarnings("NullAway.Init") // before every test
    protected HgxBehaviour() {}

    /// A new world that keeps its files below `directory`.
    protected abstract HgxWorld world(Path directory);

    @BeforeEach
    void prepare(@TempDir Path directory) {
        world = world(directory);
    }

    @AfterEach
    void leave() {
        links.forEach(HgxLink::close);
        world.close();
    }

    private HgxLink link(String device) {
        HgxLink link = world.connect(device);
        links.add(link);
        return link;
    }

    /// Shares `object` with `reader` and fetches it there.
    private static <T> HgxObject<T> handOver(HgxObject<T> object, HgxLink reader, Codec<T> codec) {
        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
        try (Subscription _ = reader.onShare(object.apiId(), shares::add)) {
            object.share(reader.whoami());
            for (ShareEvent share = Eventually.next(shares);; share = Eventually.next(shares)) {
                if (share.address().equals(object.address())) {
                    return reader.get(codec, object.address());
                }
            }
        }
    }

    private static <T> void reaches(HgxObject<T> object, T state) {
        Eventually.happens("the state " + state, () -> object.state().equals(state));
    }

    // --- Links ---

    @Test
    void an_account_has_one_fingerprint_in_all_its_links() {
        HgxLink first = link("alice");
        HgxLink second = link("alice");
        HgxLink other = link("bob");

        assertThat(second.whoami()).isEqualTo(first.whoami());
        assertThat(other.whoami()).isNotEqualTo(first.whoami());
    }

    @Test
    void lists_its_own_objects_and_what_was_shared_with_it() {
        HgxLink alice = link("alice");
        HgxLink bob = link("bob");
        HgxObject<String> object = alice.create(Codec.text(), "four", OF_SCHEMA);
        handOver(object, bob, Codec.text());

        for (HgxLink link : List.of(alice, bob)) {
            assertThat(link.objects()).as(link.toString()).singleElement().satisfies(summary -> {
                assertThat(summary.address()).isEqualTo(object.address());
                assertThat(summary.binder()).isEqualTo(alice.whoami());
                assertThat(summary.apiId()).isEqualTo(SCHEMA);
                assertThat(summary.dynamic()).isTrue();
                assertThat(summary.isPrivate()).isFalse();
                assertThat(summary.followed()).isTrue();
                assertThat(summary.size()).isEqualTo(4);
            });
        }
    }

    @Test
    void an_account_is_the_same_after_it_was_closed() {
        HgxLink before = link("alice");
        Ghid fingerprint = before.whoami();
        Ghid address = before.create(Codec.text(), "kept").address();
        before.close();

        HgxLink after = link("alice");

        assertThat(after.whoami()).isEqualTo(fingerprint);
        assertThat(after.get(Codec.text(), address).state()).isEqualTo("kept");
    }

    @Test
    void refuses_to_open_an_account_that_does_not_exist_if_it_must_not_create_one() {
        var options = world.options("nobody").existingOnly().build();

        assertThatThrownBy(() -> HgxLink.connect(options)).isInstanceOf(HgxException.Account.class);
    }

    @Test
    void a_closed_link_refuses_everything_and_its_objects_are_dead() {
        HgxLink link = link("alice");
        Ghid fingerprint = link.whoami();
        HgxObject<String> object = link.create(Codec.text(), "x");
        LiveValue<String> live = object.live();

        link.close();
        link.close();

        assertThat(link.whoami()).isEqualTo(fingerprint);
        assertThat(object.alive()).isFalse();
        assertThat(live.getOrDefault("gone")).isEqualTo("gone");
        assertThatThrownBy(object::state).isInstanceOf(HgxException.DeadObject.class);
        assertThatThrownBy(object::push).isInstanceOf(HgxException.DeadObject.class);
        assertThatThrownBy(() -> link.create(Codec.text(), "y")).isInstanceOf(HgxException.LinkClosed.class);
        assertThatThrownBy(() -> link.get(Codec.text(), object.address()))
                .isInstanceOf(HgxException.LinkClosed.class);
        assertThatThrownBy(() -> link.onShare(SCHEMA, _ -> {})).isInstanceOf(HgxException.LinkClosed.class);
        assertThatThrownBy(link::relays).isInstanceOf(HgxException.LinkClosed.class);
        object.close();
    }

    @Test
    void the_other_links_of_a_home_go_on_when_one_is_closed() {
        HgxLink first = link("alice");
        HgxLink second = link("alice");
        HgxObject<String> object = second.create(Codec.text(), "one");

        first.close();
        object.state("two");

        assertThat(object.push()).isNotNull();
        assertThat(object.state()).isEqualTo("two");
    }

    @Test
    void can_be_closed_in_a_handler() throws InterruptedException {
        HgxLink writer = link("alice");
        HgxLink reader = link("alice");
        HgxObject<String> object = writer.create(Codec.text(), "one");
        CountDownLatch closed = new CountDownLatch(1);
        reader.get(Codec.text(), object.address()).onUpdate(_ -> {
            reader.close();
            closed.countDown();
        });

        object.update(_ -> "two");

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(reader::relays).isInstanceOf(HgxException.LinkClosed.class);
    }

    @Test
    void tells_how_the_relays_are() {
        HgxLink link = link("alice");
        BlockingQueue<RelayState> changes = new LinkedBlockingQueue<>();
        Eventually.happens("a connection to all relays", () -> link.relays().stream().allMatch(RelayState::connected));
        int relays = link.relays().size();
        Subscription subscription = link.onRelayChange(changes::add);

        world.cutOff("alice");
        RelayState lost = Eventually.next(changes);
        while (lost.connected()) {
            lost = Eventually.next(changes);
        }

        assertThat(relays).isPositive();
        assertThat(lost.reason()).isNotBlank().doesNotContain("\n");
        Eventually.happens("no connection", () -> link.relays().stream().noneMatch(RelayState::connected));

        subscription.close();
        subscription.close();
    }

    // --- Objects ---

    @Test
    void a_new_object_says_what_it_is() {
        HgxLink link = link("alice");

        HgxObject<String> object = link.create(Codec.text(), "hello", OF_SCHEMA);

        assertThat(object.state()).isEqualTo("hello");
        assertThat(object.apiId()).isEqualTo(SCHEMA);
        assertThat(object.binder()).isEqualTo(link.whoami());
        assertThat(object.dynamic()).isTrue();
        assertThat(object.isPrivate()).isFalse();
        assertThat(object.alive()).isTrue();
        assertThat(link.create(Codec.bytes(), Bytes.EMPTY).apiId()).isEqualTo(ApiId.BYTES);
        assertThat(link.create(Codec.json(Integer.class), 1).apiId()).isEqualTo(ApiId.JSON);
    }

    @Test
    void every_built_in_codec_keeps_its_values() {
        HgxLink link = link("alice");
        Bytes bytes = Bytes.ofHex("00ff80");

        Ghid first = link.create(Codec.bytes(), bytes).address();
        Ghid second = link.create(Codec.text(), "grüße \uD83D\uDE00").address();
        Ghid third = link.create(Codec.json(Double.class), 5.0).address();
        link.close();

        HgxLink again = link("alice");
        assertThat(again.get(Codec.bytes(), first).state()).isEqualTo(bytes);
        assertThat(again.get(Codec.text(), second).state()).isEqualTo("grüße \uD83D\uDE00");
        HgxObject<Double> number = again.get(Codec.json(Double.class), third);
        assertThat(number.state()).isEqualTo(5.0);
        assertThat(number.apiId()).isEqualTo(ApiId.JSON);
    }

    @Test
    void an_empty_state_is_a_state() {
        HgxLink link = link("alice");
        HgxObject<Bytes> object = link.create(Codec.bytes(), Bytes.EMPTY);

        HgxObject<Bytes> copy = handOver(object, link("bob"), Codec.bytes());

        assertThat(copy.state()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void a_draft_stays_here_until_it_is_pushed() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");
        HgxObject<String> copy = link("alice").get(Codec.text(), object.address());

        object.state("two");
        assertThat(object.state()).isEqualTo("two");
        assertThat(object.live().get()).isEqualTo("one");
        assertThat(copy.state()).isEqualTo("one");

        object.push();
        assertThat(object.live().get()).isEqualTo("two");
        reaches(copy, "two");
        object.update(state -> state + "!");
        assertThat(object.state()).isEqualTo("two!");
    }

    @Test
    void an_update_from_outside_replaces_a_draft_before_handlers_run() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");
        HgxObject<String> other = link("alice").get(Codec.text(), object.address());
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        other.onUpdate(updated -> seen.add(updated.state()));
        other.state("draft");

        object.update(_ -> "two");

        assertThat(Eventually.next(seen)).isEqualTo("two");
        assertThat(other.state()).isEqualTo("two");
    }

    @Test
    void a_push_without_a_draft_publishes_the_state_again() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");

        assertThat(object.push()).isNotNull();
        assertThat(object.state()).isEqualTo("one");
    }

    @Test
    void updates_of_one_handle_never_get_lost() throws InterruptedException {
        HgxObject<Integer> counter = link("alice").create(Codec.json(Integer.class), 0);
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 5; thread++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int round = 0; round < 10; round++) {
                    counter.update(value -> value + 1);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(counter.state()).isEqualTo(50);
    }

    @Test
    void an_update_that_throws_changes_nothing() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");

        assertThatThrownBy(() -> object.update(_ -> {
            throw new IllegalArgumentException("no");
        })).isInstanceOf(IllegalArgumentException.class).hasMessage("no");

        assertThat(object.state()).isEqualTo("one");
        assertThat(object.update(state -> state + "!")).isNotNull();
        assertThat(object.state()).isEqualTo("one!");
    }

    @Test
    void an_update_must_not_change_its_object_in_between() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");

        assertThatThrownBy(() -> object.update(state -> {
            object.push();
            return state;
        })).isInstanceOf(IllegalStateException.class);
        assertThat(object.state()).isEqualTo("one");
    }

    @Test
    void a_state_that_cannot_be_encoded_is_refused() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");
        object.state("half \uD83D");

        assertThatThrownBy(object::push).isInstanceOf(HgxException.Unencodable.class)
                .hasMessageContaining("surrogate");
        assertThat(object.alive()).isTrue();
        object.state("whole");
        object.push();
        assertThat(object.live().get()).isEqualTo("whole");
    }

    @Test
    void a_state_that_does_not_fit_into_a_message_is_refused() {
        HgxLink link = HgxLink.connect(world.options("alice").maxMessageBytes(64 * 1024).build());
        links.add(link);
        HgxObject<Bytes> object = link.create(Codec.bytes(), Bytes.EMPTY);

        assertThatThrownBy(() -> object.update(_ -> Bytes.owning(new byte[64 * 1024 + 1])))
                .isInstanceOf(HgxException.TooLarge.class);
        assertThat(object.state()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void only_the_owner_can_push_and_only_to_a_dynamic_object() {
        HgxLink alice = link("alice");
        HgxObject<String> object = alice.create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, link("bob"), Codec.text());
        HgxObject<String> fixed = alice.create(Codec.text(), "fixed", CreateOptions.DEFAULT.asStatic());
        copy.state("mine");
        fixed.state("moved");

        assertThat(copy.binder()).isEqualTo(alice.whoami());
        assertThatThrownBy(copy::push).isInstanceOf(HgxException.LocallyImmutable.class);
        assertThatThrownBy(() -> fixed.update(_ -> "x")).isInstanceOf(HgxException.LocallyImmutable.class);
        assertThat(fixed.dynamic()).isFalse();
        assertThat(fixed.live().get()).isEqualTo("fixed");
    }

    @Test
    void the_same_object_has_the_same_handle_while_it_is_alive() {
        HgxLink link = link("alice");
        HgxObject<Double> object = link.create(Codec.json(Double.class), 1.5);

        assertThat(link.get(Codec.json(Double.class), object.address())).isSameAs(object);
        assertThatThrownBy(() -> link.get(Codec.text(), object.address()))
                .isInstanceOf(HgxException.CodecMismatch.class)
                .hasMessageContaining("recast")
                .hasMessageContaining("Codec.json(Double)");

        object.discard();
        assertThat(object.alive()).isFalse();
        assertThatThrownBy(object::discard).isInstanceOf(HgxException.DeadObject.class);
        HgxObject<String> again = link.get(Codec.text(), object.address());
        assertThat(again.state()).isEqualTo("1.5");
        assertThat(again.update(_ -> "2")).isNotNull();
    }

    @Test
    void a_recast_object_goes_on_with_another_codec() {
        HgxLink link = link("alice");
        HgxObject<String> object = link.create(Codec.text(), "1");
        HgxObject<String> writer = link("alice").get(Codec.text(), object.address());
        BlockingQueue<String> deletions = new LinkedBlockingQueue<>();
        BlockingQueue<String> updates = new LinkedBlockingQueue<>();
        object.onDelete(() -> deletions.add("deleted"));
        object.onUpdate(_ -> updates.add("old handle"));
        object.state("draft");

        HgxObject<Integer> number = object.recast(Codec.json(Integer.class));
        number.onUpdate(updated -> updates.add("new handle " + updated.state()));

        assertThat(number.state()).isEqualTo(1);
        assertThatThrownBy(object::state).isInstanceOf(HgxException.DeadObject.class);
        assertThat(link.get(Codec.json(Integer.class), number.address())).isSameAs(number);
        writer.update(_ -> "2");
        assertThat(Eventually.next(updates)).isEqualTo("new handle 2");
        writer.delete();
        assertThat(Eventually.next(deletions)).isEqualTo("deleted");
        assertThat(number.alive()).isFalse();
    }

    @Test
    void a_discarded_object_hears_nothing() {
        HgxLink reader = link("bob");
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, reader, Codec.text());
        AtomicInteger calls = new AtomicInteger();
        copy.onUpdate(_ -> calls.incrementAndGet());

        copy.close();
        copy.close();
        object.update(_ -> "two");
        HgxObject<String> again = reader.get(Codec.text(), object.address());

        reaches(again, "two");
        assertThat(calls).hasValue(0);
    }

    @Test
    void there_is_no_object_at_an_unknown_address() {
        assertThatThrownBy(() -> link("alice").get(Codec.text(), NOBODY))
                .isInstanceOf(HgxException.DoesNotExist.class);
    }

    @Test
    void an_object_that_was_not_shared_cannot_be_read() {
        HgxObject<String> object = link("alice").create(Codec.text(), "secret");

        assertThatThrownBy(() -> link("bob").get(Codec.text(), object.address()))
                .isInstanceOf(HgxException.UnknownSecret.class);
    }

    @Test
    void a_state_that_cannot_be_decoded_is_no_end() {
        HgxLink reader = link("bob");
        HgxObject<Bytes> object = link("alice").create(Codec.bytes(), Bytes.ofHex("ff"), OF_SCHEMA);
        handOver(object, reader, Codec.bytes()).discard();

        HgxObject<String> copy = reader.get(Codec.text(), object.address());
        BlockingQueue<String> values = new LinkedBlockingQueue<>();
        copy.live().onChange(values::add);

        assertThat(copy.live().getOrDefault("unreadable")).isEqualTo("unreadable");
        assertThatThrownBy(copy::state).isInstanceOf(HgxException.Undecodable.class).hasMessageContaining("UTF-8");
        object.update(_ -> Bytes.ofHex("6f6b"));
        assertThat(Eventually.next(values)).isEqualTo("ok");
        assertThat(copy.state()).isEqualTo("ok");
    }

    // --- Deleting and keeping ---

    @Test
    void deleting_an_object_ends_it_for_everybody() {
        HgxLink alice = link("alice");
        HgxLink bob = link("bob");
        HgxObject<String> object = alice.create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, bob, Codec.text());
        BlockingQueue<String> deletions = new LinkedBlockingQueue<>();
        copy.onDelete(() -> deletions.add(copy.alive() ? "alive" : "dead"));
        object.onDelete(() -> deletions.add("told who did it"));

        object.delete();

        assertThat(Eventually.next(deletions)).isEqualTo("dead");
        assertThatThrownBy(object::state).isInstanceOf(HgxException.DeadObject.class);
        assertThatThrownBy(copy::state).isInstanceOf(HgxException.DeadObject.class);
        assertThatThrownBy(() -> copy.onUpdate(_ -> {})).isInstanceOf(HgxException.DeadObject.class);
        assertThat(copy.live().getOrDefault("gone")).isEqualTo("gone");
        assertThatThrownBy(() -> bob.get(Codec.text(), object.address())).isInstanceOf(HgxException.class);
        assertThatThrownBy(() -> alice.get(Codec.text(), object.address())).isInstanceOf(HgxException.class);
        assertThat(deletions).isEmpty();
    }

    @Test
    void what_was_deleted_while_nobody_followed_it_is_gone_as_well() {
        HgxLink bob = link("bob");
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        handOver(object, bob, Codec.text()).discard();

        object.delete();

        Eventually.happens("the end of the object", () -> {
            try {
                bob.get(Codec.text(), object.address()).discard();
                return false;
            } catch (HgxException.DeadObject | HgxException.DoesNotExist _) {
                return true;
            }
        });
    }

    @Test
    void only_the_owner_can_delete() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, link("bob"), Codec.text());

        assertThatThrownBy(copy::delete).isInstanceOf(HgxException.InconsistentAuthor.class);

        assertThat(copy.alive()).isTrue();
        object.update(_ -> "two");
        reaches(copy, "two");
    }

    @Test
    void a_held_object_outlives_its_deletion() {
        HgxLink bob = link("bob");
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, bob, Codec.text());

        copy.hold();
        object.delete();
        copy.discard();

        assertThat(bob.get(Codec.text(), object.address()).state()).isEqualTo("one");
    }

    @Test
    void a_frozen_state_stays() {
        HgxLink alice = link("alice");
        HgxObject<String> object = alice.create(Codec.text(), "one", OF_SCHEMA);
        object.state("draft");

        HgxObject<String> frozen = object.freeze();
        object.push();

        assertThat(frozen.address()).isNotEqualTo(object.address());
        assertThat(frozen.dynamic()).isFalse();
        assertThat(frozen.apiId()).isEqualTo(SCHEMA);
        assertThat(frozen.state()).isEqualTo("one");
        assertThat(object.state()).isEqualTo("draft");
        assertThatThrownBy(frozen::freeze).isInstanceOf(HgxException.LocallyImmutable.class);
        assertThat(handOver(frozen, link("bob"), Codec.text()).state()).isEqualTo("one");
    }

    // --- Sharing ---

    @Test
    void a_shared_object_brings_all_its_updates() {
        HgxLink alice = link("alice");
        HgxLink bob = link("bob");
        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
        bob.onShare(SCHEMA, shares::add);
        HgxObject<String> object = alice.create(Codec.text(), "one", OF_SCHEMA);

        object.share(bob.whoami());

        ShareEvent share = Eventually.next(shares);
        assertThat(share).isEqualTo(new ShareEvent(object.address(), alice.whoami(), alice.whoami(), SCHEMA));
        HgxObject<String> copy = bob.get(Codec.text(), share.address());
        assertThat(copy.state()).isEqualTo("one");
        BlockingQueue<String> states = new LinkedBlockingQueue<>();
        copy.onUpdate(updated -> states.add(updated.state()));
        object.update(_ -> "two");
        assertThat(Eventually.next(states)).isEqualTo("two");
        object.update(_ -> "three");
        assertThat(Eventually.next(states)).isEqualTo("three");
    }

    @Test
    void own_pushes_do_not_call_own_handlers() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");
        HgxObject<String> other = link("alice").get(Codec.text(), object.address());
        BlockingQueue<String> own = new LinkedBlockingQueue<>();
        object.onUpdate(updated -> own.add(updated.state()));

        object.update(_ -> "mine");
        reaches(other, "mine");
        other.update(_ -> "theirs");

        assertThat(Eventually.next(own)).isEqualTo("theirs");
        assertThat(own).isEmpty();
    }

    @Test
    void a_share_waits_for_who_wants_it() {
        HgxLink bob = link("bob");
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        assertThat(object.shareAsync(bob.whoami()).join()).isEqualTo(ShareResult.ACCEPTED);
        BlockingQueue<ShareEvent> others = new LinkedBlockingQueue<>();
        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();

        bob.onShare(OTHER_SCHEMA, others::add);
        bob.onShare(SCHEMA, shares::add);

        assertThat(Eventually.next(shares).address()).isEqualTo(object.address());
        assertThat(others).isEmpty();
    }

    @Test
    void a_share_waits_for_a_recipient_who_is_away() {
        HgxLink bob = link("bob");
        Ghid recipient = bob.whoami();
        bob.close();
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        var answer = object.shareAsync(recipient);
        object.update(_ -> "two");
        assertThat(answer).isNotDone();

        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
        HgxLink back = link("bob");
        back.onShare(SCHEMA, shares::add);

        assertThat(back.get(Codec.text(), Eventually.next(shares).address()).state()).isEqualTo("two");
        assertThat(answer.join()).isEqualTo(ShareResult.ACCEPTED);
    }

    @Test
    void a_share_whose_handler_did_not_run_comes_again() throws InterruptedException {
        HgxLink bob = link("bob");
        HgxLink alice = link("alice");
        CountDownLatch bothAreHere = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        bob.onShare(SCHEMA, _ -> {
            awaitQuietly(bothAreHere);
            bob.close();
            closed.countDown();
        });
        HgxObject<String> first = alice.create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> second = alice.create(Codec.text(), "two", OF_SCHEMA);
        first.shareAsync(bob.whoami()).join();
        second.shareAsync(bob.whoami()).join();
        bothAreHere.countDown();
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();

        BlockingQueue<Ghid> shares = new LinkedBlockingQueue<>();
        link("bob").onShare(SCHEMA, share -> shares.add(share.address()));

        assertThat(List.of(Eventually.next(shares), Eventually.next(shares)))
                .containsExactlyInAnyOrder(first.address(), second.address());
    }

    @Test
    void a_share_that_was_handled_does_not_come_again() {
        HgxLink bob = link("bob");
        HgxLink alice = link("alice");
        BlockingQueue<Ghid> shares = new LinkedBlockingQueue<>();
        bob.onShare(SCHEMA, share -> shares.add(share.address()));
        HgxObject<String> first = alice.create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> second = alice.create(Codec.text(), "two", OF_SCHEMA);
        HgxObject<String> third = alice.create(Codec.text(), "three", OF_SCHEMA);
        first.share(bob.whoami());
        assertThat(Eventually.next(shares)).isEqualTo(first.address());
        second.share(bob.whoami());
        assertThat(Eventually.next(shares)).isEqualTo(second.address());
        bob.close();

        link("bob").onShare(SCHEMA, share -> shares.add(share.address()));
        third.share(bob.whoami());

        for (Ghid next = Eventually.next(shares); !next.equals(third.address()); next = Eventually.next(shares)) {
            assertThat(next).as("the last one handled may come again").isEqualTo(second.address());
        }
    }

    @Test
    void sharing_again_announces_again() {
        HgxLink bob = link("bob");
        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
        bob.onShare(SCHEMA, shares::add);
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);

        object.share(bob.whoami());
        ShareEvent first = Eventually.next(shares);
        object.share(bob.whoami());

        assertThat(Eventually.next(shares)).isEqualTo(first);
    }

    @Test
    void a_handler_for_one_origin_hears_nobody_else() {
        HgxLink alice = link("alice");
        HgxLink bob = link("bob");
        HgxLink mallory = link("mallory");
        BlockingQueue<ShareEvent> fromAlice = new LinkedBlockingQueue<>();
        BlockingQueue<ShareEvent> all = new LinkedBlockingQueue<>();
        bob.onShare(SCHEMA, alice.whoami(), fromAlice::add);
        bob.onShare(SCHEMA, all::add);

        HgxObject<String> forged = mallory.create(Codec.text(), "forged", OF_SCHEMA);
        forged.share(bob.whoami());
        assertThat(Eventually.next(all).origin()).isEqualTo(mallory.whoami());
        HgxObject<String> real = alice.create(Codec.text(), "real", OF_SCHEMA);
        real.share(bob.whoami());

        assertThat(Eventually.next(fromAlice).address()).isEqualTo(real.address());
        assertThat(fromAlice).isEmpty();
    }

    @Test
    void what_somebody_passes_on_has_another_binder() {
        HgxLink alice = link("alice");
        HgxLink bob = link("bob");
        HgxLink carol = link("carol");
        HgxObject<String> object = alice.create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, bob, Codec.text());
        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
        BlockingQueue<ShareEvent> fromBob = new LinkedBlockingQueue<>();
        carol.onShare(SCHEMA, bob.whoami(), fromBob::add);
        carol.onShare(SCHEMA, shares::add);

        copy.share(carol.whoami());

        assertThat(Eventually.next(shares))
                .isEqualTo(new ShareEvent(object.address(), bob.whoami(), alice.whoami(), SCHEMA));
        assertThat(fromBob).isEmpty();
        assertThat(carol.get(Codec.text(), object.address()).state()).isEqualTo("one");
    }

    @Test
    void nothing_can_be_shared_with_nobody() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");

        assertThatThrownBy(() -> object.share(NOBODY)).isInstanceOf(HgxException.DoesNotExist.class);
        assertThat(catchThrowable(() -> object.shareAsync(NOBODY).get())).hasCauseInstanceOf(
                HgxException.DoesNotExist.class);
    }

    @Test
    void other_applications_of_the_account_hear_of_new_objects() {
        HgxLink one = link("alice");
        HgxLink other = link("alice");
        BlockingQueue<ShareEvent> own = new LinkedBlockingQueue<>();
        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
        one.onShare(SCHEMA, own::add);
        other.onShare(SCHEMA, shares::add);

        HgxObject<String> object = one.create(Codec.text(), "one", OF_SCHEMA);

        assertThat(Eventually.next(shares))
                .isEqualTo(new ShareEvent(object.address(), one.whoami(), one.whoami(), SCHEMA));
        assertThat(other.get(Codec.text(), object.address()).state()).isEqualTo("one");
        assertThat(own).isEmpty();
    }

    @Test
    void a_closed_subscription_is_not_called() {
        HgxLink one = link("alice");
        HgxLink other = link("alice");
        BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        Subscription closed = other.onShare(SCHEMA, _ -> calls.add("closed"));
        other.onShare(SCHEMA, _ -> calls.add("open"));

        closed.close();
        closed.close();
        HgxObject<String> object = one.create(Codec.text(), "one", OF_SCHEMA);

        assertThat(Eventually.next(calls)).isEqualTo("open");
        HgxObject<String> copy = other.get(Codec.text(), object.address());
        copy.onUpdate(_ -> calls.add("closed")).close();
        copy.onUpdate(_ -> calls.add("open"));
        object.update(_ -> "two");
        assertThat(Eventually.next(calls)).isEqualTo("open");
        assertThat(calls).isEmpty();
    }

    // --- Tokens ---

    @Test
    void a_token_brings_back_the_startup_object() {
        HgxLink before = link("alice");
        AppToken token = before.registerToken();
        HgxObject<String> object = before.create(Codec.text(), "start here");
        before.registerStartup(object);
        assertThat(before.token()).contains(token);
        assertThatThrownBy(() -> before.registerStartup(object)).isInstanceOf(HgxException.TokenInUse.class);
        before.close();

        HgxLink after = link("alice");
        assertThat(after.token()).isEmpty();
        assertThat(after.registerToken(token)).contains(object.address());
        after.deregisterStartup();
        assertThatThrownBy(after::deregisterStartup).isInstanceOf(HgxException.class);
        after.close();

        assertThat(link("alice").registerToken(token)).isEmpty();
    }

    @Test
    void a_token_has_one_user_and_a_link_one_token() {
        HgxLink one = link("alice");
        HgxLink other = link("alice");
        AppToken token = one.registerToken();

        assertThatThrownBy(one::registerToken).isInstanceOf(HgxException.TokenInUse.class);
        assertThatThrownBy(() -> other.registerToken(token)).isInstanceOf(HgxException.TokenInUse.class);
        assertThatThrownBy(() -> other.registerToken(new AppToken(Bytes.ofHex("77".repeat(AppToken.LENGTH)))))
                .isInstanceOf(HgxException.UnknownToken.class);
        assertThat(other.token()).isEmpty();
        assertThat(other.registerToken()).isNotEqualTo(token);
    }

    @Test
    void what_needs_a_token_says_so() {
        HgxLink link = link("alice");
        HgxObject<String> object = link.create(Codec.text(), "x");

        assertThatThrownBy(() -> link.registerStartup(object)).isInstanceOf(HgxException.UnknownToken.class);
        assertThatThrownBy(link::deregisterStartup).isInstanceOf(HgxException.UnknownToken.class);
        assertThatThrownBy(() -> link.create(Codec.text(), "y", CreateOptions.DEFAULT.asPrivate()))
                .isInstanceOf(HgxException.UnknownToken.class);
    }

    @Test
    void a_private_object_belongs_to_its_application() {
        HgxLink owner = link("alice");
        HgxLink other = link("alice");
        AppToken token = owner.registerToken();
        BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
        other.onShare(SCHEMA, shares::add);

        HgxObject<String> hidden = owner.create(Codec.text(), "mine", OF_SCHEMA.asPrivate());
        HgxObject<String> shown = owner.create(Codec.text(), "ours", OF_SCHEMA);

        assertThat(hidden.isPrivate()).isTrue();
        assertThat(Eventually.next(shares).address()).isEqualTo(shown.address());
        assertThatThrownBy(() -> hidden.share(link("bob").whoami())).isInstanceOf(HgxException.Unsharable.class);
        assertThatThrownBy(() -> other.get(Codec.text(), hidden.address())).isInstanceOf(HgxException.class);
        hidden.update(_ -> "still mine");
        owner.close();
        HgxLink again = link("alice");
        again.registerToken(token);
        HgxObject<String> found = again.get(Codec.text(), hidden.address());
        assertThat(found.state()).isEqualTo("still mine");
        assertThat(found.isPrivate()).isTrue();
    }

    // --- Without relays ---

    @Test
    void what_is_pushed_without_a_relay_arrives_later() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, link("bob"), Codec.text());
        world.cutOff("alice");
        Eventually.happens("a push that stays here",
                () -> object.update(state -> state + ".") == PushResult.LOCAL);

        assertThat(object.update(_ -> "two")).isEqualTo(PushResult.LOCAL);
        assertThat(object.state()).isEqualTo("two");
        world.restore("alice");

        reaches(copy, "two");
        Eventually.happens("a push that reaches a relay",
                () -> object.update(_ -> "three") == PushResult.RELAYED);
        reaches(copy, "three");
    }

    @Test
    void what_was_missed_without_a_relay_is_fetched_later() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, link("bob"), Codec.text());
        world.cutOff("bob");
        object.update(_ -> "two");
        object.update(_ -> "three");

        world.restore("bob");

        reaches(copy, "three");
    }

    @Test
    void an_unknown_object_is_unavailable_without_a_relay() {
        HgxLink alice = link("alice");
        HgxObject<String> object = alice.create(Codec.text(), "one");
        world.cutOff("alice");
        Eventually.happens("no connection", () -> alice.relays().stream().noneMatch(RelayState::connected));

        assertThatThrownBy(() -> alice.get(Codec.text(), NOBODY)).isInstanceOf(HgxException.Unavailable.class);
        assertThatThrownBy(object::sync).isInstanceOf(HgxException.Unavailable.class);
        object.discard();
        assertThat(alice.get(Codec.text(), object.address()).state()).isEqualTo("one");
    }

    @Test
    void sync_finds_nothing_new_without_harm() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one", OF_SCHEMA);
        HgxObject<String> copy = handOver(object, link("bob"), Codec.text());

        object.update(_ -> "two");
        copy.sync();

        reaches(copy, "two");
    }

    // --- Handlers ---

    @Test
    void handlers_of_an_object_run_one_at_a_time_and_see_the_newest_state() {
        HgxObject<Integer> object = link("alice").create(Codec.json(Integer.class), 0);
        HgxObject<Integer> copy = link("alice").get(Codec.json(Integer.class), object.address());
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger collisions = new AtomicInteger();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        for (int handler = 0; handler < 2; handler++) {
            copy.onUpdate(updated -> {
                if (inside.incrementAndGet() > 1) {
                    collisions.incrementAndGet();
                }
                seen.add(updated.state());
                LockSupport.parkNanos(100_000);
                inside.decrementAndGet();
            });
        }

        for (int round = 1; round <= 50; round++) {
            int state = round;
            object.update(_ -> state);
        }

        Eventually.happens("the last state", () -> seen.contains(50));
        assertThat(collisions).hasValue(0);
        assertThat(seen).isSorted();
    }

    @Test
    void a_slow_handler_gets_the_newest_state_and_not_all() throws InterruptedException {
        HgxObject<Integer> object = link("alice").create(Codec.json(Integer.class), 0);
        HgxObject<Integer> copy = link("alice").get(Codec.json(Integer.class), object.address());
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        copy.live().onChange(value -> {
            seen.add(value);
            started.countDown();
            awaitQuietly(released);
        });
        object.update(_ -> 1);
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        for (int round = 2; round <= 20; round++) {
            int state = round;
            object.update(_ -> state);
        }
        reaches(copy, 20);
        released.countDown();

        assertThat(Eventually.next(seen)).isEqualTo(1);
        assertThat(Eventually.next(seen)).isEqualTo(20);
        assertThat(seen).isEmpty();
    }

    @Test
    void a_handler_that_throws_ends_nothing() {
        HgxObject<String> object = link("alice").create(Codec.text(), "one");
        HgxObject<String> copy = link("alice").get(Codec.text(), object.address());
        BlockingQueue<String> states = new LinkedBlockingQueue<>();
        copy.onUpdate(_ -> {
            throw new IllegalStateException("a handler's fault");
        });
        copy.onUpdate(_ -> {
            throw new AssertionError("even this");
        });
        copy.onUpdate(updated -> states.add(updated.state()));

        object.update(_ -> "two");
        assertThat(Eventually.next(states)).isEqualTo("two");
        object.update(_ -> "three");
        assertThat(Eventually.next(states)).isEqualTo("three");
    }

    @Test
    void a_handler_may_wait_for_the_node() {
        HgxLink alice = link("alice");
        HgxLink bob = link("bob");
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        HgxObject<Integer> echo =
                bob.create(Codec.json(Integer.class), 0, CreateOptions.DEFAULT.withApiId(OTHER_SCHEMA));
        bob.onShare(SCHEMA, share -> {
            HgxObject<Integer> object = bob.get(Codec.json(Integer.class), share.address());
            object.onUpdate(updated -> {
                echo.update(_ -> updated.state());
                updated.sync();
                bob.create(Codec.text(), "made in a handler");
                done.add("updated to " + updated.state());
            });
            echo.share(share.origin());
            done.add("shared");
        });
        HgxObject<Integer> object = alice.create(Codec.json(Integer.class), 1, OF_SCHEMA);

        object.share(bob.whoami());
        assertThat(Eventually.next(done)).isEqualTo("shared");
        object.update(_ -> 2);

        assertThat(Eventually.next(done)).isEqualTo("updated to 2");
        assertThat(echo.state()).isEqualTo(2);
    }

    @Test
    void async_variants_complete_with_the_same_results_and_failures() throws Exception {
        HgxLink link = HgxLink.connectAsync(world.options("alice").build()).get();
        links.add(link);
        HgxObject<String> object = link.createAsync(Codec.text(), "one", OF_SCHEMA).get();
        object.updateAsync(state -> state + "!").get();
        object.state("two");
        object.pushAsync().get();
        object.syncAsync().get();
        object.holdAsync().get();
        HgxObject<String> frozen = object.freezeAsync().get();
        AppToken token = link.registerTokenAsync().get();
        link.registerStartupAsync(object).get();
        link.deregisterStartupAsync().get();

        assertThat(link.getAsync(Codec.text(), object.address()).get()).isSameAs(object);
        assertThat(frozen.state()).isEqualTo("two");
        assertThat(link.token()).contains(token);
        assertThat(catchThrowable(() -> link.getAsync(Codec.text(), NOBODY).get()))
                .hasCauseInstanceOf(HgxException.DoesNotExist.class);
        assertThat(link.getAsync(Codec.text(), NOBODY).handle((_, failure) -> Optional.ofNullable(failure)).get())
                .get().isInstanceOf(HgxException.DoesNotExist.class);
        frozen.discardAsync().get();
        object.deleteAsync().get();
        assertThat(object.alive()).isFalse();
        assertThat(catchThrowable(() -> object.pushAsync().get())).hasCauseInstanceOf(HgxException.DeadObject.class);
    }

    // --- Altogether ---

    private static final int PROGRAMS = 100;

    /// How many random programs run side by side; the world's methods are called by that many threads.
    protected int programsAtOnce() {
        return 1;
    }

    /// The same hundred in every world, so that all worlds agree with the model, and thereby with each other.
    @Test
    @Timeout(480)
    void random_programs_end_as_a_simple_model_says() throws InterruptedException {
        List<Callable<Void>> programs = new ArrayList<>();
        for (int number = 0; number < PROGRAMS; number++) {
            int seed = number;
            programs.add(() -> {
                new HgxProgram(world, seed).run();
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(programsAtOnce())) {
            for (Future<Void> program : threads.invokeAll(programs)) {
                switch (program.state()) {
                    case SUCCESS -> {}
                    case FAILED -> throw new AssertionError("A program fails", program.exceptionNow());
                    case CANCELLED, RUNNING -> throw new AssertionError("A program was not run.");
                }
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
