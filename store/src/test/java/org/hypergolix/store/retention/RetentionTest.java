package org.hypergolix.store.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hypergolix.store.Scene.ALICE;
import static org.hypergolix.store.Scene.BOB;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.Change;
import org.hypergolix.store.Party;
import org.hypergolix.store.Scene;
import org.hypergolix.store.admission.Event;
import org.hypergolix.store.admission.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule of when objects go, as a row: what happens, what stays, what is gone.
class RetentionTest {
    private static final long GRACE_MILLIS = 60_000;

    private final Scene scene = new Scene();

    private static Ghid address(Verified<?> object) {
        return object.object().ghid();
    }

    private static Ghid dynamic(Verified<Frame> frame) {
        return frame.object().dynamic();
    }

    /// One rule with an example of it.
    record Row(String rule, BiConsumer<Scene, Remains> example) {
        @Override
        public String toString() {
            return rule;
        }
    }

    /// What the example expects.
    static final class Remains {
        private final List<Verified<?>> staying = new ArrayList<>();
        private final List<Verified<?>> gone = new ArrayList<>();

        Remains stays(Verified<?>... objects) {
            staying.addAll(List.of(objects));
            return this;
        }

        Remains goes(Verified<?>... objects) {
            gone.addAll(List.of(objects));
            return this;
        }
    }

    @ParameterizedTest
    @MethodSource({"identities", "containers", "staticBindings", "dynamicObjects", "debindings", "requests", "graces"})
    void keeps_what_is_needed_and_nothing_else(Row row) {
        Remains remains = new Remains();
        row.example().accept(scene, remains);

        for (Verified<?> object : remains.staying) {
            assertThat(scene.has(object)).as("%s stays", object).isTrue();
        }
        for (Verified<?> object : remains.gone) {
            assertThat(scene.has(object)).as("%s goes", object).isFalse();
        }
        long identities = Stream.of(ALICE, BOB).filter(party -> scene.has(party.fingerprint())).count();
        assertThat(scene.store.usage().objects()).as("nothing else is stored")
                .isEqualTo(identities + new HashSet<>(remains.staying).size());
    }

    private static Row row(String rule, BiConsumer<Scene, Remains> example) {
        return new Row(rule, example);
    }

    static Stream<Row> identities() {
        return Stream.of(
                row("an identity stays, and a debinding that came before it goes", (scene, remains) -> {
                    Party carol = new Party(3);
                    Verified<Debinding> debinding = carol.debind(carol.fingerprint());
                    scene.put(debinding, carol.identity());
                    remains.stays(carol.identity()).goes(debinding);
                }));
    }

