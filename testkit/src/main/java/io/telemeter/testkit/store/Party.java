package io.telemeter.testkit.store;

import io.telemeter.testkit.SeededRandom;
import io.telemeter.testkit.TestIdentities;
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

/// Somebody who makes real, signed objects of suite 3.
public final class Party {
    private final PrivateIdentity keys;
    private final SecureRandom random;

    /// The same number gives the same party, and from it the same objects in the same order.
    public Party(int number) {
        random = new SeededRandom(number);
        keys = TestIdentities.of(CipherSuite.SUITE_3, number, random);
    }

    public PrivateIdentity keys() {
        return keys;
    }

    public Identity identity() {
        return keys.identity();
    }

    public Ghid fingerprint() {
        return keys.fingerprint();
    }

    /// A new container with so many bytes of content.
    public Container container(int contentBytes) {
        byte[] content = new byte[contentBytes];
        random.nextBytes(content);
        return keys.seal(Bytes.owning(content), Secret.random(CipherSuite.SUITE_3, random)).object();
    }

    public StaticBinding bind(Ghid target) {
        return keys.bind(target).object();
    }

    public Debinding debind(Ghid target) {
        return keys.debind(target).object();
    }

    public Frame firstFrame(Ghid target) {
        return keys.firstFrame(target).object();
    }

    /// The frame after `before`, one higher, with the former target as its history.
    public Frame nextFrame(Frame before, Ghid target) {
        return frame(before.dynamic(), before.counter() + 1, target, before.target());
    }

    /// Any later frame of any dynamic address.
    public Frame frame(Ghid dynamic, long counter, Ghid target, Ghid formerTarget) {
        return keys.nextFrame(dynamic, counter, List.of(target, formerTarget)).object();
    }

    /// A request to `recipient`; what it says is of no matter.
    public Request request(Identity recipient) {
        return keys.request(recipient, new RequestContent.ShareAccepted(recipient.ghid(), 0)).object();
    }
}
