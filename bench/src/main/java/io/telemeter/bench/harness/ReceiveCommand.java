package io.telemeter.bench.harness;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.ShareEvent;
import org.hypergolix.hgx.Subscription;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench receive`: the other side of `bench callback`, in a process of its own. Says its fingerprint, `following` once it
/// has the object, and for each callback the number in the state and the nanoseconds since the time in the state.
///
/// Both processes read the same clock: `System.nanoTime` is the system's monotonic clock on Linux.
@Command(name = "receive", hidden = true)
public final class ReceiveCommand implements Callable<Integer> {
    @Option(names = "--home", required = true)
    private @Nullable Path home;

    @Option(names = "--relay", required = true)
    private @Nullable URI relay;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (home == null || relay == null || spec == null) {
            throw new IllegalStateException("The command runs only through its command line.");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (HgxLink link = Links.connected(home, relay);
                Subscription _ = link.onShare(Links.API, share -> follow(link, share, out))) {
            say(out, "fingerprint " + link.whoami().text());
            // Until the other side closes it, or ends.
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
        return 0;
    }

    private static void follow(HgxLink link, ShareEvent share, PrintWriter out) {
        HgxObject<String> object = link.get(Codec.text(), share.address());
        object.onUpdate(updated -> {
            String state = updated.state();
            long now = System.nanoTime();
            String[] words = state.split(" ", 3);
            say(out, words[0] + " " + (now - Long.parseLong(words[1])));
        });
        say(out, "following");
    }

    private static void say(PrintWriter out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
