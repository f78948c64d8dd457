package org.hypergolix.node.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hypergolix.node.object.FrameVerdict.FOREIGN_BINDER;
import static org.hypergolix.node.object.FrameVerdict.FORKED;
import static org.hypergolix.node.object.FrameVerdict.NEWER;
import static org.hypergolix.node.object.FrameVerdict.RELAY_BEHIND;
import static org.hypergolix.node.object.FrameVerdict.ROLLED_BACK;
import static org.hypergolix.node.object.FrameVerdict.SAME;
import static org.hypergolix.node.object.FrameVerdict.TIED;

import io.telemeter.testkit.TestIdentities;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.store.DynamicState;
import org.junit.jupiter.api.Test;

class FrameVerdictTest {
    private static final PrivateIdentity OWNER = TestIdentities.of(CipherSuite.SUITE_3, 0);
    private static final Ghid SELF = OWNER.fingerprint();
    private static final Ghid READER = address(99);
    private static final Ghid DYNAMIC = address(200);

    private static Ghid address(int number) {
        byte[] digest = new byte[Ghid.DIGEST_LENGTH];
        digest[0] = (byte) number;
        return new Ghid(Bytes.owning(digest));
    }

    private static Frame frame(long counter, int target) {
        return OWNER.nextFrame(DYNAMIC, counter, List.of(address(target), address(0))).object();
    }

    private static Optional<DynamicState> stored(Frame frame) {
        return Optional.of(new DynamicState(
                DYNAMIC, frame.author(), frame.counter(), frame.ghid(), frame.target(), true));
    }

    private static Optional<Pin> pinned(Frame frame) {
        return Optional.of(new Pin(frame.counter(), frame.ghid()));
    }

    private static FrameVerdict judge(Frame shown, Optional<DynamicState> stored, Optional<Pin> pin, long floor) {
        return FrameVerdict.judge(shown, stored, pin, floor, READER);
    }

    @Test
    void at_first_sight_only_the_floor_of_the_share_counts() {
        assertThat(judge(frame(5, 1), Optional.empty(), Optional.empty(), 0)).isEqualTo(NEWER);
        assertThat(judge(frame(5, 1), Optional.empty(), Optional.empty(), 5)).isEqualTo(NEWER);
        assertThat(judge(frame(5, 1), Optional.empty(), Optional.empty(), 6)).isEqualTo(ROLLED_BACK);
    }

    @Test
    void a_known_frame_is_known_and_a_higher_counter_newer() {
        assertThat(judge(frame(5, 1), stored(frame(5, 1)), pinned(frame(5, 1)), 0)).isEqualTo(SAME);
        assertThat(judge(frame(6, 1), stored(frame(5, 1)), pinned(frame(5, 1)), 0)).isEqualTo(NEWER);
        assertThat(judge(frame(-1, 1), stored(frame(5, 1)), pinned(frame(5, 1)), 0)).isEqualTo(NEWER);
    }

    @Test
    void a_lower_counter_is_a_rollback_even_if_only_the_pin_remembers() {
        assertThat(judge(frame(4, 1), stored(frame(5, 1)), Optional.empty(), 0)).isEqualTo(ROLLED_BACK);
        assertThat(judge(frame(4, 1), Optional.empty(), pinned(frame(5, 1)), 0)).isEqualTo(ROLLED_BACK);
        assertThat(judge(frame(5, 1), stored(frame(4, 1)), pinned(frame(6, 1)), 0)).isEqualTo(ROLLED_BACK);
        assertThat(judge(frame(5, 1), stored(frame(5, 1)), pinned(frame(5, 1)), 6)).isEqualTo(SAME);
    }

    @Test
    void another_frame_with_the_same_counter_is_a_fork() {
        assertThat(judge(frame(5, 2), stored(frame(5, 1)), pinned(frame(5, 1)), 0)).isEqualTo(FORKED);
    }

    @Test
    void of_an_own_object_a_lower_counter_is_the_relays_fault_and_an_equal_one_another_devices() {
        assertThat(FrameVerdict.judge(frame(4, 1), stored(frame(5, 1)), Optional.empty(), 0, SELF))
                .isEqualTo(RELAY_BEHIND);
        assertThat(FrameVerdict.judge(frame(5, 2), stored(frame(5, 1)), Optional.empty(), 0, SELF)).isEqualTo(TIED);
        assertThat(FrameVerdict.judge(frame(6, 2), stored(frame(5, 1)), Optional.empty(), 0, SELF)).isEqualTo(NEWER);
    }

    @Test
    void an_address_belongs_to_its_first_binder_for_ever() {
        Frame foreign = TestIdentities.of(CipherSuite.SUITE_3, 1)
                .nextFrame(DYNAMIC, 9, List.of(address(1), address(0))).object();
        assertThat(judge(foreign, stored(frame(5, 1)), Optional.empty(), 0)).isEqualTo(FOREIGN_BINDER);
    }
}