    static Stream<Row> containers() {
        return Stream.of(
                row("a container stays while a static binding has it", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<StaticBinding> binding = BOB.bind(address(container));
                    scene.put(binding, container);
                    remains.stays(binding, container);
                }),
                row("a container goes with its last static binding", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<StaticBinding> alices = ALICE.bind(address(container));
                    Verified<StaticBinding> bobs = BOB.bind(address(container));
                    Verified<Debinding> first = ALICE.debind(alices);
                    Verified<Debinding> second = BOB.debind(bobs);
                    scene.put(alices, bobs, container, first, second);
                    remains.stays(first, second).goes(alices, bobs, container);
                }),
                row("a container stays while one of two bindings is left", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<StaticBinding> alices = ALICE.bind(address(container));
                    Verified<StaticBinding> bobs = BOB.bind(address(container));
                    Verified<Debinding> debinding = ALICE.debind(alices);
                    scene.put(alices, bobs, container, debinding);
                    remains.stays(bobs, container, debinding).goes(alices);
                }),
                row("a container stays while a current frame has it as its first target", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<Frame> frame = ALICE.first(address(container));
                    scene.put(frame, container);
                    scene.sweepAfter(10 * GRACE_MILLIS);
                    remains.stays(frame, container);
                }),
                row("a container goes when it is history only", (scene, remains) -> {
                    Verified<Container> old = ALICE.container();
                    Verified<Container> fresh = ALICE.container();
                    Verified<Frame> first = ALICE.first(address(old));
                    Verified<Frame> second = ALICE.next(first, address(fresh));
                    scene.put(first, old, second, fresh);
                    remains.stays(second, fresh).goes(first, old);
                }),
                row("a container that a frame leaves stays while a static binding has it", (scene, remains) -> {
                    Verified<Container> old = ALICE.container();
                    Verified<Container> fresh = ALICE.container();
                    Verified<StaticBinding> binding = BOB.bind(address(old));
                    Verified<Frame> first = ALICE.first(address(old));
                    Verified<Frame> second = ALICE.next(first, address(fresh));
                    scene.put(first, old, binding, second, fresh);
                    remains.stays(second, fresh, binding, old).goes(first);
                }));
    }

    static Stream<Row> staticBindings() {
        return Stream.of(
                row("a static binding goes when its binder debinds it, and so does its container", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<StaticBinding> binding = ALICE.bind(address(container));
                    Verified<Debinding> debinding = ALICE.debind(binding);
                    scene.put(binding, container, debinding);
                    remains.stays(debinding).goes(binding, container);
                }),
                row("a static binding stays in spite of a stranger's debinding that came before it, which goes",
                        (scene, remains) -> {
                            Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
                            Verified<Debinding> strangers = BOB.debind(binding);
                            scene.put(strangers, binding);
                            remains.stays(binding).goes(strangers);
                        }));
    }

    static Stream<Row> dynamicObjects() {
        return Stream.of(
                row("a dynamic object goes when its binder debinds it, and so does its container", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<Frame> frame = ALICE.first(address(container));
                    Verified<Debinding> debinding = ALICE.debind(dynamic(frame));
                    scene.put(frame, container, debinding);
                    remains.stays(debinding).goes(frame, container);
                }),
                row("a debound dynamic object stays while a static binding holds it", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<Frame> frame = ALICE.first(address(container));
                    Verified<StaticBinding> hold = BOB.bind(dynamic(frame));
                    Verified<Debinding> debinding = ALICE.debind(dynamic(frame));
                    scene.put(frame, container, hold, debinding);
                    remains.stays(frame, container, hold, debinding);
                }),
                row("a debound dynamic object goes with the binding that held it", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<Frame> frame = ALICE.first(address(container));
                    Verified<StaticBinding> hold = BOB.bind(dynamic(frame));
                    Verified<Debinding> debinding = ALICE.debind(dynamic(frame));
                    Verified<Debinding> release = BOB.debind(hold);
                    scene.put(frame, container, hold, debinding, release);
                    remains.stays(debinding, release).goes(frame, container, hold);
                }),
                row("a dynamic object that is not debound stays when its holder goes", (scene, remains) -> {
                    Verified<Frame> frame = ALICE.first(ALICE.unknown());
                    Verified<StaticBinding> hold = BOB.bind(dynamic(frame));
                    Verified<Debinding> release = BOB.debind(hold);
                    scene.put(frame, hold, release);
                    remains.stays(frame, release).goes(hold);
                }),
                row("a debound dynamic object stays while another one's frame has it", (scene, remains) -> {
                    Verified<Frame> below = ALICE.first(ALICE.unknown());
                    Verified<Frame> above = BOB.first(dynamic(below));
                    Verified<Debinding> debinding = ALICE.debind(dynamic(below));
                    scene.put(below, above, debinding);
                    remains.stays(below, above, debinding);
                }),
                row("a debound dynamic object goes when the frame that held it moves on", (scene, remains) -> {
                    Verified<Frame> below = ALICE.first(ALICE.unknown());
                    Verified<Frame> above = BOB.first(dynamic(below));
                    Verified<Debinding> debinding = ALICE.debind(dynamic(below));
                    Verified<Frame> next = BOB.next(above, BOB.unknown());
                    scene.put(below, above, debinding, next);
                    remains.stays(next, debinding).goes(below, above);
                }),
                row("a chain of debound dynamic objects goes as a whole with what held its top", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<Frame> bottom = ALICE.first(address(container));
                    Verified<Frame> middle = ALICE.first(dynamic(bottom));
                    Verified<Frame> top = ALICE.first(dynamic(middle));
                    Verified<StaticBinding> hold = BOB.bind(dynamic(top));
                    scene.put(bottom, container, middle, top, hold);
                    for (Verified<Frame> frame : List.of(bottom, middle, top)) {
                        Verified<Debinding> debinding = ALICE.debind(dynamic(frame));
                        scene.put(debinding);
                        remains.stays(debinding);
                        assertThat(scene.has(frame)).isTrue();
                    }
                    Verified<Debinding> release = BOB.debind(hold);
                    scene.put(release);
                    remains.stays(release).goes(hold, top, middle, bottom, container);
                }));
    }

    static Stream<Row> debindings() {
        return Stream.of(
                row("a debinding stays for ever, also when what it debound is long gone", (scene, remains) -> {
                    Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
                    Verified<Debinding> debinding = ALICE.debind(binding);
                    scene.put(binding, debinding);
                    scene.sweepAfter(1_000 * GRACE_MILLIS);
                    remains.stays(debinding).goes(binding);
                }),
                row("a debinding whose target never came stays", (scene, remains) -> {
                    Verified<Debinding> debinding = ALICE.debind(ALICE.unknown());
                    scene.put(debinding);
                    remains.stays(debinding);
                }),
                row("a debinding goes when its own author debinds it", (scene, remains) -> {
                    Verified<Debinding> debinding = ALICE.debind(ALICE.unknown());
                    Verified<Debinding> undoing = ALICE.debind(debinding);
                    scene.put(debinding, undoing);
                    remains.stays(undoing).goes(debinding);
                }),
                row("binding and container can come back when the debinding is undone", (scene, remains) -> {
                    Verified<Container> container = ALICE.container();
                    Verified<StaticBinding> binding = ALICE.bind(address(container));
                    Verified<Debinding> debinding = ALICE.debind(binding);
                    Verified<Debinding> undoing = ALICE.debind(debinding);
                    scene.put(binding, container, debinding, undoing, binding, container);
                    remains.stays(binding, container, undoing).goes(debinding);
                }));
    }

    static Stream<Row> requests() {
        return Stream.of(
                row("a request stays until its recipient debinds it", (scene, remains) -> {
                    Verified<Request> kept = ALICE.request(BOB);
                    Verified<Request> done = ALICE.request(BOB);
                    Verified<Debinding> debinding = BOB.debind(done);
                    scene.put(kept, done, debinding);
                    scene.sweepAfter(1_000 * GRACE_MILLIS);
                    remains.stays(kept, debinding).goes(done);
                }),
                row("a request stays in spite of anybody else's debinding, which goes", (scene, remains) -> {
                    Verified<Request> request = ALICE.request(BOB);
                    Verified<Debinding> senders = ALICE.debind(request);
                    scene.put(senders, request);
                    remains.stays(request).goes(senders);
                }));
    }

    static Stream<Row> graces() {
        return Stream.of(
                row("a superseded container stays until the new one is stored", (scene, remains) -> {
                    Superseded object = new Superseded(scene);
                    assertThat(scene.has(object.old)).isTrue();
                    scene.put(object.fresh);
                    remains.stays(object.second, object.fresh).goes(object.first, object.old);
                }),
                row("a superseded container stays for 60 seconds if the new one does not come", (scene, remains) -> {
                    Superseded object = new Superseded(scene);
                    scene.sweepAfter(GRACE_MILLIS - 1);
                    remains.stays(object.second, object.old);
                }),
                row("a superseded container goes after 60 seconds", (scene, remains) -> {
                    Superseded object = new Superseded(scene);
                    scene.sweepAfter(GRACE_MILLIS);
                    remains.stays(object.second).goes(object.old);
                }),
                row("a superseded container stays when its time is over if something else binds it",
                        (scene, remains) -> {
                            Superseded object = new Superseded(scene);
                            Verified<StaticBinding> binding = BOB.bind(address(object.old));
                            scene.put(binding);
                            scene.sweepAfter(GRACE_MILLIS);
                            remains.stays(object.second, object.old, binding);
                        }),
                row("more frames without containers do not prolong its time", (scene, remains) -> {
                    Superseded object = new Superseded(scene);
                    scene.nowMillis += GRACE_MILLIS / 2;
                    Verified<Frame> third = ALICE.next(object.second, ALICE.unknown());
                    scene.put(third);
                    scene.sweepAfter(GRACE_MILLIS / 2 - 1);
                    assertThat(scene.has(object.old)).isTrue();
                    scene.sweepAfter(1);
                    remains.stays(third).goes(object.second, object.old);
                }),
                row("the container of a frame in between does not end it, that of the newest does",
                        (scene, remains) -> {
                            Superseded object = new Superseded(scene);
                            Verified<Container> newest = ALICE.container();
                            Verified<Frame> third = ALICE.next(object.second, address(newest));
                            scene.put(third);
                            assertThat(scene.offer(object.fresh)).isInstanceOf(Verdict.Refused.class);
                            assertThat(scene.has(object.old)).isTrue();
                            scene.put(newest);
                            remains.stays(third, newest).goes(object.second, object.old, object.fresh);
                        }),
                row("a superseded container that a newer frame names again stays for good", (scene, remains) -> {
                    Superseded object = new Superseded(scene);
                    Verified<Frame> third = ALICE.next(object.second, address(object.old));
                    scene.put(third);
                    scene.sweepAfter(GRACE_MILLIS);
                    remains.stays(third, object.old).goes(object.second);
                }),
                row("a superseded container goes at once if the new one is stored already", (scene, remains) -> {
                    Verified<Container> old = ALICE.container();
                    Verified<Container> fresh = ALICE.container();
                    Verified<StaticBinding> binding = BOB.bind(address(fresh));
                    Verified<Frame> first = ALICE.first(address(old));
                    Verified<Frame> second = ALICE.next(first, address(fresh));
                    scene.put(binding, fresh, first, old, second);
                    remains.stays(binding, fresh, second).goes(first, old);
                }),
                row("a superseded container goes at once with its object", (scene, remains) -> {
                    Superseded object = new Superseded(scene);
                    Verified<Debinding> debinding = ALICE.debind(dynamic(object.second));
                    scene.put(debinding);
                    remains.stays(debinding).goes(object.second, object.old);
                }),
                row("a container that two objects leave stays until the later of both times", (scene, remains) -> {
                    Verified<Container> shared = ALICE.container();
                    Verified<Frame> alices = ALICE.first(address(shared));
                    Verified<Frame> bobs = BOB.first(address(shared));
                    Verified<Frame> alicesNext = ALICE.next(alices, ALICE.unknown());
                    Verified<Frame> bobsNext = BOB.next(bobs, BOB.unknown());
                    scene.put(alices, bobs, shared, alicesNext);
                    scene.nowMillis += 10_000;
                    scene.put(bobsNext);
                    scene.sweepAfter(GRACE_MILLIS - 10_000);
                    assertThat(scene.has(shared)).isTrue();
                    scene.sweepAfter(10_000);
                    remains.stays(alicesNext, bobsNext).goes(alices, bobs, shared);
                }),
                row("a frame that was left for a dynamic object keeps its container until that is there",
                        (scene, remains) -> {
                            Verified<Container> old = ALICE.container();
                            Verified<Frame> other = BOB.first(BOB.unknown());
                            Verified<Frame> first = ALICE.first(address(old));
                            Verified<Frame> second = ALICE.next(first, dynamic(other));
                            scene.put(first, old, second);
                            assertThat(scene.has(old)).isTrue();
                            scene.put(other);
                            remains.stays(second, other).goes(first, old);
                        }),
                row("grace is for the container, not for a debound dynamic object of the same address",
                        (scene, remains) -> {
                            Verified<Container> container = ALICE.container();
                            Verified<Frame> namesake = BOB.frame(address(container), 1, BOB.unknown());
                            Verified<Frame> first = ALICE.first(address(container));
                            Verified<Debinding> debinding = BOB.debind(address(container));
                            Verified<Frame> second = ALICE.next(first, ALICE.unknown());
                            scene.put(namesake, first, debinding, container, second);
                            remains.stays(second, container, debinding).goes(first, namesake);
                        }));
    }

    /// A dynamic object whose newest frame has come, its container not.
    private static final class Superseded {
        final Verified<Container> old = ALICE.container();
        final Verified<Container> fresh = ALICE.container();
        final Verified<Frame> first = ALICE.first(address(old));
        final Verified<Frame> second = ALICE.next(first, address(fresh));

        Superseded(Scene scene) {
            scene.put(first, old, second);
        }
    }

    @Test
    void lets_nobody_bring_back_a_container_that_is_only_in_its_time_of_grace() {
        Superseded object = new Superseded(scene);
        scene.store.commit(List.of(new Change.Remove(address(object.old))));

        assertThat(scene.offer(object.old)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void removes_any_number_of_worthless_debindings_a_few_at_a_time() {
        Verified<StaticBinding> binding = ALICE.bind(ALICE.unknown());
        Verified<Debinding> own = ALICE.debind(ALICE.unknown());
        List<Verified<Debinding>> worthless = strangers(300).map(stranger -> stranger.debind(binding)).toList();
        worthless.forEach(scene::put);
        scene.put(own);

        Verdict verdict = scene.offer(binding);

        assertThat(((Verdict.Accepted) verdict).changes()).hasSizeLessThanOrEqualTo(2 + Retention.STORE_STEPS);
        assertThat(scene.has(binding)).isTrue();
        sweepUntilFinished();
        assertThat(worthless).noneMatch(scene::has);
        assertThat(scene.has(own)).isTrue();
    }

    @Test
    void tells_any_number_of_holders_a_few_at_a_time() {
        Verified<Container> shared = ALICE.container();
        List<Frame> frames = new ArrayList<>();
        strangers(600).forEach(binder -> {
            Verified<Frame> frame = binder.first(address(shared));
            scene.put(frame);
            frames.add(frame.object());
        });
        scene.events.clear();

        scene.put(shared);

        assertThat(scene.events).hasSize(Retention.STORE_STEPS);
        sweepUntilFinished();
        assertThat(scene.events).containsAll(frames.stream().map(Event.FrameReady::new).toList());
    }

    @Test
    void ends_any_number_of_graces_a_few_at_a_time() {
        List<Verified<Container>> old = new ArrayList<>();
        for (int index = 0; index < 400; index++) {
            Superseded object = new Superseded(scene);
            old.add(object.old);
        }

        scene.nowMillis += GRACE_MILLIS;
        sweepUntilFinished();

        assertThat(old).noneMatch(scene::has);
        assertThat(scene.store.expired(Long.MAX_VALUE, 1)).isEmpty();
    }

    /// Identities in the store, each good for one object.
    private Stream<Party> strangers(int count) {
        return Stream.iterate(100, number -> number + 1).limit(count).map(number -> {
            Party stranger = new Party(number);
            scene.put(stranger.identity());
            return stranger;
        });
    }

    private void sweepUntilFinished() {
        int sweeps = 1;
        while (scene.sweepAfter(0)) {
            assertThat(++sweeps).isLessThan(100);
        }
        assertThat(scene.store.records(Retention.UNFINISHED, Bytes.EMPTY, 1)).isEmpty();
    }
}
