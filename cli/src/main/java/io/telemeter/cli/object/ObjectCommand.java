package io.telemeter.cli.object;

import io.telemeter.cli.configuration.Configuration;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.cli.process.Logs;
import io.telemeter.cli.process.StopSignal;
import io.telemeter.console.TerminalText;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.hgx.ObjectSummary;
import org.hypergolix.hgx.PushResult;
import org.hypergolix.hgx.ShareResult;
import org.hypergolix.hgx.Subscription;
import org.hypergolix.node.daemon.AccountProtection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hypergolix object`: one verb for each thing that can be done with an object. States are bytes.
@Command(name = "object", mixinStandardHelpOptions = true,
        description = {"Makes, reads, pushes, shares and watches objects of the account in this home.",
                "Uses the node that runs (hypergolix start app), or opens the account for the moment if it has a key file.",
                "A STATE is the text given, or everything from standard input if it is -."})
public final class ObjectCommand {
    private static final int MOST_BYTES = 10 * 1024 * 1024;
    private static final int LONGEST_LINE = 1_000;

    @Command(name = "new", mixinStandardHelpOptions = true, description = "Makes an object and prints its address.")
    int make(
            @Option(names = "--static", description = "With this one state for ever.") boolean fixed,
            @Option(names = "--api", paramLabel = "HEX",
                    description = "The api id, 128 hexadecimal digits. Default: that of bytes.") @Nullable ApiId api,
            @Parameters(paramLabel = "STATE") String state) throws Exception {
        CreateOptions options = CreateOptions.DEFAULT;
        if (fixed) {
            options = options.asStatic();
        }
        if (api != null) {
            options = options.withApiId(api);
        }
        try (HgxLink link = connect()) {
            System.out.println(link.create(Codec.bytes(), state(state), options).address().text());
            return 0;
        }
    }

    @Command(name = "ls", mixinStandardHelpOptions = true,
            header = "Lists the objects that this account can read, its own and shared ones.",
            description = {
                    "A line each: address; own, followed (a program or the node wants to hear of new states) or known;"
                            + " kind; api id; size; and which relays have not been given it yet.",
                    "Private objects belong to one program and are not listed."})
    int list(@Option(names = "--json",
            description = "One JSON array, for scripts: of each object address, role, owner, kind, api_id, private, size,"
                    + " stale and waiting_for.") boolean json)
            throws Exception {
        try (HgxLink link = connect()) {
            List<ObjectSummary> objects = link.objects();
            if (json) {
                System.out.println(ObjectTable.json(objects, link.whoami()));
            } else if (objects.isEmpty()) {
                System.err.println("No objects yet; make one with: hypergolix object new STATE");
            } else {
                ObjectTable.lines(objects, link.whoami()).forEach(System.out::println);
            }
            return 0;
        }
    }

    @Command(name = "get", mixinStandardHelpOptions = true, description = "Prints an object's state, byte for byte.")
    int get(@Parameters(paramLabel = "ADDRESS") Ghid address) throws Exception {
        try (HgxLink link = connect()) {
            write(link.get(Codec.bytes(), address).state());
            return 0;
        }
    }

    @Command(name = "push", mixinStandardHelpOptions = true,
            description = "Publishes a new state, and says whether a relay has it (relayed) or only this disk (local).")
    int push(
            @Parameters(paramLabel = "ADDRESS") Ghid address,
            @Parameters(paramLabel = "STATE") String state) throws Exception {
        try (HgxLink link = connect()) {
            HgxObject<Bytes> object = link.get(Codec.bytes(), address);
            object.state(state(state));
            System.out.println(object.push() == PushResult.RELAYED ? "relayed" : "local");
            return 0;
        }
    }

    @Command(name = "share", mixinStandardHelpOptions = true,
            description = "Gives somebody read access for ever. The offer waits until the other account is there.")
    int share(
            @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "0",
                    description = "Wait for the answer this long; exit code 3 if none came.") int seconds,
            @Parameters(paramLabel = "ADDRESS") Ghid address,
            @Parameters(paramLabel = "FINGERPRINT") Ghid recipient) throws Exception {
        try (HgxLink link = connect()) {
            HgxObject<Bytes> object = link.get(Codec.bytes(), address);
            if (seconds <= 0) {
                object.share(recipient);
                System.out.println("offered");
                return 0;
            }
            ShareResult result = object.shareAsync(recipient).get(seconds, TimeUnit.SECONDS);
            System.out.println(result == ShareResult.ACCEPTED ? "accepted" : "declined");
            return result == ShareResult.ACCEPTED ? 0 : 1;
        } catch (TimeoutException _) {
            System.out.println("offered, not answered yet");
            return 3;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    @Command(name = "watch", mixinStandardHelpOptions = true,
            description = {"Prints an object's state and every new one, a line each, until it is deleted or Ctrl-C.",
                    "Without ADDRESS: prints what is shared with this account, a line each: address and origin."})
    int watch(
            @Option(names = "--api", paramLabel = "HEX",
                    description = "Shares of this api id, 128 hexadecimal digits. Default: that of bytes.") @Nullable ApiId api,
            @Parameters(paramLabel = "ADDRESS", arity = "0..1") @Nullable Ghid address) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (HgxLink link = connect()) {
            StopSignal.onFirst(end::countDown);
            if (address == null) {
                ApiId wanted = api == null ? ApiId.BYTES : api;
                try (Subscription _ = link.onShare(wanted, share -> line(
                        share.address().text() + " " + share.origin().text()))) {
                    end.await();
                }
            } else {
                HgxObject<Bytes> object = link.get(Codec.bytes(), address);
                try (Subscription _ = object.onUpdate(updated -> line(text(updated.state())));
                        Subscription _ = object.onDelete(end::countDown)) {
                    line(text(object.state()));
                    end.await();
                }
            }
            return 0;
        }
    }

    @Command(name = "rm", mixinStandardHelpOptions = true, description = "Deletes an object for everybody.")
    int remove(@Parameters(paramLabel = "ADDRESS") Ghid address) throws Exception {
        try (HgxLink link = connect()) {
            link.get(Codec.bytes(), address).delete();
            return 0;
        }
    }

    private static HgxLink connect() throws Exception {
        Logs.toStandardError();
        Configuration configuration = ConfigurationSearch.orDefault(System.getenv());
        if (AccountProtection.of(configuration.root()) == AccountProtection.NO_ACCOUNT) {
            throw new IOException(
                    "There is no account in " + configuration.root() + " yet; make one with: hypergolix start app");
        }
        HgxOptions.Builder options =
                HgxOptions.home(configuration.root()).existingOnly().requestTimeout(Duration.ofSeconds(30));
        configuration.remotes().forEach(options::relay);
        return HgxLink.connect(options.build());
    }

    private static Bytes state(String argument) throws IOException {
        if (!argument.equals("-")) {
            return Bytes.owning(argument.getBytes(StandardCharsets.UTF_8));
        }
        byte[] input = System.in.readNBytes(MOST_BYTES + 1);
        if (input.length > MOST_BYTES) {
            throw new IOException("Standard input has more than 10 MiB; that is too much for one state.");
        }
        return Bytes.owning(input);
    }

    /// Byte for byte; only on a terminal the next prompt gets a line of its own.
    @SuppressWarnings("SystemConsoleNull") // it does, where there is no terminal
    private static void write(Bytes state) throws IOException {
        OutputStream output = System.out;
        output.write(state.toArray());
        Console console = System.console();
        boolean newline = !state.isEmpty() && state.at(state.size() - 1) == '\n';
        if (console != null && console.isTerminal() && !newline) {
            output.write('\n');
        }
        output.flush();
    }

    /// As text that obeys nobody: who shares an object decides what is in it.
    private static String text(Bytes state) {
        return TerminalText.line(new String(state.toArray(), StandardCharsets.UTF_8), LONGEST_LINE);
    }

    private static synchronized void line(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
