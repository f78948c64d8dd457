package io.telemeter.cli.node;

import io.telemeter.cli.configuration.Configuration;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.cli.process.Service;
import io.telemeter.cli.process.StopSignal;
import io.telemeter.daemon.LaunchReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.node.daemon.AccountProtection;
import org.hypergolix.node.daemon.NodeDaemon;
import org.hypergolix.node.ipc.IpcAccess;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalNode.Credential;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hypergolix start app`: the node of an account, for programs of this machine.
@Command(name = "app", mixinStandardHelpOptions = true,
        description = {"Opens the account of this home, made on first use, and serves it to your programs.",
                "Settings come from hypergolix.yml, looked for in $HYPERGOLIX_HOME, else in the working directory,"
                        + " ~/.hypergolix and /etc/hypergolix; without one the home is ~/.hypergolix.",
                "The password comes from --password-file, HYPERGOLIX_PASSWORD, the systemd credential"
                        + " hypergolix-password, or the terminal."})
public final class StartAppCommand implements Callable<Integer> {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    @Option(names = "--foreground", description = "Run in the foreground until SIGTERM or Ctrl-C.")
    private boolean foreground;

    @Option(names = "--suite", paramLabel = "1|3", defaultValue = "3",
            description = "Cipher suite of a new account: 3, or 1 to share with nodes of 2017. Default: 3.")
    private int suite;

    @Option(names = "--password-file", paramLabel = "FILE", description = "The first line of FILE is the password.")
    private @Nullable Path passwordFile;

    @Option(names = "--no-password",
            description = "Protect a new account by a key file in the home (mode 0600) instead of a password.")
    private boolean noPassword;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = ConfigurationSearch.orDefault(System.getenv());
        Service service = service(configuration);
        if (foreground) {
            Credential credential = credential(configuration);
            service.runHere(voice -> serve(configuration, credential, voice));
            return 0;
        }
        Optional<LaunchReport> report = LaunchReport.ofThisProcess();
        if (report.isPresent()) {
            try (LaunchReport parent = report.get()) {
                Credential credential = Passwords.decode(System.in);
                return service.runDetached(parent, voice -> serve(configuration, credential, voice));
            }
        }
        configuration.warnings().forEach(warning -> System.err.println("hypergolix: warning: " + warning));
        byte[] input = Passwords.encode(credential(configuration));
        try {
            service.detach(input);
        } finally {
            Arrays.fill(input, (byte) 0);
        }
        return 0;
    }

    static Service service(Configuration configuration) {
        Configuration.NodeService process = configuration.process();
        return new Service("node", process.pidFile(), process.logDirectory(), "hypergolix-app",
                configuration.instrumentation().logDetail(), "hypergolix stop app");
    }

    private Credential credential(Configuration configuration) throws Exception {
        Path home = configuration.root();
        suite();
        return new Passwords(System.getenv())
                .credential(home, AccountProtection.of(home), passwordFile, noPassword);
    }

    private CipherSuite suite() {
        return switch (suite) {
            case 1 -> CipherSuite.SUITE_1;
            case 3 -> CipherSuite.SUITE_3;
            default -> throw new IllegalArgumentException("The suite is 1 or 3, not " + suite + ".");
        };
    }

    private void serve(Configuration configuration, Credential credential, Service.Voice voice) throws Exception {
        Configuration.NodeService process = configuration.process();
        LocalNode.Options options = new LocalNode.Options(configuration.root(), configuration.remotes(), credential,
                suite(), true, REQUEST_TIMEOUT, Message.MAX_LENGTH);
        boolean fresh = AccountProtection.of(configuration.root()) == AccountProtection.NO_ACCOUNT;
        try (NodeDaemon node = NodeDaemon.start(options, process.ipcPort(),
                process.ipcOpen() ? IpcAccess.EVERY_LOCAL_USER : IpcAccess.OWN_USER)) {
            StopSignal.onFirst(node::stop);
            voice.say((fresh ? "New account in " : "Account in ") + configuration.root());
            voice.say("Fingerprint: " + node.fingerprint().text());
            if (configuration.remotes().isEmpty()) {
                voice.say("No relay: everything stays on this machine. Add one with: hypergolix config --addhost");
            }
            for (URI relay : configuration.remotes()) {
                voice.say("Relay: " + relay);
            }
            voice.say("Programs reach it at ws://127.0.0.1:" + node.status().ipcPort() + "/");
            voice.ready();
            node.awaitStop();
        }
    }
}
