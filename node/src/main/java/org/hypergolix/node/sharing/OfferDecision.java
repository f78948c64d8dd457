package org.hypergolix.node.sharing;

import org.hypergolix.node.object.Intake;

/// What an offer is answered, as a function of what became of its object.
enum OfferDecision {
    /// The object can be read: accepted.
    ACCEPT,
    /// It never will be: declined.
    DECLINE,
    /// It may be later: kept, not answered.
    RETRY;

    /// How long an offer whose object cannot be fetched is kept, in milliseconds.
    static final long MOST_AGE_MILLIS = 30L * 24 * 60 * 60 * 1000;

    private static final long[] WAIT_MILLIS = { 1_000, 5_000, 30_000, 300_000, 3_600_000 };

    static OfferDecision of(Intake intake, long ageMillis) {
        return switch (intake) {
            case Intake.Taken _, Intake.Known _, Intake.Behind _, Intake.Tied _ -> ACCEPT;
            case Intake.Unreadable _, Intake.Contradiction _, Intake.Dead _ -> DECLINE;
            // A relay that lies or lags must not make us decline what another may show later.
            case Intake.Withheld _, Intake.Refused _ -> ageMillis > MOST_AGE_MILLIS ? DECLINE : RETRY;
        };
    }

    /// How long to wait after the `attempts`-th attempt, from 1.
    static long waitMillis(int attempts) {
        return WAIT_MILLIS[Math.min(attempts, WAIT_MILLIS.length) - 1];
    }
}
