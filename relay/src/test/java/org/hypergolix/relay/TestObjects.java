package org.hypergolix.relay;

import io.telemeter.testkit.SeededRandom;
import io.telemeter.testkit.TestIdentities;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.Secret;

/// Real, signed objects of one author.
final class TestObjects {

    private final PrivateIdentity author;
    private final SecureRandom random;

    TestObjects(CipherSuite suite, int number) {
        this.random = new SeededRandom(1_000 + number);
        this.author = TestIdentities.of(suite, number, random);
    }

    Identity identity() {
        return author.identity();
    }

    PrivateIdentity author() {
        return author;
    }

    Ghid fingerprint() {
        return author.fingerprint();
    }

    /// Every call makes another container, even for the same content.
    Container container(String content) {
        Bytes bytes = Bytes.owning(content.getBytes(StandardCharsets.UTF_8));
        return author.seal(bytes, Secret.random(author.identity().suite(), random)).object();
    }

    /// A container of some size.
    Container container(int contentLength) {
        return author.seal(Bytes.owning(new byte[contentLength]), Secret.random(author.identity().suite(), random))
                .object();
    }

    StaticBinding bind(Ghid target) {
        return author.bind(target).object();
    }

    Frame firstFrame(Container target) {
        return author.firstFrame(target.ghid()).object();
    }

    /// The frame after `last`, with `target` in front of its targets.
    Frame nextFrame(Frame last, Container target) {
        return frame(last.dynamic(), last.counter() + 1, target.ghid(), last.target());
    }

    Frame frame(Ghid dynamic, long counter, Ghid... targets) {
        return author.nextFrame(dynamic, counter, List.of(targets)).object();
    }

    Debinding debind(Ghid target) {
        return author.debind(target).object();
    }

    /// An offer to `recipient` of something that need not exist.
    Request requestFor(Identity recipient) {
        RequestContent offer = new RequestContent.ShareOffer(
                fingerprint(), Secret.random(author.identity().suite(), random), 0);
        return author.request(recipient, offer).object();
    }
}
