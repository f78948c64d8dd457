package io.telemeter.testkit.hypergolix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// What the relay has. Guarded by the world.
final class FakeRelay {
    final Map<Ghid, Published> objects = new HashMap<>();
    /// Addresses that were collected after a deletion: they never come back.
    final Set<Ghid> gone = new HashSet<>();
    final List<Offer> offers = new ArrayList<>();
    final List<Answered> answers = new ArrayList<>();

    /// Takes an owner's or holder's binding away; collects the object if that was the last. Answers whether it was.
    boolean unbind(Ghid address, Ghid who) {
        Published object = objects.get(address);
        if (object == null) {
            return false;
        }
        object.bindings.remove(who);
        if (!object.bindings.isEmpty()) {
            return false;
        }
        objects.remove(address);
        gone.add(address);
        return true;
    }

    /// An object with its newest frame.
    static final class Published {
        final Ghid address;
        final Ghid binder;
        final Bytes apiId;
        final boolean dynamic;
        final Set<Ghid> bindings = new HashSet<>();
        Bytes state;
        long counter;

        Published(FakeDevice.Copy copy) {
            this.address = copy.address;
            this.binder = copy.binder;
            this.apiId = copy.apiId;
            this.dynamic = copy.dynamic;
            this.state = copy.state;
            this.counter = copy.counter;
        }
    }

    /// A share on its way.
    record Offer(Ghid address, FakeDevice from, Ghid recipient) {}

    /// The recipient's answer on its way back.
    record Answered(Offer offer, boolean accepted) {}
}
