package org.hypergolix.golix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hypergolix.golix.Golden.counting;

import java.security.SecureRandom;
import java.util.List;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.identity.Contents;
import org.hypergolix.golix.identity.OpenedRequest;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenTest {
    private static Identity author(Golden golden) {
        return (Identity) golden.object("author");
    }

    private static Identity recipient(Golden golden) {
        return (Identity) golden.object("recipient");
    }

    private static Ghid target(Golden golden) {
        return ((Frame) golden.object("first frame")).target();
    }

    @ParameterizedTest
    @EnumSource
    void every_signature_is_its_authors(CipherSuite suite) {
        Golden golden = Golden.of(suite);
        for (String name : List.of("container", "static binding", "first frame", "next frame", "debinding")) {
            AuthoredObject object = (AuthoredObject) golden.object(name);
            assertThat(Verifier.verify(object, author(golden)).map(Verified::object)).as(name).contains(object);
            assertThat(Verifier.verify(object, recipient(golden))).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_container_opens(CipherSuite suite) throws Exception {
        Golden golden = Golden.of(suite);
        Container container = (Container) golden.object("container");
        Verified<Container> verified = Verifier.verify(container, author(golden)).orElseThrow();
        assertThat(Contents.open(verified, golden.secret())).isEqualTo(golden.hex("content"));
    }

    @ParameterizedTest
    @CsvSource({"SUITE_1,offer,author,recipient", "SUITE_1,accepted,recipient,author",
            "SUITE_1,declined,recipient,author", "SUITE_3,offer,author,recipient", "SUITE_3,accepted,recipient,author",
            "SUITE_3,declined,recipient,author"})
    void every_request_opens(CipherSuite suite, String name, String author, String recipient) throws Exception {
        Golden golden = Golden.of(suite);
        PrivateIdentity reader = recipient.equals("author")
                ? golden.author(new SecureRandom())
                : golden.recipient(new SecureRandom());
        Request request = (Request) golden.object(name);
        assertThat(reader.open(request, Golden::find)).isEqualTo(
                new OpenedRequest(request.ghid(), (Identity) golden.object(author), golden.content(name)));
    }

    @ParameterizedTest
    @CsvSource({"SUITE_1,SUITE_3", "SUITE_3,SUITE_1"})
    void a_request_by_an_author_of_the_other_suite_opens(CipherSuite suite, CipherSuite other) throws Exception {
        Golden golden = Golden.of(suite);
        Request request = (Request) golden.object("offer by the other suite");
        assertThat(golden.recipient(new SecureRandom()).open(request, Golden::find)).isEqualTo(new OpenedRequest(
                request.ghid(), author(Golden.of(other)), golden.content("offer by the other suite")));
    }

    /// All that follows from keys and fields alone, byte for byte; in suite 1 signatures are salted.
    @ParameterizedTest
    @EnumSource
    void what_is_not_random_is_made_again_byte_for_byte(CipherSuite suite) {
        Golden golden = Golden.of(suite);
        Ghid author = author(golden).ghid();
        Container container = (Container) golden.object("container");
        Frame first = (Frame) golden.object("first frame");
        assertUnproven(golden, "author", Draft.identity(suite, author(golden).signatureKey(),
                author(golden).encryptionKey(), author(golden).exchangeKey()));
        assertUnproven(golden, "static binding", Draft.staticBinding(suite, author, container.ghid()));
        assertUnproven(golden, "first frame", Draft.firstFrame(suite, author, target(golden)));
        assertUnproven(golden, "next frame",
                Draft.nextFrame(suite, author, first.dynamic(), 1, List.of(container.ghid(), target(golden))));
        assertUnproven(golden, "debinding", Draft.debinding(suite, author, first.dynamic()));
    }

    private static void assertUnproven(Golden golden, String name, Draft<?> draft) {
        Bytes encoded = golden.object(name).encoded();
        assertThat(draft.ghid()).as(name).isEqualTo(golden.object(name).ghid());
        assertThat(draft.unproven()).as(name).isEqualTo(encoded.slice(0, draft.unproven().size()));
    }

    @Test
    void the_content_of_suite_1_is_encrypted_byte_for_byte() {
        Golden golden = Golden.of(CipherSuite.SUITE_1);
        Container container = golden.author(new SecureRandom()).seal(golden.hex("content"), golden.secret()).object();
        assertThat(container.sealedContent()).isEqualTo(((Container) golden.object("container")).sealedContent());
    }

    @Test
    void all_of_suite_3_is_made_again_byte_for_byte() {
        Golden golden = Golden.of(CipherSuite.SUITE_3);
        PrivateIdentity author = golden.author(new SecureRandom());
        Container container = golden.author(counting(0x40, 1)).seal(golden.hex("content"), golden.secret()).object();
        Frame first = author.firstFrame(target(golden)).object();
        assertThat(PrivateIdentity.generate(CipherSuite.SUITE_3, counting(0x10, 3)).identity())
                .isEqualTo(golden.object("author"));
        assertThat(PrivateIdentity.generate(CipherSuite.SUITE_3, counting(0x20, 3)).identity())
                .isEqualTo(golden.object("recipient"));
        assertThat(container).isEqualTo(golden.object("container"));
        assertThat(author.bind(container.ghid()).object()).isEqualTo(golden.object("static binding"));
        assertThat(first).isEqualTo(golden.object("first frame"));
        assertThat(author.nextFrame(first.dynamic(), 1, List.of(container.ghid(), target(golden))).object())
                .isEqualTo(golden.object("next frame"));
        assertThat(author.debind(first.dynamic()).object()).isEqualTo(golden.object("debinding"));
        assertThat(golden.author(counting(0x50, 2)).request(recipient(golden), golden.content("offer")).object())
                .isEqualTo(golden.object("offer"));
        assertThat(golden.recipient(counting(0x52, 2)).request(author(golden), golden.content("accepted")).object())
                .isEqualTo(golden.object("accepted"));
        assertThat(golden.recipient(counting(0x54, 2)).request(author(golden), golden.content("declined")).object())
                .isEqualTo(golden.object("declined"));
        assertThat(Golden.of(CipherSuite.SUITE_1).author(counting(0x56, 2))
                .request(recipient(golden), golden.content("offer by the other suite")).object())
                .isEqualTo(golden.object("offer by the other suite"));
    }

    @ParameterizedTest
    @CsvSource({"SUITE_1,1130,699,716,791,856,716,715", "SUITE_3,1386,547,268,343,408,268,1851"})
    void every_object_has_its_size(CipherSuite suite, int identity, int container, int binding, int first, int next,
            int debinding, int request) {
        Golden golden = Golden.of(suite);
        assertThat(golden.object("author").encoded().size()).isEqualTo(identity);
        assertThat(golden.object("container").encoded().size()).isEqualTo(container);
        assertThat(golden.object("static binding").encoded().size()).isEqualTo(binding);
        assertThat(golden.object("first frame").encoded().size()).isEqualTo(first);
        assertThat(golden.object("next frame").encoded().size()).isEqualTo(next);
        assertThat(golden.object("debinding").encoded().size()).isEqualTo(debinding);
        assertThat(golden.object("offer").encoded().size()).isEqualTo(request);
    }
}
