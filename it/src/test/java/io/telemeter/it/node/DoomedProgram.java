package io.telemeter.it.node;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalRequest;

/// A program that creates, pushes and shares until its process is killed, and says of each what was acknowledged, in a
/// line of its own: `me FINGERPRINT`, `state ADDRESS NUMBER`, `shared ADDRESS`.
final class DoomedProgram {
    private DoomedProgram() {}

    /// Runs until it is killed.
    ///
    /// @param arguments home, relay, the fingerprint to share with, seed
    public static void main(String... arguments) {
        Random random = new Random(Long.parseLong(arguments[3]));
        Ghid reader = Ghid.parse(arguments[2]);
        try (RunningNode node =
                new RunningNode(Path.of(arguments[0]), CipherSuite.SUITE_3, URI.create(arguments[1]))) {
            node.awaitConnected();
            say("me", node.fingerprint());
            List<Ghid> objects = new ArrayList<>();
            for (int number = 0;; number++) {
                if (objects.isEmpty() || random.nextInt(6) == 0) {
                    objects.add(node.create(String.valueOf(number)));
                    say("state", objects.getLast(), number);
                } else if (random.nextInt(6) == 0) {
                    Ghid object = objects.get(random.nextInt(objects.size()));
                    node.call(new LocalRequest.Share(object, reader));
                    say("shared", object);
                } else {
                    Ghid object = objects.get(random.nextInt(objects.size()));
                    node.push(object, String.valueOf(number));
                    say("state", object, number);
                }
            }
        }
    }

    private static void say(String what, Ghid address, Object... more) {
        StringBuilder line = new StringBuilder(what + " " + address.text());
        for (Object word : more) {
            line.append(' ').append(word);
        }
        System.out.println(line);
        System.out.flush();
    }
}
