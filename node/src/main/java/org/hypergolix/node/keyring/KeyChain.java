package org.hypergolix.node.keyring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
/// @param agreed of an own object that other devices may push, too: the newest state that all relays have taken, from
///     which the keys follow of states that another device has pushed meanwhile
public record KeyChain(long counter, List<Link> links, Optional<Agreed> agreed) {

    /// Keys kept of an object of suite 1: a frame names at most 8 containers by default.
    public static final int SUITE_1_LINKS = 8;

    public KeyChain {
        links = List.copyOf(links);
        if (links.isEmpty() || links.size() > SUITE_1_LINKS) {
            throw new IllegalArgumentException("A key chain has 1 to 8 links, not " + links.size() + ".");
        }
    }

    /// A chain without an agreed state.
    public KeyChain(long counter, List<Link> links) {
        this(counter, links, Optional.empty());
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

    /// This chain, continued by the key of an own frame of which other devices know nothing yet.
    ///
    /// @param taken the counter of the newest state that all relays have taken, if that is known
    public KeyChain followedBy(long nextCounter, Ghid container, Secret secret, Optional<Long> taken) {
        Agreed here = new Agreed(counter, secret());
        boolean everywhere = taken.filter(count -> Long.compareUnsigned(count, counter) >= 0).isPresent();
        Agreed next = everywhere ? here : agreed.orElse(here);
        return new KeyChain(nextCounter, followedBy(nextCounter, container, secret).links, Optional.of(next));
    }

    /// A state that all relays have taken.
    ///
    /// @param secret of its container
    public record Agreed(long counter, Secret secret) {}

    /// One key.
    public record Link(Ghid container, Secret secret) {}
}
