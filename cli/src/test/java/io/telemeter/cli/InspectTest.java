package io.telemeter.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.telemeter.testkit.TestIdentities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InspectTest {
    private static final List<String> FIELDS = List.of("kind", "magic", "version", "suite", "size", "ghid", "digest_ok",
            "signature_ok", "author", "binder", "debinder", "recipient", "target", "targets", "counter", "dynamic_ghid",
            "sealed_size", "signature_size");
    private static final List<String> OF_EVERY_KIND =
            List.of("kind", "magic", "version", "suite", "size", "ghid", "digest_ok");

    @TempDir
    private Path directory;

    /// One object of each kind by one author.
    private static final class Works {
        final Identity author;
        final Identity stranger;
        final Container container;
        final StaticBinding binding;
        final Frame first;
        final Frame next;
        final Debinding debinding;
        final Request request;

        Works(CipherSuite suite) {
            PrivateIdentity keys = TestIdentities.of(suite, 0);
            author = keys.identity();
            stranger = TestIdentities.of(suite, 1).identity();
            container = keys.seal(Bytes.owning(new byte[100]), Secret.random(suite, new SecureRandom())).object();
            binding = keys.bind(container.ghid()).object();
            first = keys.firstFrame(container.ghid()).object();
            next = keys.nextFrame(first.dynamic(), 7, List.of(binding.ghid(), container.ghid())).object();
            debinding = keys.debind(binding.ghid()).object();
            request = keys.request(stranger, new RequestContent.ShareAccepted(container.ghid(), 0)).object();
        }
    }

    private Path file(GolixObject object) throws IOException {
        return file(object.encoded().toArray());
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "object", ".ghid"), bytes);
    }

    private static Terminal.Result inspect(String... arguments) {
        return Terminal.hypergolix(new byte[0],
                Stream.concat(Stream.of("inspect"), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private static JsonObject json(Terminal.Result result) throws JsonParserException {
        assertThat(result.output()).endsWith("}\n").hasLineCount(1);
        assertThat(result.errors()).isEmpty();
        return JsonParser.object().from(result.output());
    }

    /// What `--json` says of a sound object, what all kinds share checked already.
    private JsonObject fields(GolixObject object, Identity... identities) throws IOException, JsonParserException {
        List<String> arguments = new ArrayList<>(List.of("--json", file(object).toString()));
        for (Identity identity : identities) {
            arguments.addAll(List.of("--identity", file(identity).toString()));
        }
        Terminal.Result result = inspect(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).isZero();
        JsonObject fields = json(result);
        assertThat(fields.keySet()).containsExactlyElementsOf(FIELDS);
        assertThat(fields.get("suite")).isEqualTo(object.suite().id());
        assertThat(fields.get("size")).isEqualTo(object.encoded().size());
        assertThat(fields.get("ghid")).isEqualTo(object.ghid().text());
        assertThat(fields.get("digest_ok")).isEqualTo(true);
        return fields;
    }

    private static void assertKind(JsonObject fields, String kind, String magic, int version, String... ownFields) {
        assertThat(fields.get("kind")).isEqualTo(kind);
        assertThat(fields.get("magic")).isEqualTo(magic);
        assertThat(fields.get("version")).isEqualTo(version);
        for (String field : FIELDS) {
            assertThat(fields.get(field) != null).as(field)
                    .isEqualTo(OF_EVERY_KIND.contains(field) || Arrays.asList(ownFields).contains(field));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_identity_has_no_author_and_no_signature(CipherSuite suite) throws Exception {
        Works works = new Works(suite);
        assertKind(fields(works.author, works.author), "identity", "GIDC", 2);
    }

    @ParameterizedTest
    @EnumSource
    void a_container_has_an_author_and_a_sealed_content(CipherSuite suite) throws Exception {
        Works works = new Works(suite);
        JsonObject fields = fields(works.container, works.author);
        assertKind(fields, "container", "GEOC", 14, "author", "signature_ok", "sealed_size", "signature_size");
        assertThat(fields.get("author")).isEqualTo(works.author.ghid().text());
        assertThat(fields.get("sealed_size")).isEqualTo(works.container.sealedContent().size());
        assertThat(fields.get("signature_size")).isEqualTo(suite.signatureLength());
    }

    @ParameterizedTest
    @EnumSource
    void a_static_binding_has_a_binder_and_one_target(CipherSuite suite) throws Exception {
        Works works = new Works(suite);
        JsonObject fields = fields(works.binding, works.author);
        assertKind(fields, "static-binding", "GOBS", 6, "author", "binder", "signature_ok", "target", "targets",
                "signature_size");
        assertThat(fields.get("binder")).isEqualTo(works.author.ghid().text());
        assertThat(fields.get("target")).isEqualTo(works.container.ghid().text());
        assertThat(fields.getArray("targets")).containsExactly(works.container.ghid().text());
    }

    @ParameterizedTest
    @EnumSource
    void a_frame_has_a_binder_a_counter_a_dynamic_address_and_its_targets(CipherSuite suite) throws Exception {
        Works works = new Works(suite);
        JsonObject first = fields(works.first, works.author);
        assertKind(first, "frame", "GOBD", 16, "author", "binder", "signature_ok", "target", "targets", "counter",
                "dynamic_ghid", "signature_size");
        assertThat(first.get("counter")).isEqualTo(0);
        JsonObject next = fields(works.next, works.author);
        assertThat(next.get("counter")).isEqualTo(7);
        assertThat(next.get("dynamic_ghid")).isEqualTo(first.get("dynamic_ghid"));
        assertThat(next.get("binder")).isEqualTo(works.author.ghid().text());
        assertThat(next.get("target")).isEqualTo(works.binding.ghid().text());
        assertThat(next.getArray("targets")).containsExactly(works.binding.ghid().text(),
                works.container.ghid().text());
    }

    @Test
    void the_largest_counter_stays_a_number_without_a_sign() throws Exception {
        Works works = new Works(CipherSuite.SUITE_3);
        Frame frame = TestIdentities.of(CipherSuite.SUITE_3, 0)
                .nextFrame(works.first.dynamic(), -1L, List.of(works.binding.ghid(), works.container.ghid())).object();
        assertThat(inspect("--json", file(frame).toString()).output()).contains("\"counter\":18446744073709551615,");
    }

    @ParameterizedTest
    @EnumSource
    void a_debinding_has_a_debinder_and_one_target(CipherSuite suite) throws Exception {
        Works works = new Works(suite);
        JsonObject fields = fields(works.debinding, works.author);
        assertKind(fields, "debinding", "GDXX", 9, "author", "debinder", "signature_ok", "target", "targets",
                "signature_size");
        assertThat(fields.get("debinder")).isEqualTo(works.author.ghid().text());
        assertThat(fields.get("target")).isEqualTo(works.binding.ghid().text());
    }

    @ParameterizedTest
    @EnumSource
    void a_request_has_a_recipient_and_says_not_who_sent_it(CipherSuite suite) throws Exception {
        Works works = new Works(suite);
        JsonObject fields = fields(works.request, works.author, works.stranger);
        assertKind(fields, "request", "GARQ", 12, "recipient", "sealed_size");
        assertThat(fields.get("recipient")).isEqualTo(works.stranger.ghid().text());
    }

    @ParameterizedTest
    @EnumSource
    void a_signature_is_checked_with_the_authors_identity_among_those_given(CipherSuite suite) throws Exception {
        Works works = new Works(suite);
        for (GolixObject object : List.of(works.container, works.binding, works.first, works.next, works.debinding)) {
            assertThat(fields(object).get("signature_ok")).as("no identity").isNull();
            assertThat(fields(object, works.stranger).get("signature_ok")).as("another's identity").isNull();
            assertThat(fields(object, works.stranger, works.author).get("signature_ok")).isEqualTo(true);
            byte[] forged = object.encoded().toArray();
            forged[forged.length - 1] ^= 1;
            assertThat(json(inspect("--json", "--identity", file(works.author).toString(), file(forged).toString()))
                    .get("signature_ok")).as("a bit of the signature flipped").isEqualTo(false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_digest_is_told_apart_from_other_damage(CipherSuite suite) throws Exception {
        Works works = new Works(suite);
        for (GolixObject object : List.of(works.author, works.container, works.binding, works.first, works.next,
                works.debinding, works.request)) {
            byte[] damaged = object.encoded().toArray();
            // A byte of the first field's content, behind its address algorithm.
            damaged[20] ^= 1;
            Terminal.Result result = inspect("--json", file(damaged).toString());
            assertThat(result.exitCode()).isEqualTo(1);
            JsonObject fields = json(result);
            assertThat(fields.getString("error")).contains("does not match the content");
            assertThat(fields.get("digest_ok")).isEqualTo(false);
            assertThat(fields.get("kind")).isEqualTo(object.kind().label());
            assertThat(fields.get("version")).isEqualTo(object.kind().version());
            assertThat(fields.get("suite")).isEqualTo(suite.id());
            assertThat(fields.get("ghid")).isNull();
            assertThat(fields.keySet()).containsAll(FIELDS);
            assertOneLine(inspect(file(damaged).toString()), "does not match the content");
        }
    }

    private static void assertOneLine(Terminal.Result result, String reason) {
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).startsWith("hypergolix inspect: ").contains(reason).hasLineCount(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_truncated_or_longer_object_is_refused_wherever_it_is_cut(CipherSuite suite) throws Exception {
        byte[] whole = new Works(suite).next.encoded().toArray();
        for (int length : new int[]{0, 3, 8, 9, 50, 74, 81, 83, 150, 300, whole.length - 1, whole.length + 1}) {
            Path cut = file(Arrays.copyOf(whole, length));
            assertOneLine(inspect(cut.toString()), "");
            JsonObject fields = json(inspect("--json", cut.toString()));
            assertThat(fields).containsOnlyKeys("error");
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 88, first four bytes", "7, 15, version of this frame is 15", "8, 2, cipher suite is 2",
            "8, 0, cipher suite is 0", "9, 0, address algorithm of the binder is 0"})
    void a_malformed_object_is_refused_with_the_reason(int position, int value, String reason) throws Exception {
        byte[] bytes = new Works(CipherSuite.SUITE_1).first.encoded().toArray();
        bytes[position] = (byte) value;
        assertOneLine(inspect(file(bytes).toString()), reason);
        assertThat(json(inspect("--json", file(bytes).toString())).getString("error")).contains(reason);
    }

    @Test
    void text_is_no_object() throws Exception {
        assertOneLine(inspect(file("#!/bin/sh\n".getBytes(US_ASCII)).toString()), "This is no Golix object");
    }

    @Test
    void a_file_that_cannot_be_read_is_named() throws Exception {
        assertOneLine(inspect(directory.resolve("none").toString()), "there is no such file");
        assertOneLine(inspect(directory.toString()), "Cannot read " + directory);
        assertThat(json(inspect("--json", directory.resolve("none").toString())).getString("error"))
                .isEqualTo("Cannot read " + directory.resolve("none") + ": there is no such file.");
    }

    @Test
    void a_hyphen_reads_standard_input() throws Exception {
        Works works = new Works(CipherSuite.SUITE_3);
        Terminal.Result result =
                Terminal.hypergolix(works.binding.encoded().toArray(), "inspect", "--json", "-");
        assertThat(json(result).get("kind")).isEqualTo("static-binding");
        assertOneLine(Terminal.hypergolix(new byte[0], "inspect", "-"), "ends inside its magic");
    }

    @Test
    void people_get_a_line_for_each_field_that_applies() throws Exception {
        Works works = new Works(CipherSuite.SUITE_3);
        Terminal.Result result = inspect("--identity", file(works.author).toString(), file(works.next).toString());
        assertThat(result.exitCode()).isZero();
        assertThat(result.output().lines()).containsExactly(
                "kind            frame",
                "magic           GOBD",
                "version         16",
                "suite           3",
                "size            " + works.next.encoded().size(),
                "ghid            " + works.next.ghid().text(),
                "digest ok       true",
                "signature ok    true",
                "binder          " + works.author.ghid().text(),
                "targets         " + works.binding.ghid().text() + "  (newest)",
                "                " + works.container.ghid().text(),
                "counter         7",
                "dynamic ghid    " + works.first.dynamic().text(),
                "signature size  64");
        assertThat(inspect(file(works.container).toString()).output())
                .contains("signature ok    unknown (give the author's identity with --identity FILE)\n");
        assertThat(inspect(file(works.author).toString()).output()).doesNotContain("signature", "null", "author");
    }

    @Test
    void an_identity_option_that_names_no_identity_is_wrong_usage() throws Exception {
        Works works = new Works(CipherSuite.SUITE_3);
        Terminal.Result other = inspect("--identity", file(works.container).toString(), file(works.next).toString());
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.errors()).contains("holds another kind of object");
        Terminal.Result missing = inspect("--identity", "none", file(works.next).toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.errors()).contains("there is no such file");
        assertThat(inspect().exitCode()).isEqualTo(2);
        assertThat(inspect("--jsn", "-").exitCode()).isEqualTo(2);
    }

    /// The objects of 2016: all but the frames, whose version is an older one, are what their list says.
    @Test
    void every_shared_object_is_described_as_its_list_says() throws Exception {
        Path shared = sharedVectors();
        JsonObject list = JsonParser.object().from(Files.readString(shared.resolve("hgx_save_a.json")));
        List<JsonObject> objects = list.getArray("objects").stream().map(JsonObject.class::cast).toList();
        Path files = shared.resolve("hgx_save_a");
        String[] identities = objects.stream().filter(object -> object.getString("type").equals("GIDC"))
                .flatMap(object -> Stream.of("--identity", files.resolve(object.getString("file")).toString()))
                .toArray(String[]::new);
        assertThat(objects).hasSize(36);
        for (JsonObject expected : objects) {
            Terminal.Result result = inspect(Stream.concat(Arrays.stream(identities),
                    Stream.of("--json", files.resolve(expected.getString("file")).toString())).toArray(String[]::new));
            JsonObject fields = json(result);
            if (expected.getString("type").equals("GOBD")) {
                assertThat(result.exitCode()).isEqualTo(1);
                assertThat(fields.getString("error")).contains("version of this frame is 15");
                continue;
            }
            assertThat(result.exitCode()).isZero();
            assertThat(fields.get("magic")).isEqualTo(expected.get("type"));
            assertThat(fields.get("suite")).isEqualTo(expected.get("cipher_suite"));
            for (String field : List.of("version", "size", "ghid", "signature_ok")) {
                assertThat(fields.get(field)).as(field).isEqualTo(expected.get(field));
            }
            for (String field : List.of("recipient", "debinder", "binder", "target")) {
                assertThat(fields.get(field)).as(field).isEqualTo(expected.get(field));
            }
            if (expected.getString("type").equals("GEOC")) {
                assertThat(fields.get("author")).isEqualTo(expected.get("author"));
                assertThat(fields.get("sealed_size")).isEqualTo(expected.get("payload_length"));
            }
        }
    }

    private static Path sharedVectors() {
        String property = System.getProperty("shared.vectors", System.getenv("SHARED_VECTORS"));
        Path place = Path.of("").toAbsolutePath();
        while (property == null && place != null && !Files.exists(place.resolve("mvnw"))) {
            place = place.getParent();
        }
        Path shared = property != null
                ? Path.of(property)
                : place == null ? Path.of("none") : place.resolveSibling("shared").resolve("vectors");
        assumeTrue(Files.exists(shared), () -> "no shared vectors at " + shared);
        return shared;
    }
}
