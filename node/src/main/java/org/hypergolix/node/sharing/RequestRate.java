package org.hypergolix.node.sharing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hypergolix.golix.Ghid;

/// How many requests are opened: each costs a private-key operation, so strangers must not decide how many. Values and
/// times in, decisions out; for one thread.
final class RequestRate {
    /// Requests opened at once, from whomever, and their refill.
    static final int BURST = 200;
    static final int PER_SECOND = 20;

    /// Requests handled at once of one author, and their refill.
    static final int AUTHOR_BURST = 100;
    static final int AUTHOR_PER_MINUTE = 60;

    /// Authors whose use is remembered.
    private static final int AUTHORS = 1_024;

    private final Bucket all = new Bucket(BURST, PER_SECOND / 1000.0);
    private final Map<Ghid, Bucket> authors = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ghid, Bucket> eldest) {
            return size() > AUTHORS;
        }
    };

    /// Whether one more may be opened now.
    boolean mayOpen(long nowMillis) {
        return all.take(nowMillis);
    }

    /// Whether one more of `author` may be handled now.
    boolean mayHandle(Ghid author, long nowMillis) {
        return authors.computeIfAbsent(author, _ -> new Bucket(AUTHOR_BURST, AUTHOR_PER_MINUTE / 60_000.0))
                .take(nowMillis);
    }

    private static final class Bucket {
        private final double most;
        private final double perMilli;
        private double left;
        private long atMillis = Long.MIN_VALUE;

        Bucket(double most, double perMilli) {
            this.most = most;
            this.perMilli = perMilli;
            this.left = most;
        }

        boolean take(long nowMillis) {
            if (atMillis != Long.MIN_VALUE && nowMillis > atMillis) {
                left = Math.min(most, left + (nowMillis - atMillis) * perMilli);
            }
            atMillis = nowMillis;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
