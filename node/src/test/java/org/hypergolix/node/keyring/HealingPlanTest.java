package org.hypergolix.node.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.TestIdentities;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.Secret;
import org.junit.jupiter.api.Test;

class HealingPlanTest {
    private static final PrivateIdentity OWNER = TestIdentities.of(CipherSuite.SUITE_3, 0);
    private static final PrivateIdentity OLD_OWNER = TestIdentities.of(CipherSuite.SUITE_1, 0);
    private static final Ghid DYNAMIC = address(200);

    private static Ghid address(int number) {
        byte[] digest = new byte[Ghid.DIGEST_LENGTH];
        digest[0] = (byte) number;
        return new Ghid(Bytes.owning(digest));
    }

    private static Frame frame(long counter) {
        return OWNER.nextFrame(DYNAMIC, counter, List.of(address(1), address(2))).object();
    }

    private static Secret secret(CipherSuite suite) {
        return Secret.random(suite, new SecureRandom());
    }

    @Test
    void suite_3_takes_one_step_for_every_count() {
        Secret known = secret(CipherSuite.SUITE_3);
        Secret expected = known.ratchet(DYNAMIC, 4).ratchet(DYNAMIC, 5).ratchet(DYNAMIC, 6);
        HealingPlan plan = HealingPlan.of(KeyChain.of(3, address(9), known), frame(6));
        assertThat(plan.secret()).contains(expected);
        assertThat(plan.isLong()).isFalse();
    }

    @Test
    void suite_3_knows_the_key_of_the_same_count() {
        Secret known = secret(CipherSuite.SUITE_3);
        assertThat(HealingPlan.of(KeyChain.of(6, address(9), known), frame(6)).secret()).contains(known);
    }

    @Test
    void suite_3_goes_2_to_the_20_steps_and_no_further() {
        KeyChain chain = KeyChain.of(1, address(9), secret(CipherSuite.SUITE_3));
        assertThat(HealingPlan.of(chain, frame(1 + (1 << 20)))).isInstanceOf(HealingPlan.ByCounter.class)
                .extracting(HealingPlan::isLong).isEqualTo(true);
        assertThat(HealingPlan.of(chain, frame(2 + (1 << 20)))).isInstanceOf(HealingPlan.Broken.class);
        assertThat(HealingPlan.of(chain, frame(-1))).isInstanceOf(HealingPlan.Broken.class);
    }

    @Test
    void suite_3_never_goes_back() {
        KeyChain chain = KeyChain.of(7, address(9), secret(CipherSuite.SUITE_3));
        assertThat(HealingPlan.of(chain, frame(6)).secret()).isEmpty();
    }

    @Test
    void suite_1_steps_from_the_newest_container_that_frame_and_chain_both_name() {
        Secret known = secret(CipherSuite.SUITE_1);
        List<Ghid> targets = List.of(address(5), address(4), address(3), address(2));
        Frame frame = OLD_OWNER.nextFrame(DYNAMIC, 5, targets).object();
        Secret expected = known.ratchet(DYNAMIC, address(3)).ratchet(DYNAMIC, address(4));
        assertThat(HealingPlan.of(KeyChain.of(3, address(3), known), frame).secret()).contains(expected);
        assertThat(HealingPlan.of(KeyChain.of(5, address(5), known), frame).secret()).contains(known);
        assertThat(HealingPlan.of(KeyChain.of(1, address(1), known), frame)).isInstanceOf(HealingPlan.Broken.class);
    }

    @Test
    void suite_1_continues_from_an_older_key_if_another_device_did() {
        Secret two = secret(CipherSuite.SUITE_1);
        Secret ours = two.ratchet(DYNAMIC, address(2));
        KeyChain chain = KeyChain.of(2, address(2), two).followedBy(3, address(33), ours);
        Frame theirs = OLD_OWNER.nextFrame(DYNAMIC, 4, List.of(address(4), address(3), address(2))).object();
        assertThat(HealingPlan.of(chain, theirs).secret())
                .contains(two.ratchet(DYNAMIC, address(2)).ratchet(DYNAMIC, address(3)));
    }

    @Test
    void a_chain_of_suite_1_keeps_eight_keys_and_one_of_suite_3_one() {
        KeyChain old = KeyChain.of(0, address(0), secret(CipherSuite.SUITE_1));
        KeyChain young = KeyChain.of(0, address(0), secret(CipherSuite.SUITE_3));
        for (int counter = 1; counter <= 20; counter++) {
            old = old.followedBy(counter, address(counter), old.secret().ratchet(DYNAMIC, old.container()));
            young = young.followedBy(counter, address(counter), young.secret().ratchet(DYNAMIC, counter));
        }
        List<Ghid> kept = new ArrayList<>();
        for (int counter = 20; counter > 12; counter--) {
            kept.add(address(counter));
        }
        assertThat(old.links()).extracting(KeyChain.Link::container).isEqualTo(kept);
        assertThat(young.links()).hasSize(1);
    }
}
