package org.hypergolix.golix;

import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.PrivateKeys;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.RequestContent.ShareAccepted;
import org.hypergolix.golix.identity.RequestContent.ShareDeclined;
import org.hypergolix.golix.identity.RequestContent.ShareOffer;
import org.hypergolix.golix.identity.Secret;

/// Golden bytes: one object of every kind and suite, as it was made when the format was agreed on. A change of any of
/// these bytes is a change of the format.
///
/// Written by [#main] once the code agreed with the answers of an independent implementation. In suite 3 everything
/// follows from the seeds in the file and is the same whenever it is written; in suite 1 the RSA keys, and the salts of
/// signatures and encryptions, were random then.
public final class Golden {
    private static final Golden SUITE_1 = new Golden(CipherSuite.SUITE_1);
    private static final Golden SUITE_3 = new Golden(CipherSuite.SUITE_3);

    private final CipherSuite suite;
    private final Answers file;
    private final Map<String, GolixObject> objects = new ConcurrentHashMap<>();

    private Golden(CipherSuite suite) {
        this.suite = suite;
        String name = fileName(suite);
        try (InputStream stream = Objects.requireNonNull(Golden.class.getResourceAsStream("golden/" + name), name)) {
            file = Answers.parse(new String(stream.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static Golden of(CipherSuite suite) {
        return switch (suite) {
            case SUITE_1 -> SUITE_1;
            case SUITE_3 -> SUITE_3;
        };
    }

    private static String fileName(CipherSuite suite) {
        return "suite-" + suite.id() + ".json";
    }

    /// Bytes of this name in the file.
    public Bytes hex(String key) {
        return file.hex(key);
    }

    /// The object of this name in the file.
    public GolixObject object(String name) {
        return objects.computeIfAbsent(name, this::decode);
    }

    private GolixObject decode(String name) {
        try {
            return GolixCodec.decode(file.object("objects").hex(name));
        } catch (MalformedObjectException malformed) {
            throw new AssertionError(name, malformed);
        }
    }

    public static List<String> objectNames() {
        return List.of("author", "recipient", "container", "static binding", "first frame", "next frame", "debinding",
                "offer", "accepted", "declined", "offer by the other suite");
    }

    public PrivateIdentity author(SecureRandom random) {
        return party("author", random);
    }

    public PrivateIdentity recipient(SecureRandom random) {
        return party("recipient", random);
    }

    private PrivateIdentity party(String name, SecureRandom random) {
        Answers keys = file.object("private keys").object(name);
        try {
            return PrivateIdentity.restore((Identity) object(name),
                    new PrivateKeys(keys.hex("signature"), keys.hex("encryption"), keys.hex("exchange")), random);
        } catch (MalformedObjectException malformed) {
            throw new AssertionError(name, malformed);
        }
    }

    /// The identity with this fingerprint, of whichever suite.
    public static Optional<Identity> find(Ghid fingerprint) {
        return Stream.of(SUITE_1, SUITE_3)
                .flatMap(golden -> Stream.of(golden.object("author"), golden.object("recipient")))
                .map(Identity.class::cast).filter(identity -> identity.ghid().equals(fingerprint)).findFirst();
    }

    public Secret secret() {
        try {
            return Secret.decode(file.hex("secret"));
        } catch (MalformedObjectException malformed) {
            throw new AssertionError(malformed);
        }
    }

    public RequestContent content(String name) {
        Ghid target = ((Frame) object("next frame")).dynamic();
        return switch (name) {
            case "offer" -> new ShareOffer(target, secret(), suite == CipherSuite.SUITE_3 ? 1 : 0);
            case "offer by the other suite" -> {
                CipherSuite other = suite == CipherSuite.SUITE_3 ? CipherSuite.SUITE_1 : CipherSuite.SUITE_3;
                yield of(other).content("offer");
            }
            case "accepted" -> new ShareAccepted(object("offer").ghid(), 0);
            case "declined" -> new ShareDeclined(object("offer").ghid(), -2);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// Writes both files into the directory that is named.
    static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        Writing suite1 = new Writing(CipherSuite.SUITE_1,
                PrivateIdentity.generate(CipherSuite.SUITE_1, new SecureRandom()),
                PrivateIdentity.generate(CipherSuite.SUITE_1, new SecureRandom()));
        Writing suite3 = new Writing(CipherSuite.SUITE_3,
                PrivateIdentity.generate(CipherSuite.SUITE_3, counting(0x10, 3)),
                PrivateIdentity.generate(CipherSuite.SUITE_3, counting(0x20, 3)));
        suite1.write(directory, suite3);
        suite3.write(directory, suite1);
    }

    /// Blocks of 32 equal bytes: `first`, `first` + 1, and so on.
    public static FixedRandom counting(int first, int blocks) {
        byte[] bytes = new byte[32 * blocks];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) (first + index / 32);
        }
        return new FixedRandom(Bytes.owning(bytes));
    }

    /// One file in the making.
    private static final class Writing {
        private final CipherSuite suite;
        private final PrivateIdentity author;
        private final PrivateIdentity recipient;
        private final Secret secret;
        private final Map<String, Object> objects = new LinkedHashMap<>();
        private final Ghid dynamic;

        Writing(CipherSuite suite, PrivateIdentity author, PrivateIdentity recipient) {
            this.suite = suite;
            this.author = author;
            this.recipient = recipient;
            byte[] material = new byte[suite == CipherSuite.SUITE_1 ? 48 : 32];
            for (int index = 0; index < material.length; index++) {
                material[index] = (byte) index;
            }
            secret = Secret.of(suite, Bytes.owning(material));
            Ghid target = new Ghid(Bytes.ofHex("5a".repeat(64)));
            put("author", author.identity());
            put("recipient", recipient.identity());
            Container container = withRandom(author, 0x40, 1).seal(content(), secret).object();
            put("container", container);
            put("static binding", author.bind(container.ghid()).object());
            Frame first = author.firstFrame(target).object();
            dynamic = first.dynamic();
            put("first frame", first);
            put("next frame", author.nextFrame(dynamic, 1, List.of(container.ghid(), target)).object());
            put("debinding", author.debind(dynamic).object());
        }

        private PrivateIdentity withRandom(PrivateIdentity identity, int first, int blocks) {
            try {
                return PrivateIdentity.restore(identity.identity(), identity.export(),
                        suite == CipherSuite.SUITE_3 ? counting(first, blocks) : new SecureRandom());
            } catch (MalformedObjectException malformed) {
                throw new AssertionError(malformed);
            }
        }

        private ShareOffer offer() {
            return new ShareOffer(dynamic, secret, suite == CipherSuite.SUITE_3 ? 1 : 0);
        }

        void write(Path directory, Writing other) throws IOException {
            Request offer = withRandom(author, 0x50, 2).request(recipient.identity(), offer()).object();
            put("offer", offer);
            put("accepted", withRandom(recipient, 0x52, 2)
                    .request(author.identity(), new ShareAccepted(offer.ghid(), 0)).object());
            put("declined", withRandom(recipient, 0x54, 2)
                    .request(author.identity(), new ShareDeclined(offer.ghid(), -2)).object());
            put("offer by the other suite",
                    withRandom(other.author, 0x56, 2).request(recipient.identity(), other.offer()).object());
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("note", "Golden bytes of cipher suite " + suite.id() + ", all in hexadecimal digits; written by "
                    + "Golden.main of the golix tests, which says how. The private keys are public: for tests only.");
            Map<String, Object> privateKeys = new LinkedHashMap<>();
            privateKeys.put("author", keys(author));
            privateKeys.put("recipient", keys(recipient));
            file.put("private keys", privateKeys);
            file.put("secret", secret.encode().hex());
            file.put("content", content().hex());
            file.put("objects", objects);
            Files.writeString(directory.resolve(fileName(suite)),
                    JsonWriter.indent("  ").string().object(file).done() + "\n");
        }

        private static Map<String, Object> keys(PrivateIdentity identity) {
            PrivateKeys keys = identity.export();
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("signature", keys.signature().hex());
            map.put("encryption", keys.encryption().hex());
            map.put("exchange", keys.exchange().hex());
            return map;
        }

        private void put(String name, GolixObject object) {
            objects.put(name, object.encoded().hex());
        }

        private static Bytes content() {
            return Bytes.owning("What was sealed once must open for ever.".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
