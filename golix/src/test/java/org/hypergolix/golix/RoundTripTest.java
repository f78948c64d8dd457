package org.hypergolix.golix;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.Contents;
import org.hypergolix.golix.identity.OpenedRequest;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.RequestContent.ShareAccepted;
import org.hypergolix.golix.identity.RequestContent.ShareDeclined;
import org.hypergolix.golix.identity.RequestContent.ShareOffer;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.junit.jupiter.api.Test;

/// Objects from a seeded generator: what was written is read back, field for field and byte for byte.
class RoundTripTest {
    private static <T> T any(Random random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static Ghid ghid(Random random) {
        return new Ghid(bytes(random, 64));
    }

    private static Bytes bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.owning(bytes);
    }

    private static List<Ghid> targets(Random random, int count) {
        List<Ghid> targets = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            targets.add(ghid(random));
        }
        return targets;
    }

    /// Any counter but 0, small ones more often.
    private static long counter(Random random) {
        long counter = random.nextLong() >>> random.nextInt(64);
        return counter == 0 ? 1 : counter;
    }

    /// Layouts alone, with proofs of noise: thousands of cases in both suites.
    @Test
    void layouts_are_read_back() {
        for (long seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            GolixObject written = unproven(random, any(random, CipherSuite.values()));
            assertThat(decode(written.encoded(), seed)).as("seed %d", seed).isEqualTo(written);
        }
    }

    private static GolixObject unproven(Random random, CipherSuite suite) {
        Bytes signature = bytes(random, suite.signatureLength());
        return switch (random.nextInt(6)) {
            case 0 -> Draft.container(suite, ghid(random), bytes(random, sealedLength(random, suite)))
                    .complete(signature);
            case 1 -> Draft.staticBinding(suite, ghid(random), ghid(random)).complete(signature);
            case 2 -> Draft.firstFrame(suite, ghid(random), ghid(random)).complete(signature);
            case 3 -> Draft.nextFrame(suite, ghid(random), ghid(random), counter(random),
                    targets(random, random.nextInt(100) == 0 ? 1008 : random.nextInt(2, 20))).complete(signature);
            case 4 -> Draft.debinding(suite, ghid(random), ghid(random)).complete(signature);
            default -> Draft.request(suite, ghid(random), bytes(random, suite.sealedRequestLength()))
                    .complete(bytes(random, suite.macLength()));
        };
    }

    private static int sealedLength(Random random, CipherSuite suite) {
        return switch (suite) {
            case SUITE_1 -> random.nextInt(3000);
            // Padded to 256 + 16 n, up to 512, is always right.
            case SUITE_3 -> 64 + 256 + 16 * random.nextInt(17) + 16;
        };
    }

    private static GolixObject decode(Bytes encoded, long seed) {
        try {
            return GolixCodec.decode(encoded);
        } catch (MalformedObjectException refused) {
            throw new AssertionError("seed " + seed, refused);
        }
    }

    @Test
    void objects_of_suite_3_are_read_verified_and_opened() throws Exception {
        everything(CipherSuite.SUITE_3, 3000);
    }

    @Test
    void objects_of_suite_1_are_read_verified_and_opened() throws Exception {
        everything(CipherSuite.SUITE_1, 40);
    }

    private static void everything(CipherSuite suite, int cases) throws Exception {
        PrivateIdentity author = Golden.of(suite).author(new SecureRandom());
        PrivateIdentity recipient = Golden.of(suite).recipient(new SecureRandom());
        for (long seed = 0; seed < cases; seed++) {
            Random random = new Random(seed);
            String name = suite + " seed " + seed;
            switch (random.nextInt(5)) {
                case 0 -> {
                    Secret secret = Secret.of(suite, bytes(random, suite == CipherSuite.SUITE_1 ? 48 : 32));
                    Bytes content = bytes(random, random.nextInt(1 << random.nextInt(1, 17)));
                    Container container = author.seal(content, secret).object();
                    Container read = (Container) decode(container.encoded(), seed);
                    assertThat(read).as(name).isEqualTo(container);
                    assertThat(Contents.open(verified(read, author), secret)).as(name).isEqualTo(content);
                }
                case 1 -> assertReadBack(name, author, author.bind(ghid(random)).object());
                case 2 -> assertReadBack(name, author, author.nextFrame(ghid(random), counter(random),
                        targets(random, random.nextInt(2, 10))).object());
                case 3 -> assertReadBack(name, author, author.debind(ghid(random)).object());
                default -> {
                    RequestContent content = content(random);
                    Request request = author.request(recipient.identity(), content).object();
                    Request read = (Request) decode(request.encoded(), seed);
                    assertThat(read).as(name).isEqualTo(request);
                    assertThat(recipient.open(read, _ -> Optional.of(author.identity()))).as(name)
                            .isEqualTo(new OpenedRequest(request.ghid(), author.identity(), content));
                }
            }
        }
    }

    private static RequestContent content(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new ShareOffer(ghid(random), Secret.of(CipherSuite.SUITE_1, bytes(random, 48)), 0);
            case 1 -> new ShareOffer(ghid(random), Secret.of(CipherSuite.SUITE_3, bytes(random, 32)),
                    random.nextLong());
            case 2 -> new ShareAccepted(ghid(random), random.nextInt());
            default -> new ShareDeclined(ghid(random), random.nextInt());
        };
    }

    private static <T extends AuthoredObject> Verified<T> verified(T object, PrivateIdentity author) {
        return Verifier.verify(object, author.identity()).orElseThrow();
    }

    private static void assertReadBack(String name, PrivateIdentity author, AuthoredObject written)
            throws MalformedObjectException {
        AuthoredObject read = (AuthoredObject) GolixCodec.decode(written.encoded());
        assertThat(read).as(name).isEqualTo(written);
        assertThat(Verifier.verify(read, author.identity())).as(name).isPresent();
    }
}
