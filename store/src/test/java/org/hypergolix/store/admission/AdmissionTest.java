package org.hypergolix.store.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hypergolix.store.Scene.ALICE;
import static org.hypergolix.store.Scene.BOB;
import static org.hypergolix.store.admission.Refusal.ALREADY_DEBOUND;
import static org.hypergolix.store.admission.Refusal.ILLEGAL_FRAME;
import static org.hypergolix.store.admission.Refusal.INCONSISTENT_AUTHOR;
import static org.hypergolix.store.admission.Refusal.INVALID_IDENTITY;
import static org.hypergolix.store.admission.Refusal.INVALID_TARGET;
import static org.hypergolix.store.admission.Refusal.UNBOUND_CONTAINER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.store.Party;
import org.hypergolix.store.Scene;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Every rule of admission, on real signed objects.
class AdmissionTest {
    private final Scene scene = new Scene();

    private static Ghid address(Verified<?> object) {
        return object.object().ghid();
    }

    /// A stored object of each kind that may not be bound, by name; a frame by its frame address.
    private Map<String, Ghid> unbindable() {
        Verified<Frame> frame = scene.dynamic(BOB);
        Verified<StaticBinding> binding = BOB.bind(BOB.unknown());
        Verified<Debinding> debinding = BOB.debind(BOB.unknown());
        Verified<Request> request = ALICE.request(BOB);
        scene.put(binding, debinding, request);
        return Map.of("identity", BOB.fingerprint(), "static binding", address(binding), "debinding",
                address(debinding), "request", address(request), "frame", address(frame));
    }

    @Nested
    class AnyObject {
        @Test
        void is_known_if_it_is_stored_already() {
            Verified<Container> container = ALICE.container();
            List<Verified<?>> objects = List.of(ALICE.bind(address(container)), container,
                    ALICE.first(address(container)), ALICE.debind(ALICE.unknown()), BOB.request(ALICE));
            objects.forEach(scene::put);
            scene.events.clear();

            for (Verified<?> object : objects) {
                assertThat(scene.offer(object)).isEqualTo(new Verdict.Known());
            }
            assertThat(scene.offer(ALICE.identity())).isEqualTo(new Verdict.Known());
            assertThat(scene.events).isEmpty();
        }
    }

    @Nested
    class AnIdentity {
        @Test
        void is_always_accepted() {
            Party carol = new Party(3);
            scene.put(carol.identity());

            assertThat(scene.has(carol.fingerprint())).isTrue();
        }

        @Test
        void is_accepted_at_an_address_that_a_frame_took_before_and_is_found_there() {
            Party carol = new Party(3);
            scene.put(BOB.frame(carol.fingerprint(), 7, BOB.unknown()));

            scene.put(carol.identity());

            assertThat(scene.store.find(carol.fingerprint()).orElseThrow().decode())
                    .isEqualTo(carol.identity().object());
        }
    }

    @Nested
    class AContainer {
        @Test
        void is_refused_if_nothing_binds_it() {
            scene.refuses(UNBOUND_CONTAINER, ALICE.container());
        }

        @Test
        void is_accepted_if_a_static_binding_has_it_as_target() {
            Verified<Container> container = ALICE.container();
            scene.put(ALICE.bind(address(container)), container);
        }

        @Test
        void is_accepted_if_somebody_elses_binding_has_it_as_target() {
            Verified<Container> container = ALICE.container();
            scene.put(BOB.bind(address(container)), container);
        }

        @Test
        void is_accepted_if_a_current_frame_has_it_as_its_first_target() {
            Verified<Container> container = ALICE.container();
            scene.put(ALICE.first(address(container)), container);
        }

        @Test
        void is_refused_if_a_frame_has_it_in_its_history_only() {
            Verified<Container> old = ALICE.container();
            Verified<Frame> first = ALICE.first(address(old));
            scene.put(first, ALICE.next(first, ALICE.unknown()));

            scene.refuses(UNBOUND_CONTAINER, old);
        }

        @Test
        void is_refused_once_its_binding_is_debound() {
            Verified<Container> container = ALICE.container();
            Verified<StaticBinding> binding = ALICE.bind(address(container));
            scene.put(binding, ALICE.debind(binding));

            scene.refuses(UNBOUND_CONTAINER, container);
        }
    }

