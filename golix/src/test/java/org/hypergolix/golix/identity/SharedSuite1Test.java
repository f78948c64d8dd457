package org.hypergolix.golix.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.SCrypt;
import org.hypergolix.golix.Answers;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.SharedVectors;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.RequestContent.ShareAccepted;
import org.hypergolix.golix.identity.RequestContent.ShareDeclined;
import org.hypergolix.golix.identity.RequestContent.ShareOffer;
import org.hypergolix.golix.suite.PrivateKeySet;
import org.hypergolix.golix.suite.RequestSession;
import org.hypergolix.golix.suite.Suite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Suite 1 against objects and secrets that the 2017 original made.
class SharedSuite1Test {

    /// The same object laid out anew from the fields that were read.
    private static Bytes encodedAgain(GolixObject object) {
        return switch (object) {
            case Identity identity -> Draft.identity(identity.suite(), identity.signatureKey(),
                    identity.encryptionKey(), identity.exchangeKey()).complete(Bytes.EMPTY).encoded();
            case Container container -> Draft
                    .container(container.suite(), container.author(), container.sealedContent())
                    .complete(container.signature()).encoded();
            case StaticBinding binding -> Draft.staticBinding(binding.suite(), binding.author(), binding.target())
                    .complete(binding.signature()).encoded();
            case Frame frame when frame.counter() == 0 -> Draft
                    .firstFrame(frame.suite(), frame.author(), frame.target()).complete(frame.signature()).encoded();
            case Frame frame -> Draft
                    .nextFrame(frame.suite(), frame.author(), frame.dynamic(), frame.counter(), frame.targets())
                    .complete(frame.signature()).encoded();
            case Debinding debinding -> Draft
                    .debinding(debinding.suite(), debinding.author(), debinding.target())
                    .complete(debinding.signature()).encoded();
            case Request request -> Draft.request(request.suite(), request.recipient(), request.sealed())
                    .complete(request.mac()).encoded();
        };
    }

    private static Secret secret(Answers answers) throws MalformedObjectException {
        return Secret.decode(answers.hex("hex"));
    }

    @Nested
    class Objects_of_the_reference {
        private final Answers identities = SharedVectors.json("reference/identities.json");
        private final List<Answers> objects = SharedVectors.json("reference/golix_objects.json").objects("objects")
                .stream().filter(object -> object.has("hex")).toList();
        private final Map<Ghid, String> names = new HashMap<>();

        Objects_of_the_reference() {
            for (String name : List.of("alice", "bob", "carol")) {
                names.put(identities.object(name).ghid("ghid"), name);
            }
        }

        private PrivateIdentity privateIdentity(String name) throws MalformedObjectException {
            Answers stored = identities.object(name);
            return PrivateIdentity.restore((Identity) GolixCodec.decode(stored.hex("gidc")),
                    new PrivateKeys(stored.hex("signature_private_pkcs8_der"),
                            stored.hex("encryption_private_pkcs8_der"), stored.hex("exchange_private_raw32")),
                    new SecureRandom());
        }

        private Identity identity(String name) {
            try {
                return (Identity) GolixCodec.decode(identities.object(name).hex("gidc"));
            } catch (MalformedObjectException malformed) {
                throw new AssertionError(name, malformed);
            }
        }

        private Optional<Identity> find(Ghid fingerprint) {
            return Optional.ofNullable(names.get(fingerprint)).map(this::identity);
        }

        @TestFactory
        Stream<DynamicTest> keys_are_restored_and_exported_byte_for_byte() {
            return Stream.of("alice", "bob", "carol").map(name -> DynamicTest.dynamicTest(name, () -> {
                Answers stored = identities.object(name);
                PrivateIdentity restored = privateIdentity(name);
                assertThat(restored.fingerprint()).isEqualTo(stored.ghid("ghid"));
                assertThat(restored.fingerprint().text()).isEqualTo(stored.text("ghid_b64"));
                assertThat(restored.export().signature()).isEqualTo(stored.hex("signature_private_pkcs8_der"));
                assertThat(restored.export().encryption()).isEqualTo(stored.hex("encryption_private_pkcs8_der"));
                assertThat(restored.export().exchange()).isEqualTo(stored.hex("exchange_private_raw32"));
            }));
        }

        @TestFactory
        Stream<DynamicTest> are_read_verified_opened_and_written_again() {
            assertThat(objects).hasSize(41);
            return objects.stream().map(answers -> DynamicTest.dynamicTest(answers.text("name"), () -> {
                GolixObject object = GolixCodec.decode(answers.hex("hex"));
                assertThat(object.encoded().size()).isEqualTo(answers.number("length"));
                assertThat(object.kind().magic()).isEqualTo(answers.text("type"));
                assertThat(object.ghid()).isEqualTo(answers.ghid("ghid"));
                assertThat(encodedAgain(object)).isEqualTo(object.encoded());
                check(object, answers);
            }));
        }

