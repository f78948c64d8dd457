package org.hypergolix.golix.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Golden;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.identity.RequestContent.ShareAccepted;
import org.hypergolix.golix.identity.RequestContent.ShareDeclined;
import org.hypergolix.golix.identity.RequestContent.ShareOffer;
import org.hypergolix.golix.identity.UnopenableException.Reason;
import org.hypergolix.golix.suite.PrivateKeySet;
import org.hypergolix.golix.suite.RequestSession;
import org.hypergolix.golix.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestTest {
    private static final Ghid TARGET = new Ghid(Bytes.ofHex("22".repeat(64)));
    private static final Secret SECRET_1 = Secret.of(CipherSuite.SUITE_1, Bytes.ofHex("01".repeat(48)));
    private static final Secret SECRET_3 = Secret.of(CipherSuite.SUITE_3, Bytes.ofHex("03".repeat(32)));

    static Stream<Arguments> everyPairAndContent() {
        List<RequestContent> contents =
                List.of(new ShareOffer(TARGET, SECRET_1, 0), new ShareOffer(TARGET, SECRET_3, 0),
                        new ShareOffer(TARGET, SECRET_3, Long.MAX_VALUE), new ShareOffer(TARGET, SECRET_3, -1),
                        new ShareAccepted(TARGET, 0), new ShareAccepted(TARGET, 7), new ShareDeclined(TARGET, -1));
        return Stream.of(CipherSuite.values()).flatMap(author -> Stream.of(CipherSuite.values()).flatMap(
                recipient -> contents.stream().map(content -> Arguments.of(author, recipient, content))));
    }

    private static PrivateIdentity author(CipherSuite suite) {
        return Golden.of(suite).author(new SecureRandom());
    }

    private static PrivateIdentity recipient(CipherSuite suite) {
        return Golden.of(suite).recipient(new SecureRandom());
    }

    private static Reason reason(PrivateIdentity reader, Request request) {
        try {
            reader.open(request, Golden::find);
        } catch (UnopenableException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
            return refused.reason();
        }
        throw new AssertionError("opened");
    }

    @ParameterizedTest
    @MethodSource("everyPairAndContent")
    void is_written_in_the_suite_of_its_recipient_and_read(CipherSuite authorSuite, CipherSuite recipientSuite,
            RequestContent content) throws UnopenableException {
        PrivateIdentity recipient = recipient(recipientSuite);
        Request request = author(authorSuite).request(recipient.identity(), content).object();
        assertThat(request.suite()).isEqualTo(recipientSuite);
        assertThat(recipient.open(request, Golden::find)).isEqualTo(new OpenedRequest(request.ghid(),
                (Identity) Golden.of(authorSuite).object("author"), content));
    }

    @ParameterizedTest
    @EnumSource
    void is_read_by_its_recipient_only(CipherSuite suite) {
        Request request = (Request) Golden.of(suite).object("offer");
        assertThat(reason(author(suite), request)).isEqualTo(Reason.WRONG_KEY);
        Request redirected = Draft.request(suite, author(suite).fingerprint(), request.sealed())
                .complete(request.mac());
        assertThat(reason(author(suite), redirected)).isEqualTo(Reason.DECRYPTION);
    }

    @ParameterizedTest
    @EnumSource
    void of_an_unknown_author_is_refused(CipherSuite suite) {
        Request request = (Request) Golden.of(suite).object("offer");
        Identity other = (Identity) Golden.of(suite).object("recipient");
        for (Optional<Identity> answer : List.of(Optional.<Identity>empty(), Optional.of(other))) {
            try {
                recipient(suite).open(request, _ -> answer);
                throw new AssertionError("opened");
            } catch (UnopenableException refused) {
                assertThat(refused.reason()).isEqualTo(Reason.AUTHOR_UNKNOWN);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_an_altered_code_is_refused(CipherSuite suite) {
        Request request = (Request) Golden.of(suite).object("offer");
        byte[] mac = request.mac().toArray();
        mac[63] ^= 1;
        Request altered = Draft.request(suite, request.recipient(), request.sealed()).complete(Bytes.owning(mac));
        assertThat(reason(recipient(suite), altered)).isEqualTo(Reason.MAC);
    }

    /// Whoever has the public keys can encrypt, but not authenticate, in the name of another.
    @ParameterizedTest
    @EnumSource
    void in_the_name_of_another_is_refused(CipherSuite suite) {
        Bytes inner = new InnerRequest(((Identity) Golden.of(suite).object("author")).ghid(),
                new ShareAccepted(TARGET, 0)).encode();
        PrivateIdentity forger = PrivateIdentity.generate(CipherSuite.SUITE_3, new SecureRandom());
        assertThat(reason(recipient(suite), sealed(suite, inner, forger.export()))).isEqualTo(Reason.MAC);
    }

    /// A request with this inner content and an authentication code that the holder of `keys` can make.
    private static Request sealed(CipherSuite suite, Bytes inner, PrivateKeys keys) {
        Identity recipient = recipient(suite).identity();
        Identity author = (Identity) Golden.of(suite).object("author");
        try (RequestSession session = Suite.of(suite).sealRequest(recipient, inner, new SecureRandom());
                PrivateKeySet restored = restored(keys)) {
            Draft<Request> draft = Draft.request(suite, recipient.ghid(), session.content());
            byte[] shared = restored.agree(recipient.exchangeKey()).orElseThrow();
            return draft.complete(session.mac(draft.unproven(), shared, author, recipient));
        }
    }

    private static PrivateKeySet restored(PrivateKeys keys) {
        CipherSuite suite = keys.signature().size() == 32 ? CipherSuite.SUITE_3 : CipherSuite.SUITE_1;
        try {
            return Suite.of(suite).restoreKeys(keys.signature(), keys.encryption(), keys.exchange());
        } catch (MalformedObjectException malformed) {
            throw new AssertionError(malformed);
        }
    }

    static Stream<Arguments> strangeContents() {
        String author = ((Identity) Golden.of(CipherSuite.SUITE_3).object("author")).ghid().bytes().hex();
        String target = TARGET.bytes().hex();
        String secret1 = SECRET_1.encode().hex();
        String secret3 = SECRET_3.encode().hex();
        String counter = "0000000000000001";
        return Stream
                .of(Arguments.of("nothing", ""), Arguments.of("half an author", author.substring(0, 60)),
                        Arguments.of("no payload", author), Arguments.of("no length", author + "414b"),
                        Arguments.of("author algorithm 0",
                                "00" + author.substring(2) + "414b0045" + target + "00000000"),
                        Arguments.of("acceptance without status", author + "414b0041" + target),
                        Arguments.of("acceptance with a long status", author + "414b0046" + target + "0000000000"),
                        Arguments.of("acceptance of algorithm 0",
                                author + "414b0045" + "00" + target.substring(2) + "00000000"),
                        Arguments.of("payload cut off", author + "414b7fff" + target + "00000000"),
                        Arguments.of("bytes after the payload", author + "414b0045" + target + "00000000" + "01"),
                        Arguments.of("id 0", author + "00000000"),
                        Arguments.of("unknown id", author + "58580045" + target + "00000000"),
                        Arguments.of("reserved id EK", author + "454b0045" + target + "00000000"),
                        Arguments.of("HS with a secret of suite 3",
                                author + "48530067" + target + "25" + secret3),
                        Arguments.of("HS with a secret of suite 3, filled up",
                                author + "48530077" + target + "35" + secret3 + "00".repeat(16)),
                        Arguments.of("HS with a wrong length of the secret",
                                author + "48530077" + target + "34" + secret1),
                        Arguments.of("H3 with a secret of suite 1",
                                author + "48330080" + target + "00" + counter + "35" + secret1),
                        Arguments.of("H3 with a short secret of suite 1",
                                author + "48330070" + target + "00" + counter + "25" + secret1.substring(0, 74)),
                        Arguments.of("H3 with flags", author + "48330070" + target + "01" + counter + "25" + secret3),
                        Arguments.of("H3 with a wrong length of the secret",
                                author + "48330070" + target + "00" + counter + "24" + secret3),
                        Arguments.of("H3 of algorithm 0",
                                author + "48330070" + "00" + target.substring(2) + "00" + counter + "25" + secret3))
                .flatMap(strange -> Stream.of(CipherSuite.values())
                        .map(suite -> Arguments.of(suite, strange.get()[0], strange.get()[1])));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("strangeContents")
    void of_a_strange_content_is_refused(CipherSuite suite, String name, String inner) {
        Request request = sealed(suite, Bytes.ofHex(inner), author(suite).export());
        assertThat(reason(recipient(suite), request)).as(name).isEqualTo(Reason.INNER_FORM);
    }

    /// In suite 1 the length of the encrypted content shows, so nothing may follow the payload; in suite 3 zeros must.
    @Test
    void zeros_after_the_payload_are_for_suite_3() throws UnopenableException {
        Bytes inner = Bytes.concat(new InnerRequest(author(CipherSuite.SUITE_1).fingerprint(),
                new ShareAccepted(TARGET, 0)).encode(), Bytes.owning(new byte[10]));
        assertThat(reason(recipient(CipherSuite.SUITE_1),
                sealed(CipherSuite.SUITE_1, inner, author(CipherSuite.SUITE_1).export())))
                .isEqualTo(Reason.INNER_FORM);
        Bytes sameInSuite3 = Bytes.concat(author(CipherSuite.SUITE_3).fingerprint().bytes(), inner.slice(65));
        assertThat(recipient(CipherSuite.SUITE_3)
                .open(sealed(CipherSuite.SUITE_3, sameInSuite3, author(CipherSuite.SUITE_3).export()), Golden::find)
                .content()).isEqualTo(new ShareAccepted(TARGET, 0));
    }

    /// Only an identity of suite 1 can carry such a key: its exchange key is not checked when it is read.
    @Test
    void an_exchange_key_of_small_order_is_refused_both_ways() {
        Identity good = (Identity) Golden.of(CipherSuite.SUITE_1).object("author");
        Identity crafted = Draft.identity(CipherSuite.SUITE_1, good.signatureKey(), good.encryptionKey(),
                Bytes.owning(new byte[32])).complete(Bytes.EMPTY);
        assertThatIllegalArgumentException().isThrownBy(
                () -> author(CipherSuite.SUITE_3).request(crafted, new ShareAccepted(TARGET, 0)));

        PrivateIdentity recipient = recipient(CipherSuite.SUITE_3);
        Bytes inner = new InnerRequest(crafted.ghid(), new ShareAccepted(TARGET, 0)).encode();
        try (RequestSession session = Suite.of(CipherSuite.SUITE_3).sealRequest(recipient.identity(), inner,
                new SecureRandom())) {
            Draft<Request> draft = Draft.request(CipherSuite.SUITE_3, recipient.fingerprint(), session.content());
            // What the sum with such a key would be, so that only the check can refuse it.
            Bytes mac = session.mac(draft.unproven(), new byte[32], crafted, recipient.identity());
            recipient.open(draft.complete(mac), _ -> Optional.of(crafted));
            throw new AssertionError("opened");
        } catch (UnopenableException refused) {
            assertThat(refused.reason()).isEqualTo(Reason.MAC);
        }
    }

    @Test
    void an_offer_of_suite_1_carries_no_counter() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ShareOffer(TARGET, SECRET_1, 1));
    }

    /// Nothing about a request shows in its size.
    @ParameterizedTest
    @EnumSource
    void all_requests_of_a_suite_have_one_size(CipherSuite suite) {
        PrivateIdentity author = author(CipherSuite.SUITE_3);
        Identity recipient = recipient(suite).identity();
        assertThat(List.of(new ShareOffer(TARGET, SECRET_1, 0), new ShareOffer(TARGET, SECRET_3, 5),
                new ShareAccepted(TARGET, 0), new ShareDeclined(TARGET, 0)))
                .extracting(content -> author.request(recipient, content).object().encoded().size())
                .containsOnly(suite == CipherSuite.SUITE_1 ? 715 : 1851);
    }
}
