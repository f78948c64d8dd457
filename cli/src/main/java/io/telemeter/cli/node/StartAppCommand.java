package io.telemeter.cli.node;

import io.telemeter.cli.configuration.Configuration;
import io.telemeter.cli.configuration.ConfigurationEditor;
import io.telemeter.cli.configuration.ConfigurationException;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.cli.configuration.RelayAddress;
import io.telemeter.cli.process.Service;
import io.telemeter.cli.process.StopSignal;
import io.telemeter.daemon.LaunchReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.daemon.AccountProtection;
import org.hypergolix.node.daemon.NodeDaemon;
import org.hypergolix.node.ipc.IpcAccess;
import org.hypergolix.node.login.AccountPlace;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalNode.Credential;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hypergolix start app`: the node of an account, for programs of this machine.
@Command(name = "app", mixinStandardHelpOptions = true,
        description = {"Opens the account of this home, made on first use, and serves it to your programs.",
                "Settings come from hypergolix.yml, looked for in $HYPERGOLIX_HOME, else in the working directory,"
                        + " ~/.hypergolix and /etc/hypergolix; without one the home is ~/.hypergolix.",
                "The account also lives on its relays, sealed by its password or key file, so that another machine can"
                        + " log in with --user-id; --local keeps it here.",
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

    @Option(names = "--user-id", paramLabel = "ID",
            description = "Log in to the account with this user id, which another machine has; kept as user.user_id.")
    private @Nullable Ghid userId;

    @Option(names = "--relay", paramLabel = "URL",
            description = "A relay beside those of the configuration, and kept there: ws://host:port/ or wss://.")
    private List<String> addedRelays = List.of();

    @Option(names = "--key-file", paramLabel = "FILE",
            description = "To log in to an account without a password: a copy of its account.key.")
    private @Nullable Path keyFile;

    @Option(names = "--local",
            description = "Keep the account on this machine only: nothing of it but its objects goes to relays.")
    private boolean local;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = ConfigurationSearch.orDefault(System.getenv());
        demand(configuration);
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

    private void demand(Configuration configuration) throws IOException {
        if (local && userId != null && spec != null) {
            throw new ParameterException(spec.commandLine(),
                    "--local and --user-id exclude each other: to log in is to fetch the account from relays.");
        }
        relays(configuration);
        Configuration.User user = configuration.user();
        if (user.fingerprint().isPresent() && user.userId().isEmpty() && userId == null
                && AccountProtection.of(configuration.root()) == AccountProtection.NO_ACCOUNT) {
            throw new IOException("The configuration names an account by user.fingerprint, but " + configuration.root()
                    + " has none; add user.user_id to log in to it, or remove user.fingerprint to make a new one.");
        }
    }

    /// Those of the configuration and of the command line.
    private List<URI> relays(Configuration configuration) {
        Set<URI> relays = new LinkedHashSet<>(configuration.remotes());
        addedRelays.forEach(relay -> relays.add(RelayAddress.parse(relay)));
        return List.copyOf(relays);
    }

    /// The account that the home is to have, if anything names it.
    private Optional<AccountPlace.Login> login(Configuration configuration) {
        Configuration.User user = configuration.user();
        Optional<Ghid> wanted = userId == null ? user.userId() : Optional.of(userId);
        // Another user id on the command line is another account.
        Optional<Ghid> fingerprint = wanted.equals(user.userId()) ? user.fingerprint() : Optional.empty();
        return wanted.map(id -> new AccountPlace.Login(id, fingerprint, Optional.ofNullable(keyFile)));
    }

    private Credential credential(Configuration configuration) throws Exception {
        Path home = configuration.root();
        suite();
        Passwords passwords = new Passwords(System.getenv());
        AccountProtection account = AccountProtection.of(home);
        return account == AccountProtection.NO_ACCOUNT && !local && login(configuration).isPresent()
                ? passwords.forLogin(home, passwordFile, keyFile != null)
                : passwords.credential(home, account, passwordFile, noPassword);
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
        List<URI> relays = relays(configuration);
        Optional<AccountPlace.Login> login = local ? Optional.empty() : login(configuration);
        LocalNode.Options options = new LocalNode.Options(configuration.root(), relays, credential,
                suite(), login.isEmpty(), REQUEST_TIMEOUT, Message.MAX_LENGTH);
        boolean fresh = AccountProtection.of(configuration.root()) == AccountProtection.NO_ACCOUNT;
        AccountPlace place = local ? new AccountPlace.ThisMachine() : new AccountPlace.Relays(login);
        try (NodeDaemon node = NodeDaemon.start(options, place, process.ipcPort(),
                process.ipcOpen() ? IpcAccess.EVERY_LOCAL_USER : IpcAccess.OWN_USER)) {
            StopSignal.onFirst(node::stop);
            String what = login.isPresent() ? "Logged in; the account is in " : "New account in ";
            voice.say((fresh ? what : "Account in ") + configuration.root());
            voice.say("Fingerprint: " + node.fingerprint().text());
            voice.say(node.userId().map(id -> "User id: " + id.text())
                    .orElse("No user id: the account stays on this machine (--local)."));
            if (relays.isEmpty()) {
                voice.say("No relay: everything stays on this machine. Add one with: hypergolix config --addhost");
            }
            for (URI relay : relays) {
                voice.say("Relay: " + relay);
            }
            keep(configuration, node, relays, voice);
            voice.say("Programs reach it at ws://127.0.0.1:" + node.status().ipcPort() + "/");
            voice.say("Ready.");
            voice.ready();
            node.awaitStop();
        }
    }

    /// Writes account and relays into the configuration, where they are not there yet.
    private static void keep(Configuration configuration, NodeDaemon node, List<URI> relays, Service.Voice voice)
            throws IOException {
        Optional<Ghid> fingerprint = Optional.of(node.fingerprint());
        Configuration.User user = configuration.user();
        boolean known = node.userId().isEmpty()
                || (user.fingerprint().equals(fingerprint) && user.userId().equals(node.userId()));
        if (known && relays.equals(configuration.remotes())) {
            return;
        }
        Path file = configuration.root().resolve(Configuration.FILE_NAME);
        try {
            ConfigurationEditor editor = ConfigurationEditor.open(file);
            if (!known) {
                editor.set("user", "fingerprint", node.fingerprint().text());
                editor.set("user", "user_id", node.userId().orElseThrow().text());
            }
            if (!relays.equals(configuration.remotes())) {
                editor.remotes(relays);
            }
            editor.save();
        } catch (IOException | ConfigurationException unwritable) {
            voice.say("This is not kept in " + file + ": " + unwritable.getMessage());
        }
    }
}
