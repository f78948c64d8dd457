package io.telemeter.testkit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.store.Change;

/// Random changes among a few objects that all have to do with each other, so that most changes meet something.
final class Histories {
    static final List<Party> PARTIES = List.of(new Party(1), new Party(2), new Party(3));
    static final List<String> SPACES = List.of("pin", "pins", "outbox");
    private static final int CONTAINERS = 8;
    private static final int COUNTERS = 6;
    /// From an empty container to one of several pages.
    private static final int[] CONTENT_BYTES = {0, 10, 500, 4_100, 20_000};

    private final List<GolixObject> objects = new ArrayList<>();
    private final List<Verified<?>> verified = new ArrayList<>();
    private final List<Ghid> dynamics = new ArrayList<>();
    private final List<Ghid> addresses;

    /// Makes the objects, the same ones each time.
    Histories() {
        Party alice = PARTIES.get(0);
        Party bob = PARTIES.get(1);
        PARTIES.forEach(party -> objects.add(party.identity()));
        List<Container> containers = IntStream.range(0, CONTAINERS)
                .mapToObj(index -> PARTIES.get(index % 2).container(CONTENT_BYTES[index % CONTENT_BYTES.length]))
                .toList();
        objects.addAll(containers);
        addFrames(containers);
        List<Ghid> bound = Stream.concat(
                containers.stream().limit(4).map(Container::ghid), dynamics.stream().limit(3)).toList();
        for (Ghid target : bound) {
            objects.add(alice.bind(target));
            objects.add(bob.bind(target));
        }
        for (int number = 0; number < 3; number++) {
            objects.add(alice.request(bob.identity()));
            objects.add(bob.request(alice.identity()));
        }
        addDebindings(alice, bob);
        objects.forEach(object -> verified.add(verify(object)));
        addresses = Stream.concat(objects.stream().map(GolixObject::ghid), dynamics.stream()).distinct().toList();
    }

    /// Histories of six dynamic addresses: four of their own containers, one above another, one where an identity is.
    private void addFrames(List<Container> containers) {
        List<Frame> first = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            first.add(PARTIES.get(index % 2).firstFrame(containers.get(index).ghid()));
        }
        first.add(PARTIES.get(0).firstFrame(first.getFirst().dynamic()));
        for (int index = 0; index < first.size(); index++) {
            Frame frame = first.get(index);
            dynamics.add(frame.dynamic());
            objects.add(frame);
            addNextFrames(PARTIES.get(index % 2), frame.dynamic(), containers, index);
        }
        Ghid shadowed = PARTIES.get(2).fingerprint();
        dynamics.add(shadowed);
        addNextFrames(PARTIES.get(1), shadowed, containers, 5);
    }

    private void addNextFrames(Party binder, Ghid dynamic, List<Container> containers, int offset) {
        for (int counter = 1; counter < COUNTERS; counter++) {
            Ghid target = counter == 3 ? dynamics.getFirst() : containers.get((offset + counter) % CONTAINERS).ghid();
            objects.add(binder.frame(dynamic, counter, target, containers.getFirst().ghid()));
        }
    }

    /// Of everything, also of what may not be debound, and of debindings.
    private void addDebindings(Party alice, Party bob) {
        for (int round = 0; round < 2; round++) {
            List<Ghid> targets = Stream.concat(dynamics.stream(),
                    objects.stream().skip(objects.size() - 24L).map(GolixObject::ghid)).toList();
            targets.forEach(target -> objects.add(alice.debind(target)));
            targets.stream().limit(12).forEach(target -> objects.add(bob.debind(target)));
        }
    }

    /// Everything that may be asked for, and one address that nothing has.
    List<Ghid> addresses() {
        return addresses;
    }

    GolixObject object(SplittableRandom random) {
        return objects.get(random.nextInt(objects.size()));
    }

    /// Some object as its author made it.
    Verified<?> verified(SplittableRandom random) {
        return verified.get(random.nextInt(verified.size()));
    }

    private static Verified<?> verify(GolixObject object) {
        return switch (object) {
            case Identity identity -> Verifier.accept(identity);
            case Request request -> Verifier.accept(request);
            case AuthoredObject authored -> PARTIES.stream()
                    .filter(party -> party.fingerprint().equals(authored.author()))
                    .flatMap(party -> Verifier.verify(authored, party.identity()).stream()).findFirst().orElseThrow();
        };
    }

    Ghid address(SplittableRandom random) {
        return addresses.get(random.nextInt(addresses.size()));
    }

    Ghid dynamic(SplittableRandom random) {
        return dynamics.get(random.nextInt(dynamics.size()));
    }

    String space(SplittableRandom random) {
        return SPACES.get(random.nextInt(SPACES.size()));
    }

    /// A key or value of up to three bytes, so that the same ones come again and again.
    Bytes bytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(4)];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) (random.nextInt(3) * 127);
        }
        return Bytes.owning(bytes);
    }

    /// One change, whether there is anything that it could change or not.
    Change change(SplittableRandom random) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2, 3, 4, 5 -> new Change.Put(object(random));
            case 6, 7 -> new Change.Remove(address(random));
            case 8 -> new Change.RemoveDynamic(dynamic(random));
            case 9, 10 -> new Change.Supersede(dynamic(random), address(random), random.nextInt(100));
            case 11 -> new Change.EndSupersede(dynamic(random), address(random));
            case 12 -> new Change.PutRecord(space(random), bytes(random), bytes(random));
            default -> new Change.RemoveRecord(space(random), bytes(random));
        };
    }

    List<Change> changes(SplittableRandom random) {
        int count = random.nextInt(8);
        return Stream.generate(() -> change(random)).limit(count).toList();
    }
}
