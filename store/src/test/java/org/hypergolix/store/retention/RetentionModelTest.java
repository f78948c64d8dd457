package org.hypergolix.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.Party;
import org.hypergolix.store.Scene;
import org.hypergolix.store.admission.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Retention against [NaiveRetention], over random histories of what admission lets in.
///
/// `-Dretention.histories=20000` runs so many histories, `-Dretention.seed=17` only this one.
class RetentionModelTest {
    private static final int HISTORIES = Integer.getInteger("retention.histories", 150);
    private static final int STEPS = 80;
    private static final List<Party> PARTIES = List.of(Scene.ALICE, Scene.BOB, new Party(3));

    @Test
    @Timeout(3_600)
    void keeps_what_a_naive_reading_of_the_rules_keeps_over_random_histories() {
        Long only = Long.getLong("retention.seed");
        long first = only == null ? 1 : only;
        long last = only == null ? HISTORIES : only;
        for (long seed = first; seed <= last; seed++) {
            int step = 0;
            try {
                History history = new History(seed);
                for (; step < STEPS; step++) {
                    history.step();
                }
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("Step " + step + " of the history of seed " + seed
                        + "; again with -Dretention.seed=" + seed, failure);
            }
        }
    }

    private static final class History {
        private final SplittableRandom random;
        /// Whether dynamic addresses may be those of containers and identities that come later.
        private final boolean clashing;
        private final Scene scene = new Scene();
        private final NaiveRetention model = new NaiveRetention();
        private final List<Verified<?>> made = new ArrayList<>();
        private final List<Party> parties;
        private final List<Verified<Container>> containers;
        /// Whatever can be bound, debound or asked for.
        private final List<Ghid> addresses = new ArrayList<>();
        private final List<Ghid> dynamics = new ArrayList<>();

        History(long seed) {
            random = new SplittableRandom(seed);
            parties = PARTIES.stream().map(party -> party.seeded(seed)).toList();
            clashing = seed % 4 == 0;
            containers = Stream.generate(() -> any(parties).container()).limit(7).toList();
            containers.forEach(container -> addresses.add(container.object().ghid()));
            for (Party known : List.of(Scene.ALICE, Scene.BOB)) {
                model.store(known.identity().object(), scene.nowMillis);
                addresses.add(known.fingerprint());
            }
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        void step() {
            if (random.nextInt(8) == 0) {
                passTime();
            } else {
                offer(object());
            }
        }

        private void passTime() {
            scene.events.clear();
            boolean unfinished = scene.sweepAfter(random.nextInt(40_000));
            model.passTime(scene.nowMillis);
            compare();
            assertThat(unfinished).isFalse();
        }

        private void offer(Verified<?> object) {
            scene.nowMillis += random.nextInt(10);
            scene.events.clear();
            GolixObject candidate = object.object();
            switch (scene.offer(object)) {
                case Verdict.Accepted _ -> {
                    model.store(candidate, scene.nowMillis);
                    compare();
                }
                case Verdict.Known _ -> assertThat(model.stored()).contains(candidate.ghid());
                case Verdict.Refused _ -> assertThat(model.stored()).doesNotContain(candidate.ghid());
            }
        }

        /// One that was offered before now and then, as what is gone may come back.
        private Verified<?> object() {
            if (!made.isEmpty() && random.nextInt(4) == 0) {
                return any(made);
            }
            Verified<?> object = newObject();
            made.add(object);
            addresses.add(object.object().ghid());
            return object;
        }

        private Verified<?> newObject() {
            Party party = any(parties.subList(0, 2));
            return switch (random.nextInt(13)) {
                case 0, 1, 2 -> any(containers);
                case 3 -> party.bind(target());
                case 4, 5 -> remember(party.first(target()));
                case 6, 7, 8 -> dynamics.isEmpty() ? any(containers) : next(any(dynamics), party);
                case 9, 10, 11 -> party.debind(any(random.nextBoolean() && !dynamics.isEmpty() ? dynamics : addresses));
                default -> clashing && random.nextInt(4) == 0 ? parties.get(2).identity()
                        : party.request(random.nextBoolean() ? Scene.ALICE : Scene.BOB);
            };
        }

        private Ghid target() {
            if (random.nextInt(3) == 0 && !dynamics.isEmpty()) {
                return any(dynamics);
            }
            return any(containers).object().ghid();
        }

        private Verified<Frame> remember(Verified<Frame> frame) {
            dynamics.add(frame.object().dynamic());
            return frame;
        }

        private Verified<Frame> next(Ghid dynamic, Party stranger) {
            if (clashing && random.nextInt(4) == 0) {
                Ghid clash = random.nextInt(3) == 0 ? parties.get(2).fingerprint() : any(containers).object().ghid();
                return remember(stranger.frame(clash, 1 + random.nextInt(9), target()));
            }
            return model.newest(dynamic).map(before -> {
                Party binder = parties.stream().filter(party -> party.fingerprint().equals(before.author()))
                        .findFirst().orElseThrow();
                return binder.frame(dynamic, before.counter() + 1, target());
            }).orElseGet(() -> stranger.frame(dynamic, 1, target()));
        }

        private void compare() {
            for (Verified<?> object : made) {
                Ghid address = object.object().ghid();
                assertThat(scene.has(address)).as("%s", object).isEqualTo(model.stored().contains(address));
            }
            assertThat(scene.store.usage().objects()).isEqualTo(model.stored().size());
            for (Ghid dynamic : dynamics) {
                assertThat(scene.store.dynamic(dynamic).filter(DynamicState::live).isPresent())
                        .isEqualTo(model.isLive(dynamic));
                assertThat(scene.store.superseded(dynamic)).isEqualTo(model.inGrace(dynamic).stream().toList());
            }
            assertThat(scene.store.records(Retention.UNFINISHED, Bytes.EMPTY, 1)).isEmpty();
            if (clashing) {
                // A static object that comes to the address of a dynamic one is told of again.
                assertThat(scene.events).containsAll(model.events());
            } else {
                assertThat(scene.events).containsExactlyInAnyOrderElementsOf(model.events());
            }
        }
    }
}
