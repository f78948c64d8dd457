package io.telemeter.it.survival;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.hgx.NodeChoice;
import org.hypergolix.hgx.RelayState;
import org.hypergolix.hgx.ShareEvent;

/// An account with its daemon, and a program that uses it through one link that outlives every death of the daemon: it
/// pushes to its tallies, makes gifts for the other account, and follows what that one shares.
final class Member implements AutoCloseable {
    static final ApiId SCHEMA = ApiId.ofHex("5a".repeat(ApiId.LENGTH));
    private static final CreateOptions OF_SCHEMA = CreateOptions.DEFAULT.withApiId(SCHEMA);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
    private static final int RETRY_MILLIS = 20;
    private static final int MOST_BETWEEN_PUSHES_MILLIS = 30;
    private static final int BETWEEN_GIFTS_MILLIS = 1_500;

    private final String name;
    private final MortalProcess daemon;
    private final Queue<String> problems;
    private final Random random;
    private final HgxLink link;
    private final List<Tally> tallies = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Ghid, HgxObject<String>> followed = new ConcurrentHashMap<>();
    private final Map<Ghid, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Set<Ghid> heard = ConcurrentHashMap.newKeySet();
    private final Map<Ghid, Gift> gifts = new ConcurrentHashMap<>();
    private final AtomicInteger updates = new AtomicInteger();
    private volatile boolean resting;
    private volatile boolean closed;

    /// @param problems collects what must not happen
    Member(String name, MortalProcess daemon, Queue<String> problems, long seed) {
        this.name = name;
        this.daemon = daemon;
        this.problems = problems;
        this.random = new Random(seed);
        this.link = freshLink();
        link.onShare(SCHEMA, this::follow);
    }

    String name() {
        return name;
    }

    MortalProcess daemon() {
        return daemon;
    }

    List<Tally> tallies() {
        return tallies;
    }

    Map<Ghid, Gift> gifts() {
        return gifts;
    }

    int updates() {
        return updates.get();
    }

    int acknowledged() {
        return tallies.stream().mapToInt(tally -> tally.local() + tally.relayed()).sum();
    }

    int relayed() {
        return tallies.stream().mapToInt(Tally::relayed).sum();
    }

    /// Another link, once the daemon runs.
    HgxLink freshLink() {
        HgxOptions options = HgxOptions.home(daemon.home()).node(NodeChoice.DAEMON).requestTimeout(REQUEST_TIMEOUT)
                .build();
        long end = System.nanoTime() + REQUEST_TIMEOUT.toNanos();
        while (true) {
            try {
                return HgxLink.connect(options);
            } catch (HgxException.Unavailable absent) {
                if (System.nanoTime() > end) {
                    throw absent;
                }
                Patience.pause(RETRY_MILLIS);
            }
        }
    }

    /// Whether the daemon says so.
    boolean connected() {
        return link.relays().stream().allMatch(RelayState::connected);
    }

    /// Whether nothing waits for the relay any more.
    boolean hasSentEverything() {
        return link.relays().stream().allMatch(relay -> relay.connected() && relay.queued() == 0);
    }

    /// Makes its tallies and shares them, and then works until [#rest].
    void begin(int count, Member other) {
        for (int index = 0; index < count; index++) {
            Tally tally = new Tally(link, this::freshLink, OF_SCHEMA, new Random(random.nextLong()));
            tally.object().share(other.link.whoami());
            tallies.add(tally);
        }
        for (Tally tally : tallies) {
            Random pauses = new Random(random.nextLong());
            run(() -> {
                tally.push();
                Patience.pause(pauses.nextInt(MOST_BETWEEN_PUSHES_MILLIS));
            });
        }
        Random choices = new Random(random.nextLong());
        run(() -> {
            give(other.link.whoami(), choices);
            Patience.pause(BETWEEN_GIFTS_MILLIS);
        });
    }

