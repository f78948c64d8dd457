package io.telemeter.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreView;

/// Asks two views the same questions.
final class SameAnswers {
    private static final int ALL = 1_000;

    private final Histories histories;
    private final SplittableRandom random;

    SameAnswers(Histories histories, SplittableRandom random) {
        this.histories = histories;
        this.random = random;
    }

    /// Some questions, with all limits.
    void some(StoreView expected, StoreView actual, int questions) {
        for (int question = 0; question < questions; question++) {
            about(histories.address(random), random.nextInt(5), expected, actual);
        }
        records(expected, actual, random.nextInt(5));
        expired(expected, actual, random.nextInt(5));
    }

    /// All there is.
    void all(ObjectStore expected, ObjectStore actual) {
        histories.addresses().forEach(address -> about(address, ALL, expected, actual));
        records(expected, actual, ALL);
        expired(expected, actual, ALL);
        assertThat(actual.usage().objects()).isEqualTo(expected.usage().objects());
        assertThat(actual.usage().objectBytes()).isEqualTo(expected.usage().objectBytes());
    }

    private void about(Ghid address, int limit, StoreView expected, StoreView actual) {
        Ghid other = histories.address(random);
        assertThat(actual.find(address)).isEqualTo(expected.find(address));
        assertThat(actual.kind(address)).isEqualTo(expected.kind(address));
        assertThat(actual.dynamic(address)).isEqualTo(expected.dynamic(address));
        assertThat(actual.bindings(address, limit)).isEqualTo(expected.bindings(address, limit));
        assertThat(actual.dynamicHolders(address, null, limit))
                .isEqualTo(expected.dynamicHolders(address, null, limit));
        assertThat(actual.dynamicHolders(address, other, limit))
                .isEqualTo(expected.dynamicHolders(address, other, limit));
        assertThat(actual.requests(address, limit)).isEqualTo(expected.requests(address, limit));
        assertThat(actual.superseded(address)).isEqualTo(expected.superseded(address));
        for (Party party : Histories.PARTIES) {
            assertThat(actual.debinding(address, party.fingerprint()))
                    .isEqualTo(expected.debinding(address, party.fingerprint()));
        }
        // Their order means nothing, so that a limit may leave out any of them.
        List<Ghid> debindings = expected.debindings(address, ALL);
        assertThat(actual.debindings(address, ALL)).containsExactlyInAnyOrderElementsOf(debindings);
        assertThat(actual.debindings(address, limit)).hasSize(Math.min(limit, debindings.size()))
                .isSubsetOf(debindings).doesNotHaveDuplicates();
    }

    private void records(StoreView expected, StoreView actual, int limit) {
        Bytes key = histories.bytes(random);
        for (String space : Histories.SPACES) {
            assertThat(actual.record(space, key)).isEqualTo(expected.record(space, key));
            assertThat(actual.records(space, key, limit)).isEqualTo(expected.records(space, key, limit));
            assertThat(actual.records(space, Bytes.EMPTY, limit))
                    .isEqualTo(expected.records(space, Bytes.EMPTY, limit));
        }
    }

    private void expired(StoreView expected, StoreView actual, int limit) {
        int now = random.nextInt(120);
        assertThat(actual.expired(now, limit)).isEqualTo(expected.expired(now, limit));
    }
}
