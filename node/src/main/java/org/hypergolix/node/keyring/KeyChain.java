package org.hypergolix.node.keyring;

import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.Secret;

/// The keys known of one object, newest first.
///
/// Suite 3 and static objects keep one: later keys follow from it. Suite 1 keeps those of the last
/// [#SUITE_1_LINKS] frames, as another device's frame may continue from any of them.
///
/// @param counter of the frame that the newest key opens, 0 for a static object
/// @param links newest first, at least one, all of one suite
public record KeyChain(long counter, List<Link> links) {

    /// Keys kept of an object of suite 1: a frame names at most 8 containers by default.
    public static final int SUITE_1_LINKS = 8;

    public KeyChain {
        links = List.copyOf(links);
        if (links.isEmpty() || links.size() > SUITE_1_LINKS) {
            throw new IllegalArgumentException("A key chain has 1 to 8 links, not " + links.size() + ".");
        }
    }

    /// A chain of one key.
    public static KeyChain of(long counter, Ghid container, Secret secret) {
        return new KeyChain(counter, List.of(new Link(container, secret)));
    }

    /// The key of the newest frame known.
    public Secret secret() {
        return links.getFirst().secret();
    }

    /// The container that the newest key opens.
    public Ghid container() {
        return links.getFirst().container();
    }

    /// The suite of the object's containers.
    public CipherSuite suite() {
        return secret().suite();
    }

    /// This chain, continued by the key of a later frame.
    public KeyChain followedBy(long nextCounter, Ghid container, Secret secret) {
        List<Link> next = new ArrayList<>();
        next.add(new Link(container, secret));
        if (secret.suite() == CipherSuite.SUITE_1) {
            for (Link link : links) {
                if (next.size() < SUITE_1_LINKS && !link.container().equals(container)) {
                    next.add(link);
                }
            }
        }
        return new KeyChain(nextCounter, next);
    }

    /// One key.
    public record Link(Ghid container, Secret secret) {}
}
