package org.hypergolix.node.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.node.object.Intake;
import org.junit.jupiter.api.Test;

/// The rules and the records of sharing.
class SharingRulesTest {
    private static final Ghid ONE = new Ghid(Bytes.ofHex("11".repeat(64)));
    private static final Ghid TWO = new Ghid(Bytes.ofHex("22".repeat(64)));

    @Test
    void what_can_be_read_is_accepted_and_what_never_will_be_is_declined() {
        for (Intake good : List.of(new Intake.Taken(ONE), new Intake.Known(), new Intake.Behind(), new Intake.Tied())) {
            assertThat(OfferDecision.of(good, 0)).isEqualTo(OfferDecision.ACCEPT);
        }
        for (Intake bad : List.of(new Intake.Unreadable(""), new Intake.Contradiction(), new Intake.Dead())) {
            assertThat(OfferDecision.of(bad, 0)).isEqualTo(OfferDecision.DECLINE);
        }
    }

    @Test
    void what_a_relay_withholds_or_distorts_is_tried_again_for_thirty_days() {
        for (Intake open : List.of(new Intake.Withheld(""), new Intake.Refused(""))) {
            assertThat(OfferDecision.of(open, OfferDecision.MOST_AGE_MILLIS)).isEqualTo(OfferDecision.RETRY);
            assertThat(OfferDecision.of(open, OfferDecision.MOST_AGE_MILLIS + 1)).isEqualTo(OfferDecision.DECLINE);
        }
        assertThat(OfferDecision.waitMillis(1)).isEqualTo(1_000);
        assertThat(OfferDecision.waitMillis(100)).isEqualTo(3_600_000);
    }

    @Test
    void requests_are_opened_at_a_limited_rate() {
        RequestRate rate = new RequestRate();
        for (int count = 0; count < RequestRate.BURST; count++) {
            assertThat(rate.mayOpen(0)).isTrue();
        }
        assertThat(rate.mayOpen(0)).isFalse();
        assertThat(rate.mayOpen(49)).isFalse();
        assertThat(rate.mayOpen(51)).isTrue();
        assertThat(rate.mayOpen(51)).isFalse();
    }

    @Test
    void one_author_does_not_use_up_what_is_there_for_others() {
        RequestRate rate = new RequestRate();
        for (int count = 0; count < RequestRate.AUTHOR_BURST; count++) {
            assertThat(rate.mayHandle(ONE, 0)).isTrue();
        }
        assertThat(rate.mayHandle(ONE, 0)).isFalse();
        assertThat(rate.mayHandle(TWO, 0)).isTrue();
        assertThat(rate.mayHandle(ONE, 1_001)).isTrue();
        assertThat(rate.mayHandle(ONE, 1_001)).isFalse();
    }

    @Test
    void a_clock_that_goes_back_gives_nothing_away_and_takes_nothing() {
        RequestRate rate = new RequestRate();
        for (int count = 0; count < RequestRate.BURST; count++) {
            assertThat(rate.mayOpen(1_000_000)).isTrue();
        }
        assertThat(rate.mayOpen(0)).isFalse();
        assertThat(rate.mayOpen(51)).isTrue();
    }

    @Test
    void golden_own_offer() {
        OwnOffer offer = new OwnOffer(ONE, TWO, 0x0102030405060708L, Optional.of(Bytes.ofHex("ab".repeat(16))));
        assertThat(offer.encode().hex()).isEqualTo(
                "01" + "01" + "11".repeat(64) + "01" + "22".repeat(64) + "0102030405060708" + "ab".repeat(16));
        assertThat(OwnOffer.decode(offer.encode())).contains(offer);
        OwnOffer bare = new OwnOffer(ONE, TWO, 0, Optional.empty());
        assertThat(OwnOffer.decode(bare.encode())).contains(bare);
        assertThat(OwnOffer.decode(Bytes.EMPTY)).isEmpty();
    }

    @Test
    void golden_arrival() throws MalformedObjectException {
        String secret = "5348" + "0002" + "03" + "33".repeat(32);
        Arrival arrival = new Arrival(ONE, TWO, 5, 6, Secret.decode(Bytes.ofHex(secret)));
        assertThat(arrival.encode().hex()).isEqualTo("01" + "01" + "11".repeat(64) + "01" + "22".repeat(64)
                + "0000000000000005" + "0000000000000006" + secret);
        assertThat(Arrival.decode(arrival.encode())).contains(arrival);
        assertThat(Arrival.decode(Bytes.ofHex("01"))).isEmpty();
    }
}
