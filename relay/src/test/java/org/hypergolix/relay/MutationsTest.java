package org.hypergolix.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawRelayClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.memory.MemoryStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Damaged objects: each is answered as parser and rules say, and nothing of them is kept.
class MutationsTest {

    private static final int MUTATIONS = 600;

    private final ObjectStore store = new MemoryStore();

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void every_damaged_object_is_refused_as_the_rules_say_and_leaves_the_store_as_it_was(CipherSuite suite)
            throws IOException {
        Random random = new Random(20_260_101);
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults(), store);
                RawRelayClient client = relay.connect()) {
            List<GolixObject> published = publishOneOfEach(client, suite);
            ObjectStore.Usage before = store.usage();
            for (int round = 0; round < MUTATIONS; round++) {
                GolixObject original = published.get(random.nextInt(published.size()));
                Bytes mutated = mutate(original.encoded(), random);
                if (mutated.equals(original.encoded())) {
                    continue;
                }
                RawRelayClient.Answer answer = client.request("PB", mutated);
                assertThat(answer.summary())
                        .as("round %d, %s of %d bytes", round, original.kind(), mutated.size())
                        .isEqualTo(expected(mutated, published));
                assertThat(store.usage()).isEqualTo(before);
            }
            for (GolixObject object : published) {
                assertThat(client.request("GT", object.ghid()).body()).isEqualTo(object.encoded());
            }
        }
    }

    private static List<GolixObject> publishOneOfEach(RawRelayClient client, CipherSuite suite) throws IOException {
        TestObjects alice = new TestObjects(suite, 0);
        TestObjects bob = new TestObjects(suite, 1);
        Container bound = alice.container("static");
        StaticBinding binding = alice.bind(bound.ghid());
        Container current = alice.container("dynamic");
        Frame frame = alice.firstFrame(current);
        Request request = alice.requestFor(bob.identity());
        GolixObject debinding = bob.debind(new Ghid(Bytes.ofHex("44".repeat(64))));
        List<GolixObject> objects = new ArrayList<>(List.of(
                alice.identity(), bob.identity(), binding, bound, frame, current, request, debinding));
        for (GolixObject object : objects) {
            assertThat(client.publish(object).summary()).isEqualTo("AK 01");
        }
        return objects;
    }

    private static Bytes mutate(Bytes original, Random random) {
        byte[] bytes = original.toArray();
        return switch (random.nextInt(6)) {
            case 0 -> flip(bytes, random.nextInt(bytes.length), random);
            case 1 -> flip(bytes, random.nextInt(Math.min(bytes.length, 90)), random);
            case 2 -> flip(bytes, bytes.length - 1 - random.nextInt(64), random);
            case 3 -> Bytes.copyOf(bytes, 0, random.nextInt(bytes.length));
            case 4 -> Bytes.concat(original, Bytes.owning(new byte[1 + random.nextInt(100)]));
            default -> overwrite(bytes, random);
        };
    }

    private static Bytes flip(byte[] bytes, int index, Random random) {
        bytes[index] ^= (byte) (1 << random.nextInt(8));
        return Bytes.owning(bytes);
    }

    private static Bytes overwrite(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        for (int index = from; index < Math.min(bytes.length, from + 8); index++) {
            bytes[index] = (byte) random.nextInt();
        }
        return Bytes.owning(bytes);
    }

    /// What the rules say of `mutated`: malformed for the parser, or a well-formed object with the digest of another but
    /// a wrong signature or code of authenticity.
    private static String expected(Bytes mutated, List<GolixObject> published) {
        GolixObject object;
        try {
            object = GolixCodec.decode(mutated);
        } catch (MalformedObjectException _) {
            return "NK 0001";
        }
        return switch (object) {
            case AuthoredObject authored -> expected(authored, published);
            // Same address as the original, so it counts as known; the damaged code is the recipient's matter.
            case Request _ -> "AK 01";
            case Identity _ -> "an identity has no part outside its digest";
        };
    }

    private static String expected(AuthoredObject object, List<GolixObject> published) {
        for (GolixObject candidate : published) {
            if (candidate instanceof Identity identity && identity.ghid().equals(object.author())) {
                return Verifier.verify(object, identity).isPresent() ? "AK 01" : "NK 0002";
            }
        }
        return "NK 0003";
    }
}
