package io.telemeter.bench.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxOptions;

/// Programs' links for measurements, and the states that they push.
final class Links {
    /// Of the objects that are measured.
    static final ApiId API = ApiId.ofHex("62656e6368" + "00".repeat(ApiId.LENGTH - 5));

    private static final long PATIENCE_SECONDS = 60;
    private static final int POLL_MILLIS = 5;

    private Links() {}

    /// A link to a new account in `home`, with a key file, connected to `relay`.
    static HgxLink connected(Path home, URI relay) throws IOException, InterruptedException {
        HgxLink link = HgxLink.connect(HgxOptions.home(home).relay(relay).build());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!link.relays().stream().allMatch(state -> state.connected() && state.queued() == 0)) {
            if (System.nanoTime() - deadline > 0) {
                link.close();
                throw new IOException("The relay " + relay + " cannot be reached.");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return link;
    }

    /// A text of `bytes` ASCII characters that begins with `head`.
    static String text(String head, int bytes) {
        return head + " ".repeat(Math.max(0, bytes - head.length()));
    }
}