        private void check(GolixObject object, Answers answers) throws Exception {
            Answers parsed = answers.object("parse");
            switch (object) {
                case Identity identity -> {
                    assertThat(identity.signatureKey()).isEqualTo(parsed.hex("signature_key"));
                    assertThat(identity.encryptionKey()).isEqualTo(parsed.hex("encryption_key"));
                    assertThat(identity.exchangeKey()).isEqualTo(parsed.hex("exchange_key"));
                }
                case Container container -> {
                    assertThat(container.sealedContent()).isEqualTo(parsed.hex("payload"));
                    Bytes plaintext = Contents.open(verified(container, answers), secret(answers.object("secret")));
                    assertThat(plaintext).isEqualTo(answers.hex("plaintext"));
                    Container sealedAgain = privateIdentity(answers.text("author"))
                            .seal(plaintext, secret(answers.object("secret"))).object();
                    assertThat(sealedAgain.ghid()).isEqualTo(container.ghid());
                }
                case StaticBinding binding -> {
                    assertThat(verified(binding, answers).object().target()).isEqualTo(parsed.ghid("target"));
                }
                case Debinding debinding -> {
                    assertThat(verified(debinding, answers).object().target()).isEqualTo(parsed.ghid("target"));
                }
                case Frame frame -> {
                    assertThat(verified(frame, answers).object().target()).isEqualTo(parsed.ghid("target"));
                    assertThat(frame.dynamic()).isEqualTo(answers.ghid("dynamic_ghid"));
                    assertThat(frame.counter()).isEqualTo(parsed.number("counter"));
                    assertThat(frame.targets()).extracting(target -> target.bytes().hex())
                            .containsExactlyElementsOf(parsed.texts("target_vector"));
                }
                case Request request -> {
                    OpenedRequest opened = privateIdentity(answers.text("recipient_name"))
                            .open(request, this::find);
                    assertThat(opened.author()).isEqualTo(identity(answers.text("author")));
                    assertThat(opened.content()).isEqualTo(content(answers));
                }
            }
        }

        private <T extends AuthoredObject> Verified<T> verified(T object, Answers answers) {
            assertThat(object.author()).isEqualTo(identity(answers.text("author")).ghid());
            assertThat(object.signature()).isEqualTo(answers.object("parse").hex("signature"));
            return Verifier.verify(object, identity(answers.text("author"))).orElseThrow();
        }

        private static RequestContent content(Answers answers) throws MalformedObjectException {
            Ghid target = answers.ghid("target");
            return switch (answers.text("kind")) {
                case "HS" -> new ShareOffer(target, secret(answers.object("secret")), 0);
                case "AK" -> new ShareAccepted(target, (int) answers.number("status"));
                case "NK" -> new ShareDeclined(target, (int) answers.number("status"));
                default -> throw new AssertionError(answers.text("kind"));
            };
        }
    }

    @Nested
    class Secrets_of_the_reference {
        private final Answers secrets = SharedVectors.json("reference/secrets.json");

        @Test
        void are_read_and_written() throws MalformedObjectException {
            Answers expected = secrets.object("secret_serialization");
            Secret secret = secret(expected);
            assertThat(secret).isEqualTo(
                    Secret.of(CipherSuite.SUITE_1, Bytes.concat(expected.hex("key"), expected.hex("seed"))));
            assertThat(secret.encode()).isEqualTo(expected.hex("hex"));
        }

        @Test
        void follow_each_other() throws MalformedObjectException {
            List<Answers> steps = secrets.objects("ratchet");
            assertThat(steps).isNotEmpty();
            for (Answers step : steps) {
                assertThat(secret(step.object("old_secret")).ratchet(step.ghid("info_dynamic_ghid"),
                        step.ghid("salt_previous_container_ghid"))).isEqualTo(secret(step.object("new_secret")));
            }
        }

        @Test
        void come_from_passwords() throws MalformedObjectException {
            List<Answers> passwords = secrets.objects("password");
            assertThat(passwords).isNotEmpty();
            for (Answers password : passwords) {
                byte[] derived = SCrypt.generate(password.text("password").getBytes(StandardCharsets.UTF_8),
                        password.hex("salt_fingerprint").toArray(), (int) password.number("N"),
                        (int) password.number("r"), (int) password.number("p"), (int) password.number("dklen"));
                assertThat(Secret.of(CipherSuite.SUITE_1, Bytes.owning(derived)))
                        .isEqualTo(secret(password.object("secret")));
            }
        }
    }

    @Nested
    class Cache_of_2016 {
        private final Answers index = SharedVectors.json("hgx_save_a.json");
        private final Map<Ghid, Identity> identities = new HashMap<>();

        Cache_of_2016() throws Exception {
            for (Path file : SharedVectors.files("hgx_save_a")) {
                Bytes encoded = Bytes.owning(Files.readAllBytes(file));
                if (encoded.slice(0, 4).equals(Bytes.ofHex("47494443"))) {
                    Identity identity = (Identity) GolixCodec.decode(encoded);
                    identities.put(identity.ghid(), identity);
                }
            }
        }

