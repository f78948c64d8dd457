package org.hypergolix.golix.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hypergolix.golix.Answers;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.FixedRandom;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.SharedVectors;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.RequestContent.ShareAccepted;
import org.hypergolix.golix.identity.RequestContent.ShareDeclined;
import org.hypergolix.golix.identity.RequestContent.ShareOffer;
import org.hypergolix.golix.identity.UnopenableException.Reason;
import org.hypergolix.golix.suite.Digests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Suite 3 against the known answers of an independent implementation.
class SharedSuite3Test {
    private final Answers golden = SharedVectors.json("suite3-golden.json");
    private final Map<Ghid, Identity> known = new HashMap<>();

    SharedSuite3Test() throws MalformedObjectException {
        for (String name : List.of("alice", "bob", "carol")) {
            Identity identity = (Identity) GolixCodec.decode(party(name).hex("gidc"));
            known.put(identity.ghid(), identity);
        }
    }

    private Answers party(String name) {
        return golden.object("identities").object(name);
    }

    private Identity identity(String name) {
        return Objects.requireNonNull(known.get(party(name).ghid("ghid")));
    }

    private PrivateIdentity privateIdentity(String name, SecureRandom random) throws MalformedObjectException {
        Answers party = party(name);
        if (party.number("suite") == 1) {
            Answers stored = SharedVectors.json("reference/identities.json").object(name);
            return PrivateIdentity.restore(identity(name),
                    new PrivateKeys(stored.hex("signature_private_pkcs8_der"),
                            stored.hex("encryption_private_pkcs8_der"), stored.hex("exchange_private_raw32")),
                    random);
        }
        return PrivateIdentity.restore(identity(name), new PrivateKeys(party.hex("ed25519_seed"),
                party.hex("xwing_seed"), party.hex("x25519_exchange_sk")), random);
    }

    private PrivateIdentity privateIdentity(String name) throws MalformedObjectException {
        return privateIdentity(name, new SecureRandom());
    }

    private static <T extends AuthoredObject> Verified<T> verified(T object, Identity author) {
        return Verifier.verify(object, author).orElseThrow(() -> new AssertionError("does not verify"));
    }

    @TestFactory
    Stream<DynamicTest> builds_the_identities() {
        return Stream.of("alice", "bob").map(name -> DynamicTest.dynamicTest(name, () -> {
            Answers party = party(name);
            Bytes signatureKey = Bytes.concat(party.hex("ed25519_pk"), party.hex("rotation_commitment"));
            Identity built = Draft.identity(CipherSuite.SUITE_3, signatureKey, party.hex("xwing_pk"),
                    party.hex("x25519_exchange_pk")).complete(Bytes.EMPTY);
            assertThat(built.encoded()).isEqualTo(party.hex("gidc"));
            assertThat(built.ghid()).isEqualTo(party.ghid("ghid"));
            assertThat(GolixCodec.decode(built.encoded())).isEqualTo(built);
            PrivateKeys keys = privateIdentity(name).export();
            assertThat(keys.signature()).isEqualTo(party.hex("ed25519_seed"));
            assertThat(keys.encryption()).isEqualTo(party.hex("xwing_seed"));
            assertThat(keys.exchange()).isEqualTo(party.hex("x25519_exchange_sk"));
            PrivateIdentity generated = PrivateIdentity.generate(CipherSuite.SUITE_3,
                    new FixedRandom(keys.signature(), keys.encryption(), keys.exchange()));
            assertThat(generated.identity().encryptionKey()).isEqualTo(built.encryptionKey());
        }));
    }

    private static Bytes content(int length) {
        byte[] content = new byte[length];
        for (int index = 0; index < length; index++) {
            content[index] = (byte) (7 * index + index / 256);
        }
        return Bytes.owning(content);
    }

    @TestFactory
    Stream<DynamicTest> builds_and_opens_the_containers() {
        return golden.objects("geoc").stream().map(expected -> DynamicTest
                .dynamicTest(expected.number("content_length") + " bytes", () -> {
                    Bytes content = content((int) expected.number("content_length"));
                    assertThat(Digests.sha512(content)).isEqualTo(expected.hex("content_sha512"));
                    Secret secret = Secret.of(CipherSuite.SUITE_3, expected.hex("key"));
                    PrivateIdentity author = privateIdentity(expected.text("author"),
                            new FixedRandom(expected.hex("salt")));
                    Container container = author.seal(content, secret).object();
                    assertThat(container.encoded()).isEqualTo(expected.hex("object"));
                    assertThat(container.ghid()).isEqualTo(expected.ghid("ghid"));
                    assertThat(container.encoded().size()).isEqualTo(expected.number("total"));
                    Container decoded = (Container) GolixCodec.decode(expected.hex("object"));
                    assertThat(decoded).isEqualTo(container);
                    assertThat(Contents.open(verified(decoded, author.identity()), secret)).isEqualTo(content);
                }));
    }