    @Nested
    class AStaticBinding {
        @Test
        void may_come_before_its_target() {
            scene.put(ALICE.bind(ALICE.unknown()));
        }

        @Test
        void may_have_a_container_or_a_dynamic_address_as_target() {
            Verified<Container> container = scene.bound(ALICE);
            Verified<Frame> frame = scene.dynamic(ALICE);

            scene.put(BOB.bind(address(container)), BOB.bind(frame.object().dynamic()));
        }

        @Test
        void may_have_no_other_target() {
            unbindable().values().forEach(target -> scene.refuses(INVALID_TARGET, ALICE.bind(target)));
        }

        @Test
        void is_refused_while_its_binders_debinding_of_it_is_stored() {
            Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
            scene.put(binding, ALICE.debind(binding));

            scene.refuses(ALREADY_DEBOUND, binding);
        }

        @Test
        void is_refused_if_the_debinding_came_before_it() {
            Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
            scene.put(ALICE.debind(binding));

            scene.refuses(ALREADY_DEBOUND, binding);
        }

        @Test
        void is_accepted_in_spite_of_a_strangers_debinding_which_goes() {
            Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
            Verified<Debinding> strangers = BOB.debind(binding);
            scene.put(strangers);

            scene.put(binding);

            assertThat(scene.has(strangers)).isFalse();
        }

        @Test
        void is_told_of_its_target_before_its_debinding() {
            Verified<StaticBinding> binding = ALICE.bind(BOB.fingerprint());
            scene.put(ALICE.debind(binding));

            scene.refuses(INVALID_TARGET, binding);
        }
    }

    @Nested
    class AFrame {
        @Test
        void may_come_before_its_target() {
            scene.put(ALICE.first(ALICE.unknown()));
        }

        @Test
        void may_have_a_container_or_a_dynamic_address_as_target() {
            Verified<Container> container = scene.bound(ALICE);
            Verified<Frame> other = scene.dynamic(BOB);

            scene.put(ALICE.first(address(container)), ALICE.first(other.object().dynamic()));
        }

        @Test
        void may_have_no_other_target() {
            unbindable().values().forEach(target -> scene.refuses(INVALID_TARGET, ALICE.first(target)));
        }

        @Test
        void may_have_any_history() {
            Verified<Frame> first = scene.dynamic(ALICE);

            scene.put(ALICE.frame(first.object().dynamic(), 1, ALICE.unknown()));
        }

        @Test
        void may_skip_counters() {
            Verified<Frame> first = scene.dynamic(ALICE);

            scene.put(ALICE.frame(first.object().dynamic(), 5, ALICE.unknown()));
        }

        @Test
        void may_be_the_first_one_seen_with_any_counter() {
            scene.put(ALICE.frame(ALICE.unknown(), 5, ALICE.unknown()));
        }

        @Test
        void is_refused_if_its_counter_is_lower_or_equal() {
            Ghid dynamic = scene.dynamic(ALICE).object().dynamic();
            scene.put(ALICE.frame(dynamic, 4, ALICE.unknown()));

            scene.refuses(ILLEGAL_FRAME, ALICE.frame(dynamic, 3, ALICE.unknown()));
            scene.refuses(ILLEGAL_FRAME, ALICE.frame(dynamic, 4, ALICE.unknown()));
        }

        @Test
        void is_refused_if_its_counter_jumps_too_far() {
            Ghid dynamic = scene.dynamic(ALICE).object().dynamic();
            long farthest = 1L << 32;

            scene.refuses(ILLEGAL_FRAME, ALICE.frame(dynamic, farthest + 1, ALICE.unknown()));
            scene.refuses(ILLEGAL_FRAME, ALICE.frame(dynamic, -1L, ALICE.unknown()));
            scene.put(ALICE.frame(dynamic, farthest, ALICE.unknown()));
            scene.refuses(ILLEGAL_FRAME, ALICE.frame(dynamic, 2 * farthest + 1, ALICE.unknown()));
            scene.put(ALICE.frame(dynamic, 2 * farthest, ALICE.unknown()));
        }

