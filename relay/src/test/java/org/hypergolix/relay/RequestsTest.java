package org.hypergolix.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawRelayClient;
import io.telemeter.testkit.relay.RawRelayClient.Update;
import java.io.IOException;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What each request of the protocol does, told by a client that knows the protocol only.
@ParameterizedClass
@EnumSource(CipherSuite.class)
class RequestsTest {

    private static final String DONE = "AK 01";
    private static final String NO = "AK 00";

    private final TestObjects alice;
    private final TestObjects bob;
    private final RunningRelay relay;
    private RawRelayClient a;
    private RawRelayClient b;

    RequestsTest(CipherSuite suite) throws IOException {
        alice = new TestObjects(suite, 0);
        bob = new TestObjects(suite, 1);
        relay = new RunningRelay();
        a = relay.connect();
        b = relay.connect();
    }

    @BeforeEach
    void introduce() throws IOException {
        assertThat(a.publish(alice.identity()).summary()).isEqualTo(DONE);
        assertThat(b.publish(bob.identity()).summary()).isEqualTo(DONE);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    /// Publishes frame and container of a new dynamic object.
    private Frame publishDynamic(String content) throws IOException {
        Container container = alice.container(content);
        Frame frame = alice.firstFrame(container);
        assertThat(a.publish(frame).summary()).isEqualTo(DONE);
        assertThat(a.publish(container).summary()).isEqualTo(DONE);
        return frame;
    }

    private Frame publishNext(Frame last, String content) throws IOException {
        Container container = alice.container(content);
        Frame frame = alice.nextFrame(last, container);
        assertThat(a.publish(frame).summary()).isEqualTo(DONE);
        assertThat(a.publish(container).summary()).isEqualTo(DONE);
        return frame;
    }

    private static Ghid nowhere() {
        return new Ghid(Bytes.ofHex("77".repeat(64)));
    }

    @Test
    void ping_is_answered_whatever_its_body() throws IOException {
        assertThat(a.request("??", Bytes.EMPTY).summary()).isEqualTo(DONE);
        assertThat(a.request("??", Bytes.ofHex("6a756e6b")).summary()).isEqualTo(DONE);
    }

    @Test
    void an_identity_can_be_published_again_and_fetched() throws IOException {
        assertThat(a.publish(alice.identity()).summary()).isEqualTo(DONE);
        assertThat(b.request("?E", alice.fingerprint()).summary()).isEqualTo(DONE);
        assertThat(b.request("GT", alice.fingerprint()).body()).isEqualTo(alice.identity().encoded());
    }

    @Test
    void nothing_is_at_an_unknown_address() throws IOException {
        assertThat(a.request("GT", nowhere()).summary()).isEqualTo("NK 0008");
        assertThat(a.request("?E", nowhere()).summary()).isEqualTo(NO);
        assertThat(a.request("?B", nowhere()).summary()).isEqualTo("AK ");
        assertThat(a.request("?D", nowhere()).summary()).isEqualTo("AK ");
    }

    @Test
    void a_static_binding_comes_before_its_container_and_both_can_be_fetched() throws IOException {
        Container container = alice.container("static");
        StaticBinding binding = alice.bind(container.ghid());
        assertThat(a.publish(container).summary()).isEqualTo("NK 0004");
        assertThat(a.publish(binding).summary()).isEqualTo(DONE);
        assertThat(a.publish(container).summary()).isEqualTo(DONE);
        assertThat(a.publish(container).summary()).isEqualTo(DONE);
        assertThat(a.publish(binding).summary()).isEqualTo(DONE);
        assertThat(b.request("GT", container.ghid()).body()).isEqualTo(container.encoded());
        assertThat(b.request("GT", binding.ghid()).body()).isEqualTo(binding.encoded());
        assertThat(b.request("?B", container.ghid()).addresses()).containsExactly(binding.ghid());
        assertThat(b.request("?B", binding.ghid()).addresses()).isEmpty();
    }

    @Test
    void subscriptions_are_kept_for_any_address_and_each_only_once() throws IOException {
        assertThat(b.request("?S", Bytes.EMPTY).summary()).isEqualTo("AK ");
        assertThat(b.request("+S", nowhere()).summary()).isEqualTo(DONE);
        assertThat(b.request("+S", nowhere()).summary()).isEqualTo(DONE);
        assertThat(b.request("+S", bob.fingerprint()).summary()).isEqualTo(DONE);
        assertThat(b.request("?S", Bytes.EMPTY).addresses())
                .containsExactlyInAnyOrder(nowhere(), bob.fingerprint());
        assertThat(a.request("?S", Bytes.EMPTY).addresses()).isEmpty();
        assertThat(b.request("-S", nowhere()).summary()).isEqualTo(DONE);
        assertThat(b.request("-S", nowhere()).summary()).isEqualTo(NO);
        assertThat(b.request("?S", Bytes.EMPTY).addresses()).containsExactly(bob.fingerprint());
    }

    @Test
    void dropping_all_subscriptions_leaves_the_connection_open() throws IOException {
        b.request("+S", nowhere());
        b.request("+S", bob.fingerprint());
        assertThat(b.request("XX", Bytes.EMPTY).summary()).isEqualTo(DONE);
        assertThat(b.request("?S", Bytes.EMPTY).addresses()).isEmpty();
        assertThat(b.request("??", Bytes.EMPTY).summary()).isEqualTo(DONE);
    }

    @Test
    void a_dynamic_object_is_found_by_its_stable_address_and_by_that_of_its_frame() throws IOException {
        Frame frame = publishDynamic("zero");
        assertThat(b.request("GT", frame.dynamic()).body()).isEqualTo(frame.encoded());
        assertThat(b.request("GT", frame.ghid()).body()).isEqualTo(frame.encoded());
        assertThat(b.request("?E", frame.dynamic()).summary()).isEqualTo(DONE);
        assertThat(b.request("?B", frame.target()).addresses()).containsExactly(frame.dynamic());
    }

    @Test
    void an_update_takes_the_place_of_the_last_one() throws IOException {
        Frame first = publishDynamic("zero");
        Frame second = publishNext(first, "one");
        assertThat(b.request("?E", first.target()).summary()).isEqualTo(NO);
        assertThat(b.request("GT", first.ghid()).summary()).isEqualTo("NK 0008");
        assertThat(b.request("GT", second.dynamic()).body()).isEqualTo(second.encoded());
        assertThat(a.publish(first).summary()).isEqualTo("NK 0009");
        assertThat(a.publish(second).summary()).isEqualTo(DONE);
    }

    @Test
    void the_last_container_stays_readable_until_the_next_one_is_there() throws IOException {
        Frame first = publishDynamic("zero");
        Container container = alice.container("one");
        a.publish(alice.nextFrame(first, container));
        assertThat(b.request("GT", first.target()).code()).isEqualTo("AK");
        assertThat(b.request("?B", first.target()).addresses()).isEmpty();
        a.publish(container);
        assertThat(b.request("GT", first.target()).summary()).isEqualTo("NK 0008");
    }

    @Test
    void an_update_may_skip_counters_and_name_targets_that_never_were() throws IOException {
        Frame first = publishDynamic("zero");
        Container container = alice.container("four");
        Frame fourth = alice.frame(first.dynamic(), 4, container.ghid(), nowhere());
        assertThat(a.publish(fourth).summary()).isEqualTo(DONE);
        assertThat(a.publish(container).summary()).isEqualTo(DONE);
        Container other = alice.container("four as well");
        Frame equal = alice.frame(first.dynamic(), 4, other.ghid(), container.ghid());
        assertThat(a.publish(equal).summary()).isEqualTo("NK 0009");
        assertThat(a.publish(other).summary()).isEqualTo("NK 0004");
    }

    @Test
    void an_object_may_be_seen_first_in_the_middle_of_its_life() throws IOException {
        Container container = alice.container("five");
        Frame frame = alice.frame(nowhere(), 5, container.ghid(), alice.container("four").ghid());
        assertThat(a.publish(frame).summary()).isEqualTo(DONE);
        assertThat(b.request("GT", nowhere()).body()).isEqualTo(frame.encoded());
    }

    @Test
    void a_request_is_there_for_anybody_to_fetch_until_its_recipient_debinds_it() throws IOException {
        Request request = alice.requestFor(bob.identity());
        assertThat(a.publish(request).summary()).isEqualTo(DONE);
        assertThat(a.request("GT", request.ghid()).body()).isEqualTo(request.encoded());
        Debinding debinding = bob.debind(request.ghid());
        assertThat(b.publish(debinding).summary()).isEqualTo(DONE);
        assertThat(b.request("?E", request.ghid()).summary()).isEqualTo(NO);
        assertThat(b.request("?D", request.ghid()).addresses()).containsExactly(debinding.ghid());
        assertThat(a.publish(request).summary()).isEqualTo("NK 0005");
    }

    @Test
    void debinding_a_debinding_makes_the_binding_welcome_again() throws IOException {
        Container container = alice.container("static");
        StaticBinding binding = alice.bind(container.ghid());
        a.publish(binding);
        a.publish(container);
        Debinding debinding = alice.debind(binding.ghid());
        assertThat(a.publish(debinding).summary()).isEqualTo(DONE);
        assertThat(a.request("?D", binding.ghid()).addresses()).containsExactly(debinding.ghid());
        assertThat(a.request("?E", container.ghid()).summary()).isEqualTo(NO);
        assertThat(a.request("?E", binding.ghid()).summary()).isEqualTo(NO);
        assertThat(a.publish(binding).summary()).isEqualTo("NK 0005");
        assertThat(a.publish(alice.debind(debinding.ghid())).summary()).isEqualTo(DONE);
        assertThat(a.request("?E", debinding.ghid()).summary()).isEqualTo(NO);
        assertThat(a.publish(binding).summary()).isEqualTo(DONE);
        assertThat(a.publish(container).summary()).isEqualTo(DONE);
    }

    @Test
    void somebody_elses_binding_keeps_a_dynamic_object_after_its_debinding() throws IOException {
        Frame frame = publishDynamic("zero");
        StaticBinding hold = bob.bind(frame.dynamic());
        assertThat(b.publish(hold).summary()).isEqualTo(DONE);
        assertThat(b.request("?B", frame.dynamic()).addresses()).containsExactly(hold.ghid());
        assertThat(a.publish(alice.debind(frame.dynamic())).summary()).isEqualTo(DONE);
        assertThat(b.request("?E", frame.dynamic()).summary()).isEqualTo(DONE);
        assertThat(b.publish(bob.debind(hold.ghid())).summary()).isEqualTo(DONE);
        assertThat(b.request("?E", frame.dynamic()).summary()).isEqualTo(NO);
    }

    @Test
    void a_debound_dynamic_object_is_gone_and_takes_no_more_frames() throws IOException {
        Frame frame = publishDynamic("zero");
        assertThat(a.publish(alice.debind(frame.dynamic())).summary()).isEqualTo(DONE);
        assertThat(a.request("?E", frame.dynamic()).summary()).isEqualTo(NO);
        assertThat(a.request("?E", frame.target()).summary()).isEqualTo(NO);
        assertThat(a.publish(alice.nextFrame(frame, alice.container("one"))).summary()).isEqualTo("NK 0005");
    }

    @Test
    void a_debinding_may_come_before_its_target() throws IOException {
        Container container = alice.container("never");
        StaticBinding binding = alice.bind(container.ghid());
        assertThat(a.publish(alice.debind(binding.ghid())).summary()).isEqualTo(DONE);
        assertThat(a.publish(binding).summary()).isEqualTo("NK 0005");
    }

    @Test
    void an_identity_seen_after_a_frame_of_its_address_is_still_stored_and_found() throws IOException {
        TestObjects carol = new TestObjects(alice.identity().suite(), 2);
        Frame shadow = alice.frame(
                carol.fingerprint(), 5, alice.container("x").ghid(), alice.container("y").ghid());
        a.publish(shadow);
        assertThat(a.publish(carol.identity()).summary()).isEqualTo(DONE);
        assertThat(a.request("GT", carol.fingerprint()).body()).isEqualTo(carol.identity().encoded());
    }

    @Test
    void update_flow_of_the_protocol() throws IOException {
        Frame first = publishDynamic("zero");
        b.request("+S", first.dynamic());
        Frame second = publishNext(first, "one");
        Update update = b.nextUpdate();
        assertThat(update.subject()).isEqualTo(first.dynamic());
        assertThat(update.object()).isEqualTo(second.encoded());
        assertThat(b.request("GT", second.target()).code()).isEqualTo("AK");
    }
}
