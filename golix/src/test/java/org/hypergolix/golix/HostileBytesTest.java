package org.hypergolix.golix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.PrivateKeys;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.UnopenableException;
import org.hypergolix.golix.identity.Verifier;
import org.junit.jupiter.api.Test;

/// Bytes of any kind are taken or refused with the one exception there is; nothing else ever comes out.
class HostileBytesTest {
    private static final int CASES = 30_000;

    /// Names the seed of a case that ended otherwise.
    private static void forSeeds(int cases, long base, SeededCase test) {
        for (long seed = base; seed < base + cases; seed++) {
            try {
                test.run(new Random(seed));
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        }
    }

    @FunctionalInterface
    private interface SeededCase {
        void run(Random random) throws Exception;
    }

    private static <T> T any(Random random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static Bytes randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.owning(bytes);
    }

    /// Whether it was taken.
    private static boolean decode(Bytes encoded) {
        try {
            GolixObject object = GolixCodec.decode(encoded);
            assertThat(object.encoded()).isEqualTo(encoded);
            return true;
        } catch (MalformedObjectException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
            return false;
        }
    }

    @Test
    void random_bytes_are_refused() {
        forSeeds(CASES, 1_000_000,
                random -> assertThat(decode(randomBytes(random, random.nextInt(3000)))).isFalse());
    }

    @Test
    void a_good_header_before_random_bytes_is_refused() {
        forSeeds(CASES, 2_000_000, random -> {
            ObjectKind kind = any(random, ObjectKind.values());
            CipherSuite suite = any(random, CipherSuite.values());
            assertThat(decode(Bytes.concat(kind.header(suite), randomBytes(random, random.nextInt(3000))))).isFalse();
        });
    }

    /// Pieces cut out, doubled, swapped between objects, lengths overwritten. The codec does not judge signatures: what
    /// is still an object has the content of the one it was, to the last byte before the signature.
    @Test
    void objects_with_mutilated_content_are_refused() {
        AtomicInteger refused = new AtomicInteger();
        forSeeds(CASES, 3_000_000, random -> {
            Bytes encoded = randomObject(random).encoded();
            byte[] altered = encoded.toArray();
            switch (random.nextInt(5)) {
                case 0 -> altered[random.nextInt(altered.length)] = (byte) random.nextInt();
                case 1 -> ByteBuffer.wrap(altered).putLong(74, random.nextLong());
                case 2 -> ByteBuffer.wrap(altered).putShort(82, (short) random.nextInt());
                case 3 -> randomObject(random).encoded().slice(0, Math.min(200, altered.length)).copyTo(altered, 0);
                default -> altered = Bytes.concat(encoded.slice(0, random.nextInt(encoded.size())),
                        encoded.slice(random.nextInt(encoded.size()))).toArray();
            }
            Bytes result = Bytes.owning(altered);
            if (decode(result)) {
                GolixObject whole = GolixCodec.decode(result);
                GolixObject before = golden(whole.ghid());
                int content = before.encoded().size() - signatureLength(before);
                assertThat(result.size()).isEqualTo(before.encoded().size());
                assertThat(result.slice(0, content)).isEqualTo(before.encoded().slice(0, content));
            } else {
                refused.incrementAndGet();
            }
        });
        assertThat(refused).hasValueGreaterThan(CASES / 2);
    }

    private static GolixObject golden(Ghid address) {
        return Stream.of(CipherSuite.values()).map(Golden::of)
                .flatMap(golden -> Golden.objectNames().stream().map(golden::object))
                .filter(object -> object.ghid().equals(address)).findFirst()
                .orElseThrow(() -> new AssertionError("an object of its own was taken: " + address));
    }

    /// What stands after the address of an object.
    private static int signatureLength(GolixObject object) {
        return switch (object) {
            case AuthoredObject authored -> authored.signature().size();
            case Request request -> request.mac().size();
            case Identity _ -> 0;
        };
    }

    private static GolixObject randomObject(Random random) {
        Golden golden = Golden.of(any(random, CipherSuite.values()));
        return golden.object(Golden.objectNames().get(random.nextInt(Golden.objectNames().size())));
    }

    /// Well-formed identities whose keys are noise: what is let through can be worked with.
    @Test
    void keys_of_noise_are_refused_or_harmless() {
        PrivateIdentity author = Golden.of(CipherSuite.SUITE_3).author(new SecureRandom());
        forSeeds(300, 4_000_000, random -> {
            CipherSuite suite = any(random, CipherSuite.values());
            Identity noise = Draft.identity(suite, noiseKey(random, suite.signatureKeyLength()),
                    noiseKey(random, suite.encryptionKeyLength()), noiseKey(random, 32)).complete(Bytes.EMPTY);
            Bytes signature = randomBytes(random, suite.signatureLength());
            Debinding debinding = Draft.debinding(suite, noise.ghid(), noise.ghid()).complete(signature);
            assertThat(Verifier.verify(debinding, noise)).isEmpty();
            boolean accepted = decode(noise.encoded());
            try {
                author.request(noise, Golden.of(CipherSuite.SUITE_3).content("accepted"));
            } catch (IllegalArgumentException unusable) {
                assertThat(accepted && !noise.exchangeKey().equals(Bytes.owning(new byte[32]))).isFalse();
            }
        });
    }

    /// Full of noise, or zeros with a little noise at the end.
    private static Bytes noiseKey(Random random, int length) {
        int noise = random.nextBoolean() ? length : random.nextInt(length);
        return Bytes.concat(Bytes.owning(new byte[length - noise]), randomBytes(random, noise));
    }

    @Test
    void requests_of_noise_do_not_open() {
        for (CipherSuite suite : CipherSuite.values()) {
            PrivateIdentity recipient = Golden.of(suite).recipient(new SecureRandom());
            forSeeds(100, 5_000_000, random -> {
                Request noise = Draft.request(suite, recipient.fingerprint(),
                        randomBytes(random, suite.sealedRequestLength())).complete(randomBytes(random, 64));
                try {
                    recipient.open(noise, Golden::find);
                    throw new AssertionError("opened");
                } catch (UnopenableException refused) {
                    assertThat(refused.reason()).isEqualTo(UnopenableException.Reason.DECRYPTION);
                }
            });
        }
    }

    @Test
    void secrets_of_noise_are_refused() {
        forSeeds(CASES, 6_000_000, random -> {
            Bytes head = random.nextBoolean() ? Bytes.ofHex("5348000203") : Bytes.ofHex("5348");
            Bytes encoded = Bytes.concat(head, randomBytes(random, random.nextInt(60)));
            try {
                assertThat(Secret.decode(encoded).encode()).isEqualTo(encoded);
            } catch (MalformedObjectException _) {
                // The expected end.
            }
        });
    }

    @Test
    void private_keys_of_noise_are_refused() {
        Function<CipherSuite, Identity> identity = suite -> (Identity) Golden.of(suite).object("author");
        forSeeds(1000, 7_000_000, random -> {
            CipherSuite suite = any(random, CipherSuite.values());
            PrivateKeys good = Golden.of(suite).author(new SecureRandom()).export();
            Bytes noise = randomBytes(random, suite == CipherSuite.SUITE_3 ? 32 : random.nextInt(100));
            byte[] damaged = good.signature().toArray();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Bytes signature = random.nextBoolean() ? noise : Bytes.owning(damaged);
            try {
                PrivateIdentity.restore(identity.apply(suite),
                        new PrivateKeys(signature, good.encryption(), good.exchange()), new SecureRandom());
                throw new AssertionError("restored");
            } catch (MalformedObjectException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }
}
