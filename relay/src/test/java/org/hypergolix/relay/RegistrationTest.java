package org.hypergolix.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawRelayClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.wire.relay.Registration;
import org.hypergolix.wire.relay.RelayCodec;
import org.hypergolix.wire.relay.RelayRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// `+R`, as a relay answers it that is open to all.
@ParameterizedClass
@EnumSource(CipherSuite.class)
class RegistrationTest {
    private static final String RELAY = "wss://relay.example.org:443/";

    private final TestObjects alice;
    private final TestObjects bob;
    private final RunningRelay relay = new RunningRelay();
    private final RawRelayClient client = relay.connect();

    RegistrationTest(CipherSuite suite) throws IOException {
        alice = new TestObjects(suite, 0);
        bob = new TestObjects(suite, 1);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    private static Bytes challenge(RawRelayClient client) throws IOException {
        RawRelayClient.Answer answer = client.request("+R", Bytes.EMPTY);
        assertThat(answer.code()).isEqualTo("AK");
        assertThat(answer.body().size()).isEqualTo(Registration.CHALLENGE_LENGTH);
        return answer.body();
    }

    private RawRelayClient.Answer register(GolixObject identity, TestObjects signer, Bytes challenge, String address)
            throws IOException {
        Bytes signature = signer.author().signStatement(
                Registration.PURPOSE, Registration.statement(challenge, identity.ghid(), address));
        return client.request("+R",
                RelayCodec.encode(new RelayRequest.Register(identity.encoded(), RELAY, signature), 0).body());
    }

    @Test
    void an_account_that_proves_itself_hears_that_everybody_may_come() throws IOException {
        RawRelayClient.Answer answer = register(alice.identity(), alice, challenge(client), RELAY);

        assertThat(answer.code()).isEqualTo("AK");
        assertThat(answer.body().at(0)).isZero();
        assertThat(new String(answer.body().slice(1).toArray(), StandardCharsets.UTF_8)).contains("open to all");
        assertThat(client.request("?E", alice.fingerprint()).summary()).as("nothing is written down")
                .isEqualTo("AK 00");
    }

    @Test
    void a_proof_of_somebody_else_for_another_relay_or_of_another_connection_is_none() throws IOException {
        Bytes challenge = challenge(client);
        assertThat(register(alice.identity(), bob, challenge, RELAY).summary()).isEqualTo("NK 0002");
        assertThat(register(alice.identity(), alice, challenge, "ws://elsewhere/").summary()).isEqualTo("NK 0002");
        Bytes others = challenge(relay.connect());
        assertThat(others).isNotEqualTo(challenge);
        assertThat(register(alice.identity(), alice, others, RELAY).summary()).isEqualTo("NK 0002");
    }

    @Test
    void what_is_no_identity_or_no_registration_is_refused() throws IOException {
        Bytes challenge = challenge(client);
        assertThat(register(alice.bind(bob.fingerprint()), alice, challenge, RELAY).summary()).isEqualTo("NK 0003");
        assertThat(client.request("+R", Bytes.ofHex("0003010203000000")).summary()).isEqualTo("NK 0001");
        assertThat(client.request("+R", Bytes.ofHex("ff")).summary()).isEqualTo("NK fffe");
    }

    @Test
    void what_no_relay_knows_is_refused_as_before() throws IOException {
        assertThat(client.request("+Q", Bytes.EMPTY).summary()).isEqualTo("NK 000e");
        assertThat(client.request("-R", Bytes.EMPTY).summary()).isEqualTo("NK 000e");
    }
}
