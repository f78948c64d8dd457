package org.hypergolix.node.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.node.keyring.HealingPlan;
import org.hypergolix.node.keyring.KeyChain;

/// Finds the key of a frame's container among what is known and what was offered, and opens it. Safe for use by any
/// thread; long derivations run one at a time.
final class FrameOpener {
    private final Semaphore longDerivations = new Semaphore(1, true);

    /// The end of an attempt.
    sealed interface Opening {
        /// It opened.
        ///
        /// @param keys to be kept with the frame
        record Opened(Content content, KeyChain keys) implements Opening {}

        /// No key opens it.
        record Unreadable(String reason) implements Opening {}

        /// The offered key belongs to another history than the one known.
        record Contradiction() implements Opening {}
    }

    /// Opens `container`, the first target of `frame`.
    Opening open(Frame frame, Verified<Container> container, Optional<KeyChain> known, Optional<OfferedKey> offered)
            throws InterruptedException {
        String reason = "its key was never shared";
        if (known.isPresent() && known.get().suite() == frame.suite()) {
            HealingPlan plan = HealingPlan.of(known.get(), frame);
            Optional<Secret> secret = derive(plan);
            Optional<Content> content = secret.flatMap(key -> ObjectStates.open(container, key));
            if (content.isEmpty() && known.get().suite() == CipherSuite.SUITE_1) {
                // The objects that keep an account have one key for all states.
                secret = Optional.of(known.get().secret());
                content = ObjectStates.open(container, known.get().secret()).filter(AccountObjects::keepsAccount);
            }
            if (content.isPresent()) {
                KeyChain keys = known.get().followedBy(frame.counter(), frame.target(), secret.orElseThrow());
                return offered.isPresent() && contradicts(frame.dynamic(), keys, offered.get())
                        ? new Opening.Contradiction()
                        : new Opening.Opened(content.get(), keys);
            }
            reason = plan instanceof HealingPlan.Broken broken ? broken.reason() : "the known key does not open it";
        }
        if (offered.isPresent() && offered.get().secret().suite() == frame.suite()) {
            for (HealingPlan plan : plans(offered.get(), frame)) {
                Optional<Secret> secret = derive(plan);
                Optional<Content> content = secret.flatMap(key -> ObjectStates.open(container, key));
                if (content.isPresent()) {
                    return new Opening.Opened(
                            content.get(), KeyChain.of(frame.counter(), frame.target(), secret.orElseThrow()));
                }
            }
            reason = "the offered key does not open it";
        }
        return new Opening.Unreadable(reason);
    }

    /// An offer of suite 1 does not say which container its secret opens: the newest when it was made, so one of those
    /// that the frame names.
    private static List<HealingPlan> plans(OfferedKey offered, Frame frame) {
        if (offered.secret().suite() == CipherSuite.SUITE_3) {
            return List.of(HealingPlan.byCounter(
                    frame.dynamic(), offered.secret(), offered.counter(), frame.counter()));
        }
        List<HealingPlan> plans = new ArrayList<>();
        int most = Math.min(frame.targets().size(), KeyChain.SUITE_1_LINKS);
        for (int index = 0; index < most; index++) {
            plans.add(HealingPlan.fromTarget(offered.secret(), frame, index));
        }
        return plans;
    }

    /// Whether an offered key belongs to another history than the one known, as far as can be told: a key of suite 1 that
    /// is none of the last ones may be an older one.
    boolean contradicts(Ghid address, KeyChain known, OfferedKey offered) throws InterruptedException {
        if (known.suite() != offered.secret().suite()) {
            return true;
        }
        if (known.suite() == CipherSuite.SUITE_1) {
            return false;
        }
        boolean older = Long.compareUnsigned(offered.counter(), known.counter()) <= 0;
        HealingPlan plan = older
                ? HealingPlan.byCounter(address, offered.secret(), offered.counter(), known.counter())
                : HealingPlan.byCounter(address, known.secret(), known.counter(), offered.counter());
        Secret expected = older ? known.secret() : offered.secret();
        return derive(plan).filter(secret -> !secret.equals(expected)).isPresent();
    }

    private Optional<Secret> derive(HealingPlan plan) throws InterruptedException {
        if (!plan.isLong()) {
            return plan.secret();
        }
        longDerivations.acquire();
        try {
            return plan.secret();
        } finally {
            longDerivations.release();
        }
    }
}
