package org.hypergolix.node.keyring;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.Secret;

/// How the key of a frame follows from a key that is known: decided from values, carried out by [#secret()].
public sealed interface HealingPlan {

    /// The most steps taken for one frame: about four seconds.
    long MOST_STEPS = 1L << 20;

    /// Steps from which on a plan counts as long.
    long LONG_STEPS = 1L << 12;

    /// The secret of the frame, or nothing if none follows.
    Optional<Secret> secret();

    /// Whether carrying it out takes noticeable time.
    boolean isLong();

    /// The key is known.
    record Known(Secret known) implements HealingPlan {
        @Override
        public Optional<Secret> secret() {
            return Optional.of(known);
        }

        @Override
        public boolean isLong() {
            return false;
        }
    }

    /// Suite 3: one step for every count.
    record ByCounter(Ghid dynamic, Secret from, long fromCounter, long toCounter) implements HealingPlan {
        @Override
        public Optional<Secret> secret() {
            Secret secret = from;
            for (long counter = fromCounter; counter != toCounter;) {
                counter++;
                secret = secret.ratchet(dynamic, counter);
            }
            return Optional.of(secret);
        }

        @Override
        public boolean isLong() {
            return toCounter - fromCounter > LONG_STEPS;
        }
    }

    /// Suite 1: one step for every container from `from`'s to the newest.
    ///
    /// @param via the containers whose address goes into each step, oldest first; the first is the one that `from` opens
    record ByTargets(Ghid dynamic, Secret from, List<Ghid> via) implements HealingPlan {
        public ByTargets {
            via = List.copyOf(via);
        }

        @Override
        public Optional<Secret> secret() {
            Secret secret = from;
            for (Ghid container : via) {
                secret = secret.ratchet(dynamic, container);
            }
            return Optional.of(secret);
        }

        @Override
        public boolean isLong() {
            return false;
        }
    }

    /// No known key leads there: the owner must share the object again.
    record Broken(String reason) implements HealingPlan {
        @Override
        public Optional<Secret> secret() {
            return Optional.empty();
        }

        @Override
        public boolean isLong() {
            return false;
        }
    }

    /// The plan for the first target of `frame`.
    static HealingPlan of(KeyChain chain, Frame frame) {
        return switch (chain.suite()) {
            case SUITE_3 -> byCounter(frame.dynamic(), chain.secret(), chain.counter(), frame.counter());
            case SUITE_1 -> byTargets(chain, frame);
        };
    }

    /// The plan for `frame` if `secret` opens the container at `index` of its targets (suite 1).
    static HealingPlan fromTarget(Secret secret, Frame frame, int index) {
        if (index == 0) {
            return new Known(secret);
        }
        return new ByTargets(frame.dynamic(), secret, frame.targets().subList(1, index + 1).reversed());
    }

    /// The plan for frame `toCounter` if `from` is the secret of frame `fromCounter` (suite 3); counters unsigned.
    static HealingPlan byCounter(Ghid dynamic, Secret from, long fromCounter, long toCounter) {
        if (Long.compareUnsigned(toCounter, fromCounter) < 0) {
            return new Broken("only the keys of later states are known");
        }
        if (Long.compareUnsigned(toCounter - fromCounter, MOST_STEPS) > 0) {
            return new Broken("more than " + MOST_STEPS + " states were missed");
        }
        return toCounter == fromCounter ? new Known(from) : new ByCounter(dynamic, from, fromCounter, toCounter);
    }

    private static HealingPlan byTargets(KeyChain chain, Frame frame) {
        for (int index = 0; index < frame.targets().size(); index++) {
            for (KeyChain.Link link : chain.links()) {
                if (link.container().equals(frame.targets().get(index))) {
                    return fromTarget(link.secret(), frame, index);
                }
            }
        }
        return new Broken("more states were missed than a frame names");
    }
}
