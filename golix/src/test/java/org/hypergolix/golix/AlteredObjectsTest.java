package org.hypergolix.golix;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.UnopenableException;
import org.hypergolix.golix.identity.Verifier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// One object of every kind in both suites, altered in every single bit and cut off at every byte.
class AlteredObjectsTest {
    private static final List<String> KINDS = List.of("author", "container", "static binding", "first frame",
            "next frame", "debinding", "offer");

    private static Stream<DynamicTest> each(Consumer<GolixObject> test) {
        return Stream.of(CipherSuite.values()).flatMap(suite -> KINDS.stream().map(name -> DynamicTest
                .dynamicTest(suite + " " + name, () -> test.accept(Golden.of(suite).object(name)))));
    }

    @TestFactory
    Stream<DynamicTest> refuses_every_flipped_bit() {
        return each(original -> {
            // The key is prepared once, as for a request each bit of the code costs a decryption.
            PrivateIdentity recipient = Golden.of(original.suite()).recipient(new SecureRandom());
            for (int bit = 0; bit < original.encoded().size() * Byte.SIZE; bit += step(original, bit)) {
                byte[] altered = original.encoded().toArray();
                altered[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
                assertThat(isAccepted(Bytes.owning(altered), recipient)).as("bit %d", bit).isFalse();
            }
            assertThat(isAccepted(original.encoded(), recipient)).as("unaltered").isTrue();
        });
    }

    /// Each bit; but of the code of a suite-1 request one in each byte, unless `-Dlong.tests=true`, as each costs a private
    /// RSA operation.
    private static int step(GolixObject object, int bit) {
        boolean slow = object instanceof Request && object.suite() == CipherSuite.SUITE_1
                && bit >= (object.encoded().size() - 64) * Byte.SIZE && !Boolean.getBoolean("long.tests");
        return slow ? Byte.SIZE + 1 : 1;
    }

    /// By a relay and, for a request, by its recipient.
    private static boolean isAccepted(Bytes encoded, PrivateIdentity recipient) {
        GolixObject object;
        try {
            object = GolixCodec.decode(encoded);
        } catch (MalformedObjectException _) {
            return false;
        }
        return switch (object) {
            case Identity _ -> true;
            case Request request -> opens(request, recipient);
            case AuthoredObject authored -> Golden.find(authored.author())
                    .flatMap(author -> Verifier.verify(authored, author)).isPresent();
        };
    }

    private static boolean opens(Request request, PrivateIdentity recipient) {
        try {
            recipient.open(request, Golden::find);
            return true;
        } catch (UnopenableException _) {
            return false;
        }
    }

    @TestFactory
    Stream<DynamicTest> refuses_every_beginning() {
        return each(original -> {
            for (int length = 0; length < original.encoded().size(); length++) {
                assertThat(isMalformed(original.encoded().slice(0, length))).as("%d bytes", length).isTrue();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> refuses_bytes_after_the_end() {
        return each(original -> {
            for (int more : new int[]{1, 2, 64, 65, 512, 1000}) {
                Bytes longer = Bytes.concat(original.encoded(), Bytes.owning(new byte[more]));
                assertThat(isMalformed(longer)).as("%d more bytes", more).isTrue();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> refuses_bytes_before_the_beginning() {
        return each(original -> assertThat(
                isMalformed(Bytes.concat(Bytes.owning(new byte[1]), original.encoded()))).isTrue());
    }

    private static boolean isMalformed(Bytes encoded) {
        try {
            GolixCodec.decode(encoded);
            return false;
        } catch (MalformedObjectException _) {
            return true;
        }
    }
}