        @Test
        void is_refused_at_first_sight_if_its_counter_is_far_from_zero() {
            scene.refuses(ILLEGAL_FRAME, ALICE.frame(ALICE.unknown(), (1L << 32) + 1, ALICE.unknown()));
            scene.refuses(ILLEGAL_FRAME, ALICE.frame(ALICE.unknown(), Long.MIN_VALUE, ALICE.unknown()));
            scene.put(ALICE.frame(ALICE.unknown(), 1L << 32, ALICE.unknown()));
        }

        @Test
        void is_refused_of_anybody_but_the_binder_of_its_address() {
            Ghid dynamic = scene.dynamic(ALICE).object().dynamic();

            scene.refuses(INCONSISTENT_AUTHOR, BOB.frame(dynamic, 1, BOB.unknown()));
        }

        @Test
        void is_told_of_its_counter_before_its_author() {
            Verified<Frame> first = scene.dynamic(ALICE);
            scene.put(ALICE.next(first, ALICE.unknown()));

            scene.refuses(ILLEGAL_FRAME, BOB.frame(first.object().dynamic(), 1, BOB.unknown()));
        }

        @Test
        void is_refused_at_the_address_of_a_static_object() {
            Verified<Container> container = scene.bound(ALICE);
            Verified<Frame> frame = scene.dynamic(ALICE);

            scene.refuses(INVALID_TARGET, BOB.frame(ALICE.fingerprint(), 1, BOB.unknown()));
            scene.refuses(INVALID_TARGET, BOB.frame(address(container), 1, BOB.unknown()));
            scene.refuses(INVALID_TARGET, BOB.frame(address(frame), 1, BOB.unknown()));
        }

        @Test
        void is_refused_once_a_static_object_has_come_to_its_address() {
            Party carol = new Party(3);
            scene.put(BOB.frame(carol.fingerprint(), 1, BOB.unknown()), carol.identity());

            scene.refuses(INVALID_TARGET, BOB.frame(carol.fingerprint(), 2, BOB.unknown()));
        }

        @Test
        void is_refused_if_it_targets_its_own_address() {
            Ghid dynamic = ALICE.unknown();

            scene.refuses(INVALID_TARGET, ALICE.frame(dynamic, 1, dynamic));
        }

        @Test
        void is_refused_if_it_closes_a_cycle() {
            Ghid one = ALICE.unknown();
            Ghid two = ALICE.unknown();
            Ghid three = BOB.unknown();
            scene.put(ALICE.frame(one, 1, two), ALICE.frame(two, 1, three));

            scene.refuses(INVALID_TARGET, BOB.frame(three, 1, one));
            scene.put(BOB.frame(three, 1, BOB.unknown()));
            scene.refuses(INVALID_TARGET, BOB.frame(three, 2, two));
        }

        @Test
        void is_refused_if_the_chain_below_it_becomes_longer_than_sixteen() {
            List<Ghid> chain = new ArrayList<>(List.of(scene.dynamic(ALICE).object().dynamic()));
            for (int depth = 2; depth <= 16; depth++) {
                Verified<Frame> link = ALICE.first(chain.getLast());
                scene.put(link);
                chain.add(link.object().dynamic());
            }

            scene.refuses(INVALID_TARGET, ALICE.first(chain.getLast()));
            scene.put(BOB.first(chain.get(14)));
        }

        @Test
        void cannot_close_a_cycle_longer_than_the_longest_chain() {
            List<Ghid> chain = new ArrayList<>(List.of(ALICE.unknown()));
            for (int link = 0; link < 40; link++) {
                chain.add(ALICE.unknown());
                scene.put(ALICE.frame(chain.get(link), 1, chain.get(link + 1)));
            }

            scene.refuses(INVALID_TARGET, ALICE.frame(chain.getLast(), 1, chain.getFirst()));
        }

        @Test
        void is_refused_while_its_address_is_debound() {
            Verified<Frame> frame = scene.dynamic(ALICE);
            scene.put(ALICE.debind(frame.object().dynamic()));

            scene.refuses(ALREADY_DEBOUND, frame);
            scene.refuses(ALREADY_DEBOUND, ALICE.next(frame, ALICE.unknown()));
        }

