package io.telemeter.it.survival;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.PushResult;

/// An object whose state is a number that only grows, pushed by one thread, and what was promised of it.
///
/// A push whose outcome its program was not told (the daemon died) is looked up before the next one, so that the counter of
/// the newest frame that was acknowledged is known: an exact demand on what lies on disks.
final class Tally {
    private static final int MOST_PADDING = 6_000;

    private final HgxObject<String> object;
    private final Supplier<HgxLink> freshLink;
    private final Random random;
    private final AtomicInteger local = new AtomicInteger();
    private final AtomicInteger relayed = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private long frames;
    private int number;
    private volatile Promise onDisk = new Promise(0, 0);
    private volatile Promise onRelay = new Promise(-1, 0);

    /// The newest state that was acknowledged.
    ///
    /// @param counter its frame's counter is at least this
    /// @param number its number
    record Promise(long counter, int number) {}

    /// @param freshLink another link to the same account, to be closed
    Tally(HgxLink link, Supplier<HgxLink> freshLink, CreateOptions options, Random random) {
        this.object = link.create(Codec.text(), state(0, 0), options);
        this.freshLink = freshLink;
        this.random = random;
    }

    static String state(int number, int padding) {
        return number + " " + ".".repeat(padding);
    }

    static int number(String state) {
        return Integer.parseInt(state.substring(0, state.indexOf(' ')));
    }

    HgxObject<String> object() {
        return object;
    }

    Ghid address() {
        return object.address();
    }

    /// What must be on the disk of the account's node.
    Promise onDisk() {
        return onDisk;
    }

    /// What must be on the disk of the relay.
    Promise onRelay() {
        return onRelay;
    }

    int local() {
        return local.get();
    }

    int relayed() {
        return relayed.get();
    }

    int unknown() {
        return unknown.get();
    }

    /// Publishes the next number and notes what is promised.
    void push() {
        int next = ++number;
        String state = state(next, random.nextInt(MOST_PADDING));
        try {
            note(next, object.update(_ -> state));
        } catch (HgxException.Unavailable | HgxException.LinkFailure _) {
            unknown.incrementAndGet();
            lookUp(next);
        }
    }

    private void note(int pushed, PushResult result) {
        frames++;
        Promise promise = new Promise(frames, pushed);
        onDisk = promise;
        if (result == PushResult.RELAYED) {
            onRelay = promise;
            relayed.incrementAndGet();
        } else {
            local.incrementAndGet();
        }
    }

    /// Nobody knows whether `pushed` happened: whatever happened, nothing older than the promise may be there.
    private void lookUp(int pushed) {
        int found = read();
        if (found == pushed) {
            note(pushed, PushResult.LOCAL);
        } else if (found != onDisk.number()) {
            throw new AssertionError(
                    "The state is " + found + ", " + onDisk.number() + " or " + pushed + " should be there");
        }
    }

    /// The number that a program finds that knows nothing yet.
    int read() {
        while (true) {
            try (HgxLink fresh = freshLink.get()) {
                return number(fresh.get(Codec.text(), address()).state());
            } catch (HgxException.Unavailable | HgxException.LinkFailure _) {
                // Killed again.
            }
        }
    }
}