    private void run(Runnable once) {
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                while (!resting) {
                    once.run();
                }
            } catch (RuntimeException | AssertionError failure) {
                if (!closed) {
                    problems.add(name + ": " + failure + " at " + failure.getStackTrace()[0]);
                }
            }
        }));
    }

    /// Lets every thread finish what it is at.
    void rest() {
        resting = true;
        for (Thread thread : threads) {
            try {
                if (!thread.join(REQUEST_TIMEOUT.multipliedBy(2))) {
                    throw new AssertionError(name + " does not come to an end");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while programs end", interrupted);
            }
        }
    }

    /// Makes an object and offers it; some of them static, some deleted at once.
    private void give(Ghid recipient, Random choices) {
        String state = "gift " + choices.nextLong();
        CreateOptions options = choices.nextInt(3) == 0 ? OF_SCHEMA.asStatic() : OF_SCHEMA;
        // Nobody is told that a static object was deleted.
        boolean deleted = options.dynamic() && choices.nextInt(2) == 0;
        HgxObject<String> object;
        try {
            object = link.create(Codec.text(), state, options);
        } catch (HgxException.Unavailable | HgxException.LinkFailure _) {
            return; // Perhaps it was made; nobody knows its address.
        }
        insist(() -> object.share(recipient));
        if (deleted) {
            insist(() -> delete(object));
        }
        gifts.put(object.address(), new Gift(object.address(), state, deleted));
    }

    private static void delete(HgxObject<?> object) {
        try {
            object.delete();
        } catch (HgxException.DeadObject | HgxException.AlreadyDebound | HgxException.DoesNotExist _) {
            // The last attempt was carried out.
        }
    }

    /// Until it is acknowledged.
    private void insist(Runnable action) {
        while (!closed) {
            try {
                action.run();
                return;
            } catch (HgxException.Unavailable | HgxException.LinkFailure _) {
                Patience.pause(RETRY_MILLIS);
            }
        }
    }

    private void follow(ShareEvent share) {
        while (!closed) {
            try {
                follow(link.get(Codec.text(), share.address()));
                heard.add(share.address());
                return;
            } catch (HgxException.DeadObject | HgxException.AlreadyDebound | HgxException.DoesNotExist _) {
                heard.add(share.address());
                return; // Deleted since.
            } catch (HgxException.Unavailable | HgxException.LinkFailure _) {
                // The daemon died.
            } catch (RuntimeException failure) {
                problems.add(name + " cannot get what was shared: " + failure);
                return;
            }
        }
    }

    private void follow(HgxObject<String> object) {
        if (object.equals(followed.put(object.address(), object))) {
            return;
        }
        object.onUpdate(updated -> {
            updates.incrementAndGet();
            note(updated);
        });
        note(object);
    }

    /// No reader may see an older state after a newer one.
    private void note(HgxObject<String> object) {
        String state;
        try {
            state = object.state();
        } catch (HgxException.DeadObject _) {
            return;
        }
        if (state.startsWith("gift")) {
            return;
        }
        int number = Tally.number(state);
        int before = seen.computeIfAbsent(object.address(), _ -> new AtomicInteger())
                .getAndAccumulate(number, Math::max);
        if (number < before) {
            problems.add(name + " saw " + number + " after " + before);
        }
    }

    /// Waits until the program that was there all the time has at least this number.
    void awaitAtLeast(Tally others, int number) {
        Patience.until(() -> name + " sees " + number + " or more of " + others.address() + ", not only "
                + seen(others), () -> seen(others) >= number);
    }

    /// Waits until both that program and a new one have this number, and no other.
    void awaitExactly(Tally others, int number) {
        awaitAtLeast(others, number);
        try (HgxLink fresh = freshLink()) {
            HgxObject<String> object = fresh.get(Codec.text(), others.address());
            Patience.until(() -> name + "'s node has " + number + " of " + others.address(),
                    () -> Tally.number(object.state()) == number);
        }
        HgxObject<String> handle = followed.get(others.address());
        if (handle == null || Tally.number(handle.state()) != number) {
            throw new AssertionError(name + " has another state than " + number);
        }
    }

    private int seen(Tally others) {
        HgxObject<String> object = followed.get(others.address());
        return object == null ? -1 : Tally.number(object.state());
    }

    /// Waits until it has been told of the gift and can read it; or cannot, if it was deleted.
    void awaitGift(Gift gift) {
        if (gift.deleted()) {
            Patience.until(() -> name + " hears that " + gift + " is deleted", () -> isGone(gift));
        } else {
            Patience.until(() -> name + " hears of " + gift, () -> heard.contains(gift.address()));
            try (HgxLink fresh = freshLink()) {
                String state = fresh.get(Codec.text(), gift.address()).state();
                if (!state.equals(gift.state())) {
                    throw new AssertionError(name + " got " + state + " instead of " + gift);
                }
            }
        }
    }

    private boolean isGone(Gift gift) {
        HgxObject<String> object = followed.get(gift.address());
        return object == null || !object.alive();
    }

    @Override
    public String toString() {
        return "\n" + name + ": killed " + daemon.kills() + " times; pushes relayed " + relayed() + ", local "
                + tallies.stream().mapToInt(Tally::local).sum() + ", not known "
                + tallies.stream().mapToInt(Tally::unknown).sum() + "; gifts made " + gifts.size()
                + "; updates seen " + updates.get();
    }

    @Override
    public void close() {
        closed = true;
        resting = true;
        link.close();
    }
}