    @Test
    void pads_the_containers() throws MalformedObjectException {
        PrivateIdentity alice = privateIdentity("alice");
        Secret secret = Secret.random(CipherSuite.SUITE_3, new SecureRandom());
        for (Answers expected : golden.objects("padding")) {
            Bytes content = content((int) expected.number("content_length"));
            assertThat(alice.seal(content, secret).object().encoded().size()).isEqualTo(expected.number("geoc_total"));
        }
    }

    @Test
    void builds_the_bindings_and_the_debinding() throws Exception {
        PrivateIdentity alice = privateIdentity("alice");
        Answers binding = golden.object("gobs");
        Answers debinding = golden.object("gdxx");
        assertThat(alice.bind(binding.ghid("target")).object().encoded()).isEqualTo(binding.hex("object"));
        assertThat(alice.debind(debinding.ghid("target")).object().encoded()).isEqualTo(debinding.hex("object"));
        for (Answers object : List.of(binding, debinding)) {
            AuthoredObject decoded = (AuthoredObject) GolixCodec.decode(object.hex("object"));
            assertThat(decoded.ghid()).isEqualTo(object.ghid("ghid"));
            assertThat(verified(decoded, alice.identity()).object()).isEqualTo(decoded);
        }
    }

    @Test
    void builds_the_frames() throws Exception {
        PrivateIdentity alice = privateIdentity("alice");
        List<Answers> frames = golden.objects("gobd");
        for (Answers frame : frames) {
            List<Ghid> targets = frame.texts("targets").stream()
                    .map(target -> Ghid.fromBytes(Bytes.ofHex(target))).toList();
            long counter = frame.number("counter");
            Verified<?> built = counter == 0
                    ? alice.firstFrame(targets.getFirst())
                    : alice.nextFrame(frame.ghid("dynamic_ghid"), counter, targets);
            assertThat(built.object().encoded()).isEqualTo(frame.hex("object"));
            AuthoredObject decoded = (AuthoredObject) GolixCodec.decode(frame.hex("object"));
            assertThat(verified(decoded, alice.identity()).object()).isEqualTo(built.object());
        }
        assertThat(frames).hasSize(2);
    }

    @TestFactory
    Stream<DynamicTest> builds_and_opens_the_requests() {
        return golden.objects("garq").stream().map(expected -> DynamicTest.dynamicTest(expected.text("name"), () -> {
            FixedRandom random = new FixedRandom(expected.hex("mlkem_m"), expected.hex("x25519_ephemeral_sk"));
            PrivateIdentity author = privateIdentity(expected.text("author"), random);
            PrivateIdentity recipient = privateIdentity(expected.text("recipient"));
            RequestContent content = content(expected.text("payload_id"), expected.hex("payload"));
            Request request = author.request(recipient.identity(), content).object();
            assertThat(request.encoded()).isEqualTo(expected.hex("object"));
            assertThat(random.remaining()).isZero();
            Request decoded = (Request) GolixCodec.decode(expected.hex("object"));
            assertThat(recipient.open(decoded, this::find))
                    .isEqualTo(new OpenedRequest(expected.ghid("ghid"), author.identity(), content));
        }));
    }

    private Optional<Identity> find(Ghid fingerprint) {
        return Optional.ofNullable(known.get(fingerprint));
    }

    /// Read by hand, not by the code under test.
    private static RequestContent content(String id, Bytes payload) throws MalformedObjectException {
        Ghid subject = Ghid.fromBytes(payload.slice(0, 65));
        return switch (id) {
            case "H3" -> new ShareOffer(subject, Secret.decode(payload.slice(75)), payload.asByteBuffer().getLong(66));
            case "HS" -> new ShareOffer(subject, Secret.decode(payload.slice(66)), 0);
            case "AK" -> new ShareAccepted(subject, payload.asByteBuffer().getInt(65));
            case "NK" -> new ShareDeclined(subject, payload.asByteBuffer().getInt(65));
            default -> throw new AssertionError(id);
        };
    }

    @Test
    void opens_a_request_of_suite_1_by_an_author_of_suite_3() throws Exception {
        Answers expected = golden.object("garq_suite1_from_suite3_author");
        PrivateIdentity carol = privateIdentity("carol");
        Request request = (Request) GolixCodec.decode(expected.hex("object"));
        OpenedRequest opened = carol.open(request, this::find);
        assertThat(opened.author()).isEqualTo(identity("alice"));
        Bytes plaintext = expected.hex("plaintext");
        assertThat(opened.content()).isEqualTo(content("H3", plaintext.slice(69)));
        Request built = privateIdentity("alice", new FixedRandom(expected.hex("oaep_seed")))
                .request(carol.identity(), opened.content()).object();
        assertThat(built.encoded()).isEqualTo(request.encoded());
    }

    @TestFactory
    Stream<DynamicTest> refuses_the_negative_cases_for_their_reason() {
        return golden.objects("negative").stream().map(refused -> DynamicTest.dynamicTest(refused.text("name"),
                () -> assertThat(verdict(refused)).isEqualTo(refused.text("reason"))));
    }

