package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Report;
import io.telemeter.bench.process.CountingProxy;
import io.telemeter.bench.process.Programs;
import io.telemeter.bench.process.RelayProcess;
import io.telemeter.bench.process.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.hgx.Subscription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench wire-bytes`.
@Command(name = "wire-bytes", mixinStandardHelpOptions = true,
        description = "Bytes that pass the sockets of publisher and reader for one status.")
public final class WireBytesCommand extends Measurement {
    private static final long PATIENCE_SECONDS = 30;

    @Option(names = "--pushes", paramLabel = "N", description = "Default ${DEFAULT-VALUE}.")
    private int pushes = 1_000;

    @Option(names = "--bytes", paramLabel = "N", description = "Of a state; default ${DEFAULT-VALUE}.")
    private int bytes = 225;

    @Option(names = "--suite", paramLabel = "N", description = "Cipher suite of both accounts, 1 or 3; default 3.")
    private int suiteNumber = 3;

    @Override
    String title() {
        return "bytes on the wire";
    }

    @Override
    void measure(Scratch scratch, Report report) throws Exception {
        atLeast(1, "--pushes", pushes);
        CipherSuite chosen = suite(suiteNumber);
        try (RelayProcess relay = Programs.relay(scratch.directory("relay"));
                CountingProxy publishing = CountingProxy.before(relay.address());
                CountingProxy reading = CountingProxy.before(relay.address());
                HgxLink publisher = connected(scratch.directory("publisher"), publishing, chosen);
                HgxLink reader = connected(scratch.directory("reader"), reading, chosen)) {
            BlockingQueue<HgxObject<String>> shared = new LinkedBlockingQueue<>();
            BlockingQueue<String> states = new LinkedBlockingQueue<>();
            try (Subscription _ = reader.onShare(Links.API, share -> {
                HgxObject<String> copy = reader.get(Codec.text(), share.address());
                copy.onUpdate(updated -> states.add(updated.state()));
                shared.add(copy);
            })) {
                HgxObject<String> object =
                        publisher.create(Codec.text(), "", CreateOptions.DEFAULT.withApiId(Links.API));
                object.share(reader.whoami());
                if (shared.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
                    throw new IOException("The reader was not given the object.");
                }
                push(object, states, "first");
                report.line("states", bytes + " bytes, suite " + suiteNumber + ", " + pushes + ", one at a time");
                count(report, publishing, reading, object, states);
            }
        }
    }

    private void count(Report report, CountingProxy publishing, CountingProxy reading, HgxObject<String> object,
            BlockingQueue<String> states) throws IOException, InterruptedException {
        long published = publishing.sent();
        long acknowledged = publishing.received();
        long announced = reading.received();
        long asked = reading.sent();
        for (int number = 0; number < pushes; number++) {
            push(object, states, Integer.toString(number));
        }
        report.perItem("publisher sends", publishing.sent() - published, pushes, "bytes a status");
        report.perItem("publisher receives", publishing.received() - acknowledged, pushes, "bytes a status");
        report.perItem("reader receives", reading.received() - announced, pushes, "bytes a status");
        report.perItem("reader sends", reading.sent() - asked, pushes, "bytes a status");
        report.line("counted", "websocket frames as TCP carries them; without TLS, TCP and IP");
    }

    private static HgxLink connected(Path home, CountingProxy proxy, CipherSuite suite)
            throws IOException, InterruptedException {
        HgxLink.connect(HgxOptions.home(home).suite(suite).build()).close();
        return Links.connected(home, proxy.address());
    }

    private void push(HgxObject<String> object, BlockingQueue<String> states, String head)
            throws IOException, InterruptedException {
        object.state(Links.text(head, bytes));
        object.push();
        if (states.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
            throw new IOException("The reader was not told of a state.");
        }
    }
}
