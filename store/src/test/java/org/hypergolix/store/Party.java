package org.hypergolix.store;

import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;

/// Somebody who makes real, signed objects of suite 3: the same ones for the same number.
public final class Party {
    private final SecureRandom random;
    private final PrivateIdentity keys;

    public Party(long number) {
        random = new Repeatable(number);
        keys = PrivateIdentity.generate(CipherSuite.SUITE_3, random);
    }

    private Party(SecureRandom random, PrivateIdentity keys) {
        this.random = random;
        this.keys = keys;
    }

    /// The same party, but what it makes from now on depends on `seed` alone.
    public Party seeded(long seed) {
        SecureRandom other = new Repeatable(seed);
        try {
            return new Party(other, PrivateIdentity.restore(keys.identity(), keys.export(), other));
        } catch (MalformedObjectException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Repeatable extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final transient SplittableRandom random;

        Repeatable(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }

    public Ghid fingerprint() {
        return keys.fingerprint();
    }

    public Verified<Identity> identity() {
        return Verifier.accept(keys.identity());
    }

    /// A new container each time.
    public Verified<Container> container() {
        return container(10);
    }

    public Verified<Container> container(int contentBytes) {
        byte[] content = new byte[contentBytes];
        random.nextBytes(content);
        return keys.seal(Bytes.owning(content), Secret.random(CipherSuite.SUITE_3, random));
    }

    /// An address that nothing has yet.
    public Ghid unknown() {
        byte[] digest = new byte[Ghid.DIGEST_LENGTH];
        random.nextBytes(digest);
        return new Ghid(Bytes.owning(digest));
    }

    public Verified<StaticBinding> bind(Ghid target) {
        return keys.bind(target);
    }

    public Verified<Debinding> debind(Ghid target) {
        return keys.debind(target);
    }

    public Verified<Debinding> debind(Verified<?> target) {
        return keys.debind(target.object().ghid());
    }

    public Verified<Frame> first(Ghid target) {
        return keys.firstFrame(target);
    }

    /// The frame after `before`, one higher.
    public Verified<Frame> next(Verified<Frame> before, Ghid target) {
        return frame(before.object().dynamic(), before.object().counter() + 1, target);
    }

    /// Any frame with history of any dynamic address.
    public Verified<Frame> frame(Ghid dynamic, long counter, Ghid target) {
        return keys.nextFrame(dynamic, counter, List.of(target, keys.fingerprint()));
    }

    public Verified<Request> request(Party recipient) {
        return keys.request(recipient.keys.identity(), new RequestContent.ShareAccepted(fingerprint(), 0));
    }
}
