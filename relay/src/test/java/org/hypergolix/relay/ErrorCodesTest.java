package org.hypergolix.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawRelayClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every refusal that a client can provoke, with its code.
@ParameterizedClass
@EnumSource(CipherSuite.class)
class ErrorCodesTest {

    private final CipherSuite suite;
    private final TestObjects alice;
    private final TestObjects bob;
    private final RunningRelay relay;
    private final RawRelayClient client;

    ErrorCodesTest(CipherSuite suite) throws IOException {
        this.suite = suite;
        alice = new TestObjects(suite, 0);
        bob = new TestObjects(suite, 1);
        relay = new RunningRelay();
        client = relay.connect();
    }

    @BeforeEach
    void introduce() throws IOException {
        client.publish(alice.identity());
        client.publish(bob.identity());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    private void assertRefused(GolixObject object, String code) throws IOException {
        assertThat(client.publish(object).summary()).isEqualTo("NK " + code);
        assertThat(client.request("?E", object.ghid()).summary()).isEqualTo("AK 00");
    }

    private Container publishStatic(String content) throws IOException {
        Container container = alice.container(content);
        client.publish(alice.bind(container.ghid()));
        assertThat(client.publish(container).code()).isEqualTo("AK");
        return container;
    }

    private Frame publishDynamic(String content) throws IOException {
        Container container = alice.container(content);
        Frame frame = alice.firstFrame(container);
        assertThat(client.publish(frame).code()).isEqualTo("AK");
        assertThat(client.publish(container).code()).isEqualTo("AK");
        return frame;
    }

    private static Bytes changed(Bytes original, int index) {
        byte[] copy = original.toArray();
        copy[index] ^= 1;
        return Bytes.owning(copy);
    }

    @Test
    void the_body_of_a_failure_is_the_code_and_text_for_people() throws IOException {
        RawRelayClient.Answer answer = client.request("GT", new Ghid(Bytes.ofHex("77".repeat(64))));
        assertThat(answer.code()).isEqualTo("NK");
        assertThat(answer.body().slice(0, 2).hex()).isEqualTo("0008");
        assertThat(new String(answer.body().slice(2).toArray(), StandardCharsets.UTF_8))
                .isEqualTo("Nothing is stored at Ghid('Xd3d3...').");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "474f4253", "00", "5a5a5a5a0000000601"})
    void bytes_that_are_no_object_are_0001(String bytes) throws IOException {
        assertThat(client.request("PB", Bytes.ofHex(bytes)).summary()).isEqualTo("NK 0001");
    }

    @Test
    void a_damaged_object_is_0001() throws IOException {
        Bytes binding = alice.bind(alice.container("x").ghid()).encoded();
        assertThat(client.request("PB", changed(binding, 20)).summary()).isEqualTo("NK 0001");
        assertThat(client.request("PB", changed(binding, 7)).summary()).isEqualTo("NK 0001");
        assertThat(client.request("PB", binding.slice(0, binding.size() - 1)).summary()).isEqualTo("NK 0001");
        Bytes longer = Bytes.concat(binding, Bytes.ofHex("00"));
        assertThat(client.request("PB", longer).summary()).isEqualTo("NK 0001");
    }

    @Test
    void a_wrong_signature_is_0002() throws IOException {
        Bytes binding = alice.bind(alice.container("x").ghid()).encoded();
        assertThat(client.request("PB", changed(binding, binding.size() - 10)).summary()).isEqualTo("NK 0002");
    }

    @Test
    void an_unknown_author_is_0003() throws IOException {
        TestObjects carol = new TestObjects(suite, 2);
        assertRefused(carol.bind(alice.container("x").ghid()), "0003");
        assertRefused(carol.container("x"), "0003");
        assertRefused(carol.firstFrame(carol.container("x")), "0003");
        assertRefused(carol.debind(alice.fingerprint()), "0003");
    }

    @Test
    void an_unknown_recipient_is_0003() throws IOException {
        TestObjects carol = new TestObjects(suite, 2);
        assertRefused(alice.requestFor(carol.identity()), "0003");
    }

    @Test
    void a_container_that_nothing_binds_is_0004() throws IOException {
        assertRefused(alice.container("x"), "0004");
    }

    @Test
    void what_was_debound_is_0005() throws IOException {
        StaticBinding binding = alice.bind(publishStatic("x").ghid());
        assertThat(client.publish(alice.debind(binding.ghid())).code()).isEqualTo("AK");
        assertRefused(binding, "0005");
    }

    @Test
    void a_target_of_the_wrong_kind_is_0006() throws IOException {
        Container container = publishStatic("x");
        StaticBinding binding = alice.bind(container.ghid());
        assertRefused(alice.debind(container.ghid()), "0006");
        assertRefused(alice.debind(alice.fingerprint()), "0006");
        assertRefused(alice.bind(alice.fingerprint()), "0006");
        assertRefused(alice.bind(binding.ghid()), "0006");
        Ghid dynamic = new Ghid(Bytes.ofHex("66".repeat(64)));
        assertRefused(alice.frame(dynamic, 1, alice.fingerprint(), container.ghid()), "0006");
        assertRefused(alice.frame(dynamic, 1, binding.ghid(), container.ghid()), "0006");
    }

    @Test
    void a_frame_may_target_a_dynamic_address() throws IOException {
        Frame frame = publishDynamic("x");
        Ghid dynamic = new Ghid(Bytes.ofHex("66".repeat(64)));
        assertThat(client.publish(alice.frame(dynamic, 1, frame.dynamic(), frame.target())).summary())
                .isEqualTo("AK 01");
    }

    @Test
    void what_belongs_to_somebody_else_is_0007() throws IOException {
        StaticBinding binding = alice.bind(publishStatic("x").ghid());
        assertRefused(bob.debind(binding.ghid()), "0007");
        Frame frame = publishDynamic("y");
        assertRefused(bob.nextFrame(frame, bob.container("z")), "0007");
        assertRefused(bob.debind(frame.dynamic()), "0007");
        Request request = alice.requestFor(bob.identity());
        client.publish(request);
        assertRefused(alice.debind(request.ghid()), "0007");
    }

    @Test
    void a_frame_that_is_not_newer_is_0009() throws IOException {
        Frame first = publishDynamic("x");
        Container container = alice.container("y");
        client.publish(alice.nextFrame(first, container));
        assertRefused(first, "0009");
        assertRefused(alice.nextFrame(first, alice.container("z")), "0009");
    }

    @Test
    void an_unknown_request_is_000e_and_so_is_an_announcement_by_a_client() throws IOException {
        assertThat(client.request("ZZ", Bytes.EMPTY).summary()).isEqualTo("NK 000e");
        assertThat(
                client.request("!!", Bytes.concat(alice.fingerprint().bytes(), alice.identity().encoded())).summary())
                .isEqualTo("NK 000e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GT", "+S", "-S", "?B", "?D", "?E"})
    void a_malformed_address_is_fffe(String code) throws IOException {
        String digest = "ab".repeat(64);
        for (String body : new String[]{"", "00", "01" + digest + "00", "00" + digest, "07" + digest}) {
            assertThat(client.request(code, Bytes.ofHex(body)).summary()).isEqualTo("NK fffe");
        }
    }
}
