package io.telemeter.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.it.compatibility.ObjectVectors;
import io.telemeter.it.compatibility.ObjectVectors.Dispatchable;
import io.telemeter.it.compatibility.ObjectVectors.KnownRequest;
import io.telemeter.testkit.original.OriginalRelay;
import io.telemeter.testkit.relay.RawRelayClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.Contents;
import org.hypergolix.golix.identity.OpenedRequest;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.RequestContent.ShareAccepted;
import org.hypergolix.golix.identity.RequestContent.ShareOffer;
import org.hypergolix.golix.identity.UnopenableException;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.node.object.Content;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Application objects and requests of the original, opened by our code and made by it: byte for byte the same, but for
/// signatures and RSA padding, which are random.
@Timeout(120)
class OriginalObjectsTest {

    @Nested
    class Of_the_original extends Both {
        @Override
        ObjectVectors vectors() throws Exception {
            return ObjectVectors.ofTheOriginal();
        }
    }

    @Nested
    class Of_this_project extends Both {
        @Override
        ObjectVectors vectors() throws Exception {
            return ObjectVectors.ofThisProject();
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_METHOD)
    abstract static class Both {
        @TempDir
        private Path directory;

        abstract ObjectVectors vectors() throws Exception;

        @Test
        void containers_open_and_are_made_of_the_same_bytes() throws Exception {
            ObjectVectors vectors = vectors();
            assertThat(vectors.objects()).hasSizeGreaterThanOrEqualTo(3);
            for (Dispatchable object : vectors.objects()) {
                var verified = Verifier.verify(object.container(), vectors.owner().identity()).orElseThrow();
                Bytes plaintext = Contents.open(verified, object.secret());
                assertThat(plaintext).as(object.name()).isEqualTo(object.plaintext());
                Content content = Content.decode(plaintext).orElseThrow();
                assertThat(content.apiId()).as(object.name()).isEqualTo(object.apiId().slice(1));

                assertThat(content.encode()).as(object.name()).isEqualTo(object.plaintext());
                Container made = vectors.owner().seal(content.encode(), object.secret()).object();
                assertThat(made.ghid()).as(object.name()).isEqualTo(object.container().ghid());
                int signed = made.encoded().size() - made.signature().size();
                assertThat(made.encoded().slice(0, signed)).as(object.name())
                        .isEqualTo(object.container().encoded().slice(0, signed));
            }
        }

        @Test
        void requests_open_and_are_made_as_long_and_with_the_same_content() throws Exception {
            ObjectVectors vectors = vectors();
            assertThat(vectors.requests()).hasSizeGreaterThanOrEqualTo(3);
            for (KnownRequest known : vectors.requests()) {
                OpenedRequest opened = known.recipient().open(known.request(), author -> Optional.of(known.author()));
                assertThat(opened.content()).as(known.name()).isEqualTo(known.content());
                assertThat(opened.author()).as(known.name()).isEqualTo(known.author());

                Request made = vectors.owner().request(known.recipient().identity(), known.content()).object();
                assertThat(made.encoded().size()).as(known.name()).isEqualTo(known.request().encoded().size());
                assertThat(known.recipient().open(made, _ -> Optional.of(vectors.owner().identity())).content())
                        .as(known.name()).isEqualTo(known.content());
            }
        }

        /// Over a relay of 2017, where the owner does by hand what his node did.
        @Test
        void a_node_takes_the_objects_and_gives_the_same_back() throws Exception {
            ObjectVectors vectors = vectors();
            PrivateIdentity owner = vectors.owner();
            try (OriginalRelay relay = OriginalRelay.start();
                    RunningNode node = new RunningNode(directory, CipherSuite.SUITE_1, relay.uri());
                    RawRelayClient client = RawRelayClient.connect(relay.address())) {
                node.awaitConnected();
                assertThat(client.publish(owner.identity()).summary()).isEqualTo("AK 01");
                Identity reader = (Identity) GolixCodec.decode(client.request("GT", node.fingerprint()).body());
                client.request("+S", owner.fingerprint());
                for (Dispatchable object : vectors.objects()) {
                    assertThat(client.publish(object.binding()).summary()).isEqualTo("AK 01");
                    assertThat(client.publish(object.container()).summary()).isEqualTo("AK 01");
                    offered(client, owner, reader, node, object);
                }
                for (Dispatchable object : vectors.objects()) {
                    givenBack(client, owner, node, object);
                }
            }
        }

        private static void offered(RawRelayClient client, PrivateIdentity owner, Identity reader, RunningNode node,
                Dispatchable object) throws Exception {
            Bytes apiId = object.apiId().slice(1).compact();
            node.call(new LocalRequest.RegisterApi(apiId));
            Request offer = owner.request(reader, new ShareOffer(object.address(), object.secret(), 0)).object();
            assertThat(client.publish(offer).summary()).isEqualTo("AK 01");

            LocalEvent.Shared shared = node.next(LocalEvent.Shared.class);
            while (!shared.address().equals(object.address())) {
                shared = node.next(LocalEvent.Shared.class);
            }
            assertThat(shared).isEqualTo(
                    new LocalEvent.Shared(object.address(), owner.fingerprint(), owner.fingerprint(), apiId));
            ObjectState state = node.call(new LocalRequest.Get(object.address()));
            assertThat(state.state()).as(object.name()).isEqualTo(object.plaintext().slice(Content.HEADER_LENGTH));
            assertThat(state.apiId()).isEqualTo(apiId);
            assertThat(state.dynamic()).isEqualTo(object.binding() instanceof Frame);
            assertThat(openedBy(owner, client, reader).content()).isEqualTo(new ShareAccepted(offer.ghid(), 0));
        }

        /// The next request to the owner.
        private static OpenedRequest openedBy(PrivateIdentity owner, RawRelayClient client, Identity author)
                throws IOException, MalformedObjectException, UnopenableException {
            while (true) {
                GolixObject announced = GolixCodec.decode(client.nextUpdate().object());
                if (announced instanceof Request request) {
                    assertThat(client.publish(owner.debind(request.ghid()).object()).summary()).isEqualTo("AK 01");
                    return owner.open(request, _ -> Optional.of(author));
                }
            }
        }

        private static void givenBack(RawRelayClient client, PrivateIdentity owner, RunningNode node,
                Dispatchable object) throws Exception {
            Bytes state = object.plaintext().slice(Content.HEADER_LENGTH);
            boolean dynamic = object.binding() instanceof Frame;
            Ghid made = node.call(new LocalRequest.Create(state, object.apiId().slice(1).compact(), false, dynamic, 7))
                    .address();
            node.call(new LocalRequest.Share(made, owner.fingerprint()));
            Identity author = (Identity) GolixCodec.decode(client.request("GT", node.fingerprint()).body());
            ShareOffer offer = (ShareOffer) openedBy(owner, client, author).content();
            assertThat(offer.target()).isEqualTo(made);
            GolixObject found = GolixCodec.decode(client.request("GT", made).body());
            Container container = found instanceof Frame frame
                    ? (Container) GolixCodec.decode(client.request("GT", frame.target()).body())
                    : (Container) found;
            assertThat(Contents.open(Verifier.verify(container, author).orElseThrow(), offer.secret()))
                    .as(object.name()).isEqualTo(object.plaintext());
        }
    }
}
