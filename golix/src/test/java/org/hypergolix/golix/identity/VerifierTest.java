package org.hypergolix.golix.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Golden;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.codec.Draft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerifierTest {
    private static final Ghid TARGET = new Ghid(Bytes.ofHex("22".repeat(64)));

    private static CipherSuite other(CipherSuite suite) {
        return suite == CipherSuite.SUITE_1 ? CipherSuite.SUITE_3 : CipherSuite.SUITE_1;
    }

    @ParameterizedTest
    @EnumSource
    void takes_what_the_author_signed_and_nobody_elses_signature(CipherSuite suite) {
        PrivateIdentity author = Golden.of(suite).author(new SecureRandom());
        PrivateIdentity stranger = Golden.of(suite).recipient(new SecureRandom());
        Debinding debinding = author.debind(TARGET).object();
        assertThat(Verifier.verify(debinding, author.identity()).map(Verified::object)).contains(debinding);
        assertThat(Verifier.verify(debinding, stranger.identity())).isEmpty();
        Debinding forged = Draft.debinding(suite, author.fingerprint(), TARGET)
                .complete(stranger.debind(TARGET).object().signature());
        assertThat(Verifier.verify(forged, author.identity())).isEmpty();
    }

    /// A signature of one object is none of any other of the same author.
    @ParameterizedTest
    @EnumSource
    void takes_no_signature_of_another_object(CipherSuite suite) {
        PrivateIdentity author = Golden.of(suite).author(new SecureRandom());
        StaticBinding binding = author.bind(TARGET).object();
        Debinding moved = Draft.debinding(suite, author.fingerprint(), TARGET).complete(binding.signature());
        StaticBinding redirected = Draft.staticBinding(suite, author.fingerprint(), author.fingerprint())
                .complete(binding.signature());
        assertThat(Verifier.verify(moved, author.identity())).isEmpty();
        assertThat(Verifier.verify(redirected, author.identity())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void takes_no_object_of_another_suite_than_its_authors(CipherSuite suite) {
        Identity author = (Identity) Golden.of(suite).object("author");
        Debinding debinding = Draft.debinding(other(suite), author.ghid(), TARGET)
                .complete(Bytes.owning(new byte[other(suite).signatureLength()]));
        assertThat(Verifier.verify(debinding, author)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void takes_no_request_of_another_suite_than_its_recipients(CipherSuite suite) {
        Request request = (Request) Golden.of(suite).object("offer");
        Identity recipient = (Identity) Golden.of(suite).object("recipient");
        assertThat(Verifier.accept(request, recipient).map(Verified::object)).contains(request);
        assertThat(Verifier.accept(request, (Identity) Golden.of(suite).object("author"))).isEmpty();
        Request crossed = Draft.request(other(suite), recipient.ghid(),
                Bytes.owning(new byte[other(suite).sealedRequestLength()])).complete(request.mac());
        assertThat(Verifier.accept(crossed, recipient)).isEmpty();
    }

    /// The cache of keys is asked for by many authors at once and gives everybody his own key.
    @Test
    void keeps_authors_apart_under_load() throws InterruptedException {
        int parties = 40;
        PrivateIdentity[] authors = new PrivateIdentity[parties];
        Debinding[] objects = new Debinding[parties];
        for (int party = 0; party < parties; party++) {
            authors[party] = PrivateIdentity.generate(CipherSuite.SUITE_3, new SecureRandom());
            objects[party] = authors[party].debind(TARGET).object();
        }
        boolean[] failed = new boolean[8];
        Thread[] threads = new Thread[failed.length];
        for (int thread = 0; thread < threads.length; thread++) {
            int number = thread;
            threads[thread] = Thread.ofVirtual().start(() -> {
                for (int turn = 0; turn < 400; turn++) {
                    int party = (turn * 7 + number) % parties;
                    boolean good = Verifier.verify(objects[party], authors[party].identity()).isPresent();
                    boolean bad = Verifier.verify(objects[party], authors[(party + 1) % parties].identity())
                            .isPresent();
                    failed[number] |= !good || bad;
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed).containsOnly(false);
    }

    @Test
    void a_verified_object_says_what_it_is() {
        Debinding debinding = (Debinding) Golden.of(CipherSuite.SUITE_3).object("debinding");
        assertThat(new Verified<>(debinding)).hasToString("Verified[debinding " + debinding.ghid() + "]");
    }

    @ParameterizedTest
    @EnumSource
    void takes_a_statement_for_what_it_was_made_and_for_nothing_else(CipherSuite suite) {
        PrivateIdentity author = Golden.of(suite).author(new SecureRandom());
        PrivateIdentity stranger = Golden.of(suite).recipient(new SecureRandom());
        Bytes content = Bytes.ofHex("c0ffee");
        Bytes signature = author.signStatement("a purpose", content);

        assertThat(Verifier.verifiesStatement(author.identity(), "a purpose", content, signature)).isTrue();
        assertThat(Verifier.verifiesStatement(author.identity(), "another", content, signature)).isFalse();
        assertThat(Verifier.verifiesStatement(author.identity(), "a purpose", Bytes.ofHex("c0ffef"), signature))
                .isFalse();
        assertThat(Verifier.verifiesStatement(stranger.identity(), "a purpose", content, signature)).isFalse();
        assertThat(Verifier.verifiesStatement(author.identity(), "a purpose", content, Bytes.EMPTY)).isFalse();
        assertThat(Verifier.verifiesStatement(author.identity(), "a", Bytes.ofHex("20707572706f7365c0ffee"), signature))
                .as("the end of the purpose is not the beginning of the content").isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void takes_no_statement_for_an_object_and_no_object_for_a_statement(CipherSuite suite) {
        PrivateIdentity author = Golden.of(suite).author(new SecureRandom());
        Debinding debinding = author.debind(TARGET).object();
        Bytes preimage = debinding.encoded().slice(
                0, debinding.encoded().size() - debinding.signature().size() - Ghid.DIGEST_LENGTH);

        Debinding stated = Draft.debinding(suite, author.fingerprint(), TARGET)
                .complete(author.signStatement("GDXX", preimage));
        assertThat(Verifier.verify(stated, author.identity())).isEmpty();
        assertThat(Verifier.verifiesStatement(author.identity(), "GDXX", preimage, debinding.signature())).isFalse();
    }
}