        @Test
        void is_refused_if_the_debinding_came_before_it() {
            Verified<Frame> frame = ALICE.first(ALICE.unknown());
            scene.put(ALICE.debind(frame.object().dynamic()));

            scene.refuses(ALREADY_DEBOUND, frame);
        }

        @Test
        void is_accepted_in_spite_of_a_strangers_debinding_which_goes() {
            Verified<Frame> frame = ALICE.first(ALICE.unknown());
            Verified<Debinding> strangers = BOB.debind(frame.object().dynamic());
            scene.put(strangers);

            scene.put(frame);

            assertThat(scene.has(strangers)).isFalse();
        }

        @Test
        void is_accepted_while_something_holds_its_debound_address() {
            Verified<Frame> frame = scene.dynamic(ALICE);
            scene.put(BOB.bind(frame.object().dynamic()), ALICE.debind(frame.object().dynamic()));

            scene.put(ALICE.next(frame, ALICE.unknown()));
        }

        @Test
        void may_come_back_only_as_it_was_or_newer_after_its_debinding_was_undone() {
            Verified<Frame> first = scene.dynamic(ALICE);
            Ghid dynamic = first.object().dynamic();
            Verified<Frame> last = ALICE.frame(dynamic, 5, ALICE.unknown());
            Verified<Debinding> debinding = ALICE.debind(dynamic);
            scene.put(last, debinding, ALICE.debind(debinding));

            scene.refuses(ILLEGAL_FRAME, first);
            scene.refuses(ILLEGAL_FRAME, ALICE.frame(dynamic, 5, ALICE.unknown()));
            scene.refuses(ILLEGAL_FRAME, ALICE.frame(dynamic, 5 + (1L << 32) + 1, ALICE.unknown()));
            scene.refuses(INCONSISTENT_AUTHOR, BOB.frame(dynamic, 6, BOB.unknown()));
            scene.put(last);
            scene.put(ALICE.next(last, ALICE.unknown()));
        }

        @Test
        void may_come_back_newer_after_its_debinding_was_undone() {
            Verified<Frame> first = scene.dynamic(ALICE);
            Verified<Debinding> debinding = ALICE.debind(first.object().dynamic());
            scene.put(debinding, ALICE.debind(debinding));

            scene.put(ALICE.next(first, ALICE.unknown()));
        }

        @Test
        void of_a_stranger_is_refused_also_after_the_object_is_gone() {
            Verified<Frame> frame = scene.dynamic(ALICE);
            scene.put(ALICE.debind(frame.object().dynamic()));

            scene.refuses(INCONSISTENT_AUTHOR, BOB.frame(frame.object().dynamic(), 1, BOB.unknown()));
        }

        @Test
        void is_told_that_it_is_debound_before_its_counter_when_the_object_is_gone() {
            Verified<Frame> first = scene.dynamic(ALICE);
            scene.put(ALICE.next(first, ALICE.unknown()), ALICE.debind(first.object().dynamic()));

            scene.refuses(ALREADY_DEBOUND, first);
        }
    }

    @Nested
    class ADebinding {
        @Test
        void may_come_before_its_target() {
            scene.put(ALICE.debind(ALICE.unknown()));
        }

        @Test
        void may_not_have_a_container_an_identity_or_a_frame_address_as_target() {
            scene.refuses(INVALID_TARGET, ALICE.debind(scene.bound(ALICE)));
            scene.refuses(INVALID_TARGET, ALICE.debind(ALICE.fingerprint()));
            scene.refuses(INVALID_TARGET, ALICE.debind(scene.dynamic(ALICE)));
        }

        @Test
        void of_a_static_binding_is_for_its_binder() {
            Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
            scene.put(binding);

            scene.refuses(INCONSISTENT_AUTHOR, BOB.debind(binding));
            scene.put(ALICE.debind(binding));
        }

        @Test
        void of_a_debinding_is_for_its_debinder() {
            Verified<Debinding> debinding = ALICE.debind(ALICE.unknown());
            scene.put(debinding);

            scene.refuses(INCONSISTENT_AUTHOR, BOB.debind(debinding));
            scene.put(ALICE.debind(debinding));
        }

