package io.telemeter.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.SeededRandom;
import io.telemeter.testkit.TestIdentities;
import io.telemeter.testkit.relay.RawRelayClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.Secret;

/// One client that publishes as fast as it can, several objects under way at a time, and remembers what the relay
/// acknowledged: updates of a few dynamic objects, static objects, and debindings of these.
///
/// For one thread at a time, but for [#count].
final class Storm {

    private static final int DYNAMIC_OBJECTS = 3;
    private static final int UNDER_WAY = 16;
    private static final int CONTENT_BYTES = 400;

    private final Random random;
    private final SeededRandom keys;
    private final PrivateIdentity author;
    private final Set<String> answers;
    private final Runnable acknowledged;
    private final List<Updated> updated = new ArrayList<>();
    private final List<Fixed> fixed = new ArrayList<>();
    private final Deque<UnderWay> underWay = new ArrayDeque<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /// An object on its way, and what to do when it is acknowledged.
    private record UnderWay(GolixObject object, Runnable acknowledged) {}

    /// A dynamic object: every frame that was sent, and which of its frames and containers were acknowledged.
    private static final class Updated {
        final List<Frame> frames = new ArrayList<>();
        final List<Container> containers = new ArrayList<>();
        int newestFrame = -1;
        int newestWhole = -1;
    }

    /// A static object.
    private static final class Fixed {
        final StaticBinding binding;
        final Container container;
        final Debinding debinding;
        boolean bound;
        boolean whole;
        boolean debindingSent;
        boolean debound;

        Fixed(StaticBinding binding, Container container, Debinding debinding) {
            this.binding = binding;
            this.container = container;
            this.debinding = debinding;
        }
    }

    /// @param answers what the relay may say to an object; else the storm fails
    /// @param acknowledged runs at each acknowledgement
    Storm(int number, long seed, Set<String> answers, Runnable acknowledged) {
        this.random = new Random(seed);
        this.keys = new SeededRandom(seed);
        this.author = TestIdentities.of(CipherSuite.SUITE_3, number, keys);
        this.answers = answers;
        this.acknowledged = acknowledged;
        for (int count = 0; count < DYNAMIC_OBJECTS; count++) {
            updated.add(new Updated());
        }
    }

    /// How often the relay said this so far.
    int count(String answer) {
        return counts.getOrDefault(answer, 0);
    }

    /// Publishes until the relay is gone, or the thread is interrupted.
    void rage(InetSocketAddress relay) {
        underWay.clear();
        try (RawRelayClient client = RawRelayClient.connect(relay)) {
            send(client, author.identity(), () -> {});
            while (!Thread.currentThread().isInterrupted()) {
                while (underWay.size() < UNDER_WAY) {
                    sendSomething(client);
                }
                hear(client);
            }
            while (!underWay.isEmpty()) {
                hear(client);
            }
        } catch (IOException _) {
            // Whether what was under way is stored, nobody knows.
        }
    }

    private void sendSomething(RawRelayClient client) throws IOException {
        int choice = random.nextInt(10);
        if (choice < 6) {
            sendUpdate(client, updated.get(random.nextInt(DYNAMIC_OBJECTS)));
        } else if (choice < 9 || fixed.isEmpty()) {
            sendFixed(client);
        } else {
            Fixed chosen = fixed.get(random.nextInt(fixed.size()));
            chosen.debindingSent = true;
            send(client, chosen.debinding, () -> chosen.debound = true);
        }
    }

    private void sendUpdate(RawRelayClient client, Updated object) throws IOException {
        Container container = container();
        int counter = object.frames.size();
        Frame frame = counter == 0 ? author.firstFrame(container.ghid()).object()
                : author.nextFrame(object.frames.getFirst().dynamic(), counter,
                        List.of(container.ghid(), object.frames.getLast().target())).object();
        object.frames.add(frame);
        object.containers.add(container);
        send(client, frame, () -> object.newestFrame = counter);
        send(client, container, () -> object.newestWhole = counter);
    }

    private void sendFixed(RawRelayClient client) throws IOException {
        Container container = container();
        StaticBinding binding = author.bind(container.ghid()).object();
        Fixed object = new Fixed(binding, container, author.debind(binding.ghid()).object());
        fixed.add(object);
        send(client, binding, () -> object.bound = true);
        send(client, container, () -> object.whole = true);
    }

    private Container container() {
        byte[] content = new byte[random.nextInt(CONTENT_BYTES)];
        random.nextBytes(content);
        return author.seal(Bytes.owning(content), Secret.random(CipherSuite.SUITE_3, keys)).object();
    }

    private void send(RawRelayClient client, GolixObject object, Runnable whenAcknowledged) throws IOException {
        underWay.add(new UnderWay(object, whenAcknowledged));
        client.send("PB", object.encoded());
    }

    private void hear(RawRelayClient client) throws IOException {
        String answer = client.nextAnswer().summary();
        UnderWay next = underWay.remove();
        assertThat(answers).as("the answer to a %s", next.object().kind()).contains(answer);
        counts.merge(answer, 1, Integer::sum);
        if (answer.equals("AK 01")) {
            next.acknowledged().run();
            acknowledged.run();
        }
    }

    /// Checks that everything that was acknowledged is there, as far as nothing that was sent later took it away.
    ///
    /// @param readable whether an object without its newest container must still have the one before
    void check(RawRelayClient client, boolean readable) throws IOException {
        for (Fixed object : fixed) {
            check(client, object);
        }
        for (Updated object : updated) {
            if (object.newestFrame >= 0) {
                check(client, object, readable);
            }
        }
    }

    private static void check(RawRelayClient client, Fixed object) throws IOException {
        if (object.debound) {
            assertThat(client.request("GT", object.debinding.ghid()).body()).isEqualTo(object.debinding.encoded());
            assertThat(client.request("GT", object.binding.ghid()).summary()).isEqualTo("NK 0008");
        } else if (!object.debindingSent) {
            if (object.bound) {
                assertThat(client.request("GT", object.binding.ghid()).body()).isEqualTo(object.binding.encoded());
            }
            if (object.whole) {
                assertThat(client.request("GT", object.container.ghid()).body())
                        .isEqualTo(object.container.encoded());
            }
        }
    }

    private static void check(RawRelayClient client, Updated object, boolean readable) throws IOException {
        Ghid address = object.frames.getFirst().dynamic();
        Bytes current = client.request("GT", address).body();
        int counter = -1;
        for (int candidate = object.newestFrame; candidate < object.frames.size(); candidate++) {
            if (object.frames.get(candidate).encoded().equals(current)) {
                counter = candidate;
            }
        }
        assertThat(counter).as("the stored frame is not older than the acknowledged one, %d", object.newestFrame)
                .isGreaterThanOrEqualTo(object.newestFrame);
        Container container = object.containers.get(counter);
        RawRelayClient.Answer stored = client.request("GT", container.ghid());
        if (counter == object.newestWhole) {
            assertThat(stored.body()).isEqualTo(container.encoded());
        } else if (readable && object.newestWhole >= 0 && stored.code().equals("NK")) {
            assertThat(readableBelow(client, object, counter)).isTrue();
        }
    }

    private static boolean readableBelow(RawRelayClient client, Updated object, int counter) throws IOException {
        for (int candidate = counter - 1; candidate >= object.newestWhole; candidate--) {
            if (client.request("GT", object.containers.get(candidate).ghid()).code().equals("AK")) {
                return true;
            }
        }
        return false;
    }
}
