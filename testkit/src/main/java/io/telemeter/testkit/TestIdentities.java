package io.telemeter.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.PrivateKeys;

/// Identities that are at once there and always the same, in both suites.
///
/// Those of suite 1 are read from a file, as new ones take seconds; those of suite 3 are made from a seed. Their private
/// keys are public, so they are for tests only.
public final class TestIdentities {
    /// How many identities of suite 1 there are.
    public static final int SUITE_1_COUNT = 4;

    private TestIdentities() {}

    /// Identity `number` of `suite`, with salts and encapsulations that differ in every run.
    ///
    /// @param number 0 to 3 in suite 1, at least 0 in suite 3
    public static PrivateIdentity of(CipherSuite suite, int number) {
        return of(suite, number, new SecureRandom());
    }

    /// Identity `number` of `suite`, with salts and encapsulations from `random`.
    ///
    /// @param number 0 to 3 in suite 1, at least 0 in suite 3
    public static PrivateIdentity of(CipherSuite suite, int number, SecureRandom random) {
        try {
            return switch (suite) {
                case SUITE_1 -> suite1(Objects.checkIndex(number, SUITE_1_COUNT), random);
                case SUITE_3 -> suite3(number, random);
            };
        } catch (MalformedObjectException broken) {
            throw new IllegalStateException("The test identities are broken.", broken);
        }
    }

    private static PrivateIdentity suite1(int number, SecureRandom random) throws MalformedObjectException {
        Identity identity = (Identity) GolixCodec.decode(Stored.bytes("identity", number));
        PrivateKeys keys = new PrivateKeys(Stored.bytes("signature", number), Stored.bytes("encryption", number),
                Stored.bytes("exchange", number));
        return PrivateIdentity.restore(identity, keys, random);
    }

    private static PrivateIdentity suite3(int number, SecureRandom random) throws MalformedObjectException {
        try (PrivateIdentity generated = PrivateIdentity.generate(CipherSuite.SUITE_3, new SeededRandom(number))) {
            return PrivateIdentity.restore(generated.identity(), generated.export(), random);
        }
    }

    /// Read when an identity of suite 1 is first wanted.
    private static final class Stored {
        private static final Properties PROPERTIES = load();

        private static Properties load() {
            try (InputStream stream = Objects
                    .requireNonNull(TestIdentities.class.getResourceAsStream("suite1-identities.properties"))) {
                Properties properties = new Properties();
                properties.load(stream);
                return properties;
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        static Bytes bytes(String field, int number) {
            String key = field + "." + number;
            return Bytes.owning(Base64.getDecoder().decode(Objects.requireNonNull(PROPERTIES.getProperty(key), key)));
        }
    }
}