        @Test
        void of_a_dynamic_object_is_for_its_binder() {
            Verified<Frame> frame = scene.dynamic(ALICE);

            scene.refuses(INCONSISTENT_AUTHOR, BOB.debind(frame.object().dynamic()));
            scene.put(ALICE.debind(frame.object().dynamic()));
        }

        @Test
        void of_a_dynamic_object_that_is_gone_is_still_for_its_binder() {
            Verified<Frame> frame = scene.dynamic(ALICE);
            Verified<Debinding> debinding = ALICE.debind(frame.object().dynamic());
            scene.put(debinding, ALICE.debind(debinding));

            scene.refuses(INCONSISTENT_AUTHOR, BOB.debind(frame.object().dynamic()));
        }

        @Test
        void of_a_request_is_for_its_recipient() {
            Verified<Request> request = ALICE.request(BOB);
            scene.put(request);

            scene.refuses(INCONSISTENT_AUTHOR, ALICE.debind(request));
            scene.put(BOB.debind(request));
        }

        @Test
        void is_refused_while_it_is_debound_itself() {
            Verified<Debinding> debinding = ALICE.debind(ALICE.unknown());
            scene.put(debinding, ALICE.debind(debinding));

            scene.refuses(ALREADY_DEBOUND, debinding);
        }

        @Test
        void may_be_repeated_once_its_own_debinding_is_undone() {
            Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
            Verified<Debinding> first = ALICE.debind(binding);
            Verified<Debinding> second = ALICE.debind(first);
            scene.put(binding, first, second, ALICE.debind(second));

            scene.put(binding, first);

            assertThat(scene.has(binding)).isFalse();
        }

        @Test
        void means_the_static_object_where_a_dynamic_one_has_the_same_address() {
            Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
            scene.put(BOB.frame(address(binding), 1, BOB.unknown()), binding);

            scene.refuses(INCONSISTENT_AUTHOR, BOB.debind(binding));
            scene.put(ALICE.debind(binding));

            assertThat(scene.has(binding)).isFalse();
        }
    }

    @Nested
    class ARequest {
        @Test
        void is_accepted_if_its_recipient_is_known() {
            scene.put(BOB.request(ALICE));
        }

        @Test
        void is_refused_if_its_recipient_is_unknown() {
            scene.refuses(INVALID_IDENTITY, ALICE.request(new Party(3)));
        }

        @Test
        void is_refused_if_its_recipient_is_no_identity() {
            Verified<Container> container = scene.bound(ALICE);
            Verified<Frame> frame = scene.dynamic(ALICE);

            scene.refuses(INVALID_IDENTITY, requestTo(address(container)));
            scene.refuses(INVALID_IDENTITY, requestTo(frame.object().dynamic()));
        }

        @Test
        void is_refused_if_its_recipient_is_of_another_suite() {
            byte[] modulus = new byte[512];
            Arrays.fill(modulus, (byte) 0xFF);
            Identity old = Draft.identity(CipherSuite.SUITE_1, Bytes.copyOf(modulus), Bytes.copyOf(modulus),
                    Bytes.owning(new byte[32])).complete(Bytes.EMPTY);
            scene.put(Verifier.accept(old));

            scene.refuses(INVALID_IDENTITY, requestTo(old.ghid()));
        }

        private static Verified<Request> requestTo(Ghid recipient) {
            CipherSuite suite = CipherSuite.SUITE_3;
            return Verifier.accept(Draft.request(
                    suite, recipient, Bytes.owning(new byte[suite.sealedRequestLength()]))
                    .complete(Bytes.owning(new byte[suite.macLength()])));
        }

        @Test
        void is_refused_while_its_recipients_debinding_of_it_is_stored() {
            Verified<Request> request = ALICE.request(BOB);
            scene.put(request, BOB.debind(request));

            scene.refuses(ALREADY_DEBOUND, request);
        }

        @Test
        void is_refused_if_the_debinding_came_before_it() {
            Verified<Request> request = ALICE.request(BOB);
            scene.put(BOB.debind(request));

            scene.refuses(ALREADY_DEBOUND, request);
        }

        @Test
        void is_accepted_in_spite_of_its_own_authors_debinding() {
            Verified<Request> request = ALICE.request(BOB);
            scene.put(ALICE.debind(request));

            scene.put(request);
        }
    }
}
