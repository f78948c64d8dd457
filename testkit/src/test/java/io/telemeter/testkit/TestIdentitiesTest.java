package io.telemeter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.Contents;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.Verified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestIdentitiesTest {
    @ParameterizedTest
    @EnumSource
    void gives_working_identities_that_stay_the_same(CipherSuite suite) throws Exception {
        Set<Ghid> seen = new HashSet<>();
        for (int number = 0; number < TestIdentities.SUITE_1_COUNT; number++) {
            PrivateIdentity identity = TestIdentities.of(suite, number);
            Secret secret = Secret.random(suite, new SeededRandom(number));
            Bytes content = Bytes.owning(new byte[number]);
            Verified<Container> container = identity.seal(content, secret);
            assertThat(Contents.open(container, secret)).isEqualTo(content);
            assertThat(TestIdentities.of(suite, number).identity()).isEqualTo(identity.identity());
            seen.add(identity.fingerprint());
        }
        assertThat(seen).hasSize(TestIdentities.SUITE_1_COUNT);
    }

    @Test
    void seeded_randomness_repeats_itself() {
        Secret first = Secret.random(CipherSuite.SUITE_3, new SeededRandom(7));
        assertThat(Secret.random(CipherSuite.SUITE_3, new SeededRandom(7))).isEqualTo(first);
        assertThat(Secret.random(CipherSuite.SUITE_3, new SeededRandom(8))).isNotEqualTo(first);
    }
}