    private String verdict(Answers refused) throws MalformedObjectException {
        if (refused.has("author_gidc")) {
            Identity stranger = (Identity) GolixCodec.decode(refused.hex("author_gidc"));
            known.put(stranger.ghid(), stranger);
        }
        GolixObject object;
        try {
            object = GolixCodec.decode(refused.hex("object"));
        } catch (MalformedObjectException _) {
            return "0001";
        }
        return switch (object) {
            case Identity _ -> "accepted";
            case Request request -> verdict(request);
            case AuthoredObject authored -> verdict(authored, refused);
        };
    }

    private String verdict(Request request) throws MalformedObjectException {
        Optional<Identity> addressed = find(request.recipient());
        if (addressed.flatMap(identity -> Verifier.accept(request, identity)).isEmpty()) {
            return "0003";
        }
        String name = Stream.of("alice", "bob", "carol").filter(candidate -> identity(candidate).ghid()
                .equals(request.recipient())).findFirst().orElseThrow();
        try {
            privateIdentity(name).open(request, this::find);
            return "accepted";
        } catch (UnopenableException unopenable) {
            return code(unopenable.reason());
        }
    }

    private String verdict(AuthoredObject object, Answers refused) {
        Optional<Identity> author = find(object.author()).filter(found -> found.suite() == object.suite());
        if (author.isEmpty()) {
            return "0003";
        }
        Optional<? extends Verified<?>> verified = Verifier.verify(object, author.get());
        if (verified.isEmpty()) {
            return "0002";
        }
        if (!(object instanceof Container container) || !refused.has("key")) {
            return "accepted";
        }
        try {
            Contents.open(verified(container, author.get()), Secret.of(CipherSuite.SUITE_3, refused.hex("key")));
            return "accepted";
        } catch (UnopenableException unopenable) {
            return code(unopenable.reason());
        }
    }

    private static String code(Reason reason) {
        return switch (reason) {
            case WRONG_KEY -> "WRONG_KEY";
            case COMMITMENT -> "COMMIT";
            case SEGMENT -> "SEGMENT";
            case PADDING -> "PADDING";
            case DECRYPTION -> "DECRYPT";
            case INNER_FORM -> "INNER";
            case AUTHOR_UNKNOWN -> "AUTHOR";
            case MAC -> "MAC";
        };
    }

    @TestFactory
    Stream<DynamicTest> accepts_the_edge_cases() {
        return golden.objects("accepted_edge_cases").stream().map(accepted -> DynamicTest.dynamicTest(
                accepted.text("name"), () -> {
                    AuthoredObject object = (AuthoredObject) GolixCodec.decode(accepted.hex("object"));
                    assertThat(Verifier.verify(object, find(object.author()).orElseThrow())).isPresent();
                }));
    }

    @Test
    void refuses_every_public_value_of_small_order() {
        Identity bob = identity("bob");
        Answers refused = golden.object("refused_public_values");
        for (String value : refused.texts("ed25519_small_order_canonical")) {
            Bytes key = Bytes.concat(Bytes.ofHex(value), bob.signatureKey().slice(32));
            assertRefused(Draft.identity(CipherSuite.SUITE_3, key, bob.encryptionKey(), bob.exchangeKey()));
        }
        for (String value : refused.texts("x25519_small_order_canonical")) {
            Bytes key = Bytes.ofHex(value);
            assertRefused(Draft.identity(CipherSuite.SUITE_3, bob.signatureKey(), bob.encryptionKey(), key));
            assertRefused(Draft.identity(CipherSuite.SUITE_3, bob.signatureKey(),
                    Bytes.concat(bob.encryptionKey().slice(0, 1184), key), bob.exchangeKey()));
        }
    }

    private static void assertRefused(Draft<Identity> identity) {
        assertThatExceptionOfType(MalformedObjectException.class)
                .isThrownBy(() -> GolixCodec.decode(identity.complete(Bytes.EMPTY).encoded()));
    }

    @Test
    void derives_the_keys_of_later_frames() {
        List<Answers> steps = golden.objects("ratchet");
        for (Answers step : steps) {
            Ghid dynamic = step.ghid("salt_dynamic_ghid");
            Secret key = Secret.of(CipherSuite.SUITE_3, step.hex("key"));
            Secret next = Secret.of(CipherSuite.SUITE_3, step.hex("next_key"));
            assertThat(key.ratchet(dynamic, step.number("next_frame"))).isEqualTo(next);
            assertThat(key.advance(dynamic, step.number("key_of_frame"), step.number("next_frame"))).isEqualTo(next);
        }
        Secret first = Secret.of(CipherSuite.SUITE_3, steps.get(0).hex("key"));
        Secret third = Secret.of(CipherSuite.SUITE_3, steps.get(2).hex("next_key"));
        assertThat(first.advance(steps.get(0).ghid("salt_dynamic_ghid"), 0, 3)).isEqualTo(third);
    }

    @Test
    void reads_and_writes_the_secrets() throws MalformedObjectException {
        for (Answers secret : golden.objects("secret")) {
            Secret decoded = Secret.decode(secret.hex("bytes"));
            assertThat(decoded.suite().id()).isEqualTo(secret.number("suite"));
            assertThat(decoded.encode()).isEqualTo(secret.hex("bytes"));
        }
    }
}