        @TestFactory
        Stream<DynamicTest> is_read_but_for_its_outdated_frames() {
            List<Path> files = SharedVectors.files("hgx_save_a");
            assertThat(files).hasSize(36);
            assertThat(identities).hasSize(2);
            return files.stream().map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> {
                Bytes encoded = Bytes.owning(Files.readAllBytes(file));
                String name = String.valueOf(file.getFileName());
                Answers expected = index.objects("objects").stream()
                        .filter(candidate -> candidate.text("file").equals(name)).findFirst().orElseThrow();
                if (expected.text("type").equals("GOBD")) {
                    assertThat(expected.number("version")).isEqualTo(15);
                    assertThatExceptionOfType(MalformedObjectException.class)
                            .isThrownBy(() -> GolixCodec.decode(encoded)).withMessageContaining("version");
                    return;
                }
                GolixObject object = GolixCodec.decode(encoded);
                assertThat(object.kind().magic()).isEqualTo(expected.text("type"));
                assertThat(object.ghid().text() + ".ghid").isEqualTo(name);
                assertThat(encodedAgain(object)).isEqualTo(encoded);
                if (object instanceof AuthoredObject authored) {
                    Identity author = Objects.requireNonNull(identities.get(authored.author()));
                    assertThat(Verifier.verify(authored, author)).isPresent();
                }
            }));
        }

        @Test
        void opens_with_the_secrets_of_its_owner() throws Exception {
            Answers account = index.object("account_a");
            List<Answers> known = Stream.concat(account.objects("master_secret_objects").stream(),
                    account.objects("containers_opened_with_keystore").stream()).toList();
            assertThat(known).hasSizeGreaterThan(10);
            for (Answers answers : known) {
                String container = answers.text("container");
                Bytes key = answers.hex(answers.has("key_hex") ? "key_hex" : "container_key_hex");
                Bytes seed = answers.hex(answers.has("seed_hex") ? "seed_hex" : "container_seed_hex");
                Bytes plaintext = Contents.open(verified(container),
                        Secret.of(CipherSuite.SUITE_1, Bytes.concat(key, seed)));
                assertThat(plaintext.size()).isEqualTo(answers.number("plaintext_length"));
                if (answers.has("plaintext_hex")) {
                    assertThat(plaintext).isEqualTo(answers.hex("plaintext_hex"));
                }
            }
        }

        private Verified<Container> verified(String container) throws Exception {
            Path file = SharedVectors.files("hgx_save_a").stream()
                    .filter(candidate -> candidate.endsWith(container + ".ghid")).findFirst().orElseThrow();
            Container object = (Container) GolixCodec.decode(Bytes.owning(Files.readAllBytes(file)));
            return Verifier.verify(object, Objects.requireNonNull(identities.get(object.author()))).orElseThrow();
        }

        private PrivateKeys ownersKeys() throws Exception {
            Answers stored = index.object("account_a").objects("master_secret_objects").stream()
                    .filter(object -> object.text("name").equals("identity")).findFirst().orElseThrow();
            Bytes plaintext = Contents.open(verified(stored.text("container")), Secret.of(CipherSuite.SUITE_1,
                    Bytes.concat(stored.hex("container_key_hex"), stored.hex("container_seed_hex"))));
            Answers fields = stored.object("fields");
            return new PrivateKeys(field(plaintext, fields.object("signature")),
                    field(plaintext, fields.object("encryption")), field(plaintext, fields.object("exchange")));
        }

        private Identity owner() {
            return Objects.requireNonNull(
                    identities.get(Ghid.parse(index.object("account_a").text("fingerprint"))));
        }

        @Test
        void holds_its_owners_keys() throws Exception {
            PrivateKeys keys = ownersKeys();
            try (PrivateIdentity restored = PrivateIdentity.restore(owner(), keys, new SecureRandom())) {
                assertThat(restored.export()).isEqualTo(keys);
                assertThat(Verifier.verify(restored.bind(owner().ghid()).object(), owner())).isPresent();
            }
        }

        /// The recipient's private keys are not there, but in suite 1 the author can compute the code too.
        @Test
        void holds_requests_with_its_owners_authentication_code() throws Exception {
            int checked = 0;
            for (Path file : SharedVectors.files("hgx_save_a")) {
                Bytes encoded = Bytes.owning(Files.readAllBytes(file));
                if (!encoded.slice(0, 4).equals(Bytes.ofHex("47415251"))) {
                    continue;
                }
                Request request = (Request) GolixCodec.decode(encoded);
                Identity recipient = Objects.requireNonNull(identities.get(request.recipient()));
                PrivateKeys keys = ownersKeys();
                Suite suite = Suite.of(CipherSuite.SUITE_1);
                try (PrivateKeySet owner = suite.restoreKeys(keys.signature(), keys.encryption(), keys.exchange());
                        RequestSession any = suite.sealRequest(recipient, Bytes.EMPTY, new SecureRandom())) {
                    byte[] shared = owner.agree(recipient.exchangeKey()).orElseThrow();
                    assertThat(any.mac(encoded.slice(0, encoded.size() - 64), shared, owner(), recipient))
                            .isEqualTo(request.mac());
                }
                checked++;
            }
            assertThat(checked).isEqualTo(2);
        }

        private static Bytes field(Bytes plaintext, Answers range) {
            return plaintext.slice((int) range.number("offset"), (int) range.number("length"));
        }
    }
}
