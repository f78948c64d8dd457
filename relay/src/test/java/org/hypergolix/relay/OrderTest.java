package org.hypergolix.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawRelayClient;
import io.telemeter.testkit.relay.RawSocketClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.limit.RelayLimits.Memory;
import org.hypergolix.relay.limit.RelayLimits.Requests;
import org.hypergolix.store.StoreException;
import org.junit.jupiter.api.Test;

/// Many requests at a time: their order, and who waits for whom.
class OrderTest {

    private final TestObjects alice = new TestObjects(CipherSuite.SUITE_3, 0);

    private static void publish(RawRelayClient client, GolixObject object) throws IOException {
        assertThat(client.publish(object).summary()).isEqualTo("AK 01");
    }

    @Test
    void pipelined_requests_are_answered_in_their_order_and_see_what_came_before_them() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawRelayClient client = relay.connect()) {
            List<String> expected = new ArrayList<>();
            client.send("?E", alice.fingerprint().bytes());
            expected.add("AK 00");
            client.send("PB", alice.identity().encoded());
            expected.add("AK 01");
            Frame last = null;
            for (int round = 0; round < 50; round++) {
                Container container = alice.container("round");
                Frame frame = last == null ? alice.firstFrame(container) : alice.nextFrame(last, container);
                client.send("PB", container.encoded());
                expected.add("NK 0004");
                client.send("PB", frame.encoded());
                expected.add("AK 01");
                client.send("PB", container.encoded());
                expected.add("AK 01");
                client.send("?E", container.ghid().bytes());
                expected.add("AK 01");
                client.send("GT", frame.dynamic().bytes());
                expected.add("AK " + frame.encoded().hex());
                client.send("??", Bytes.EMPTY);
                expected.add("AK 01");
                client.send("ZZ", Bytes.EMPTY);
                expected.add("NK 000e");
                last = frame;
            }
            for (int index = 0; index < expected.size(); index++) {
                RawRelayClient.Answer answer = client.nextAnswer();
                assertThat(answer.token()).isEqualTo(index + 1);
                assertThat(answer.summary()).as("request %d", index + 1).isEqualTo(expected.get(index));
            }
        }
    }

    @Test
    void the_same_token_may_be_used_again_before_it_is_answered() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawRelayClient client = relay.connect()) {
            client.sendMessage("??", 7, Bytes.EMPTY);
            client.sendMessage("?E", 7, alice.fingerprint().bytes());
            assertThat(client.nextAnswer().summary()).isEqualTo("AK 01");
            assertThat(client.nextAnswer().summary()).isEqualTo("AK 00");
        }
    }

    @Test
    void an_answer_comes_after_the_object_is_committed_and_not_before() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FaultyStore store = new FaultyStore(() -> awaitUninterruptibly(release));
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults(), store);
                RawRelayClient a = relay.connect();
                RawRelayClient b = relay.connect()) {
            a.send("PB", alice.identity().encoded());
            a.send("??", Bytes.EMPTY);
            // The commit is held up: others are served meanwhile, and see nothing of it.
            assertThat(b.request("?E", alice.fingerprint()).summary()).isEqualTo("AK 00");
            release.countDown();
            assertThat(a.nextAnswer().summary()).isEqualTo("AK 01");
            assertThat(b.request("?E", alice.fingerprint()).summary()).isEqualTo("AK 01");
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Bytes publishing(int token, Bytes object) {
        return RawSocketClient.frame(true, RawSocketClient.BINARY, RawRelayClient.message("PB", token, object));
    }

    @Test
    void a_frame_and_its_container_that_come_together_are_one_commit() throws IOException {
        AtomicInteger commits = new AtomicInteger();
        FaultyStore store = new FaultyStore(commits::incrementAndGet);
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults(), store);
                RawRelayClient client = relay.connect()) {
            publish(client, alice.identity());
            Frame last = null;
            for (int round = 0; round < 20; round++) {
                Container container = alice.container("round " + round);
                Frame frame = last == null ? alice.firstFrame(container) : alice.nextFrame(last, container);
                last = frame;
                int before = commits.get();

                client.socket().sendRaw(
                        Bytes.concat(publishing(1, frame.encoded()), publishing(2, container.encoded())));

                assertThat(client.nextAnswer().summary()).isEqualTo("AK 01");
                assertThat(client.nextAnswer().summary()).isEqualTo("AK 01");
                assertThat(commits.get() - before).isEqualTo(1);
            }
        }
    }

    @Test
    void a_frame_is_stored_whatever_comes_behind_it() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawRelayClient client = relay.connect()) {
            publish(client, alice.identity());
            Frame frame = alice.firstFrame(alice.container("first"));
            for (Bytes next : List.of(Bytes.EMPTY, Bytes.ofHex("47454f43"), alice.container("unbound").encoded())) {
                client.socket().sendRaw(Bytes.concat(publishing(1, frame.encoded()), publishing(2, next)));

                assertThat(client.nextAnswer().summary()).isEqualTo("AK 01");
                assertThat(client.nextAnswer().summary()).startsWith("NK 00");
                frame = alice.nextFrame(frame, alice.container("next"));
            }
        }
    }

    @Test
    void a_full_disk_is_0010_and_nothing_is_stored() throws IOException {
        AtomicBoolean full = new AtomicBoolean(true);
        FaultyStore store = new FaultyStore(() -> {
            if (full.get()) {
                throw new StoreException(StoreException.Reason.FULL, "no space left on device");
            }
        });
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults(), store);
                RawRelayClient client = relay.connect()) {
            assertThat(client.publish(alice.identity()).summary()).isEqualTo("NK 0010");
            assertThat(client.request("?E", alice.fingerprint()).summary()).isEqualTo("AK 00");
            full.set(false);
            publish(client, alice.identity());
        }
    }

    @Test
    void a_failing_disk_is_ffff_and_the_connection_stays() throws IOException {
        FaultyStore store = new FaultyStore(() -> {
            throw new StoreException(StoreException.Reason.FAILED, "a failure of this test, told in the log");
        });
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults(), store);
                RawRelayClient client = relay.connect()) {
            RawRelayClient.Answer answer = client.publish(alice.identity());
            assertThat(answer.summary()).isEqualTo("NK ffff");
            assertThat(new String(answer.body().toArray(), StandardCharsets.UTF_8))
                    .doesNotContain("failure of this test");
            assertThat(client.request("??", Bytes.EMPTY).summary()).isEqualTo("AK 01");
        }
    }

    @Test
    void a_failure_of_any_kind_is_ffff_and_the_connection_stays() throws IOException {
        FaultyStore store = new FaultyStore(() -> {}, _ -> {
            throw new AssertionError("a failure of this test, told in the log");
        });
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults(), store);
                RawRelayClient client = relay.connect()) {
            assertThat(client.request("GT", alice.fingerprint()).summary()).isEqualTo("NK ffff");
            assertThat(client.request("??", Bytes.EMPTY).summary()).isEqualTo("AK 01");
        }
    }

    @Test
    void requests_that_do_not_fit_wait_and_none_is_lost() throws Exception {
        RelayLimits tight = RelayLimits.defaults()
                .withRequests(new Requests(4, 1 << 20, 4, 100))
                .withMemory(new Memory(32 << 20, 32 << 20, 4, 100_000, 1 << 20));
        int count = 20_000;
        try (RunningRelay relay = new RunningRelay(tight); RawRelayClient client = relay.connect()) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int index = 0; index < count; index++) {
                        client.send(index % 5 == 0 ? "?E" : "??", alice.fingerprint().bytes());
                    }
                } catch (IOException closed) {
                    throw new IllegalStateException(closed);
                }
            });
            for (int index = 0; index < count; index++) {
                RawRelayClient.Answer answer = client.nextAnswer();
                assertThat(answer.token()).isEqualTo((index + 1) & 0xFFFF);
                assertThat(answer.summary()).isEqualTo(index % 5 == 0 ? "AK 00" : "AK 01");
            }
            sender.join();
        }
    }

    @Test
    void a_client_that_asks_for_much_and_does_not_read_costs_the_relay_little() throws Exception {
        Memory little = new Memory(32 << 20, 8 << 20, 100, 8 << 20, 1 << 20);
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults().withMemory(little));
                RawRelayClient a = relay.connect();
                RawSocketClient greedySocket = RawSocketClient.connect(relay.address(), 4_096)) {
            publish(a, alice.identity());
            Container large = alice.container(2_000_000);
            publish(a, alice.bind(large.ghid()));
            publish(a, large);
            RawRelayClient greedy = RawRelayClient.over(greedySocket);
            int count = 500;
            for (int index = 0; index < count; index++) {
                greedy.send("GT", large.ghid().bytes());
            }
            // 1 GB was asked for; the relay reads on when the client does, and others are served meanwhile.
            assertThat(a.request("GT", large.ghid()).body()).isEqualTo(large.encoded());
            for (int index = 0; index < count / 50; index++) {
                assertThat(greedy.nextAnswer().body()).isEqualTo(large.encoded());
            }
        }
    }

    @Test
    void many_clients_may_ask_for_large_objects_at_once() throws Exception {
        Memory little = new Memory(32 << 20, 3 << 20, 100, 8 << 20, 1 << 20);
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults().withMemory(little));
                RawRelayClient a = relay.connect()) {
            publish(a, alice.identity());
            Container large = alice.container(2_000_000);
            publish(a, alice.bind(large.ghid()));
            publish(a, large);
            List<RawRelayClient> readers = new ArrayList<>();
            for (int index = 0; index < 8; index++) {
                RawRelayClient reader = relay.connect();
                reader.send("GT", large.ghid().bytes());
                readers.add(reader);
            }
            for (RawRelayClient reader : readers) {
                assertThat(reader.nextAnswer().body()).isEqualTo(large.encoded());
            }
        }
    }

    @Test
    void a_stopping_relay_answers_what_it_has_begun() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        FaultyStore store = new FaultyStore(() -> {
            held.countDown();
            awaitUninterruptibly(release);
        });
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults(), store);
                RawRelayClient client = relay.connect()) {
            client.send("PB", alice.identity().encoded());
            held.await();
            Thread stopper = Thread.ofPlatform().start(relay.server()::close);
            release.countDown();
            assertThat(client.nextAnswer().summary()).isEqualTo("AK 01");
            assertThat(client.socket().readUntilClosed()).isEqualTo(1001);
            stopper.join();
        }
    }
}
