package io.telemeter.cli.relay;

import io.telemeter.cli.configuration.Configuration;
import io.telemeter.cli.configuration.ConfigurationException;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.cli.process.Service;
import io.telemeter.cli.process.StopSignal;
import io.telemeter.daemon.LaunchReport;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.hypergolix.relay.RelayOptions;
import org.hypergolix.relay.RelayServer;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.sqlite.SqliteStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hypergolix start server`: runs a relay with the `server:` block of the configuration.
@Command(name = "server", mixinStandardHelpOptions = true,
        description = {"Runs a relay: verifies, stores and announces objects that it cannot read.",
                "Settings come from the server: block of hypergolix.yml, looked for in $HYPERGOLIX_HOME, else in the"
                        + " working directory, ~/.hypergolix and /etc/hypergolix:",
                "  host       null = 127.0.0.1, ANY = all interfaces, AUTO = the default route's, or an address",
                "  port       default 7770; 0 = any free one",
                "  ghidcache  the directory of the store; default ghidcache beside the file"})
public final class StartServerCommand implements Callable<Integer> {
    @Option(names = "--foreground", description = "Run in the foreground until SIGTERM or Ctrl-C.")
    private boolean foreground;

    @Mixin
    private ObsoleteOptions obsolete = new ObsoleteOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try {
            Configuration configuration = ConfigurationSearch.orDefault(System.getenv());
            Optional<String> objection = obsolete.objection(configuration.root());
            if (objection.isPresent()) {
                throw new ParameterException(spec().commandLine(), objection.get());
            }
            Service service = service(configuration);
            if (foreground) {
                warn(configuration);
                service.runHere(voice -> serve(configuration, voice));
                return 0;
            }
            Optional<LaunchReport> report = LaunchReport.ofThisProcess();
            if (report.isPresent()) {
                try (LaunchReport parent = report.get()) {
                    return service.runDetached(parent, voice -> serve(configuration, voice));
                }
            }
            warn(configuration);
            service.detach(new byte[0]);
            return 0;
        } catch (ConfigurationException wrong) {
            return failed(wrong.getMessage());
        } catch (StoreException unusable) {
            return failed(unusable.getMessage());
        }
    }

    static Service service(Configuration configuration) {
        Configuration.Server server = configuration.server();
        return new Service("relay", server.pidFile(), server.logDirectory(), "hypergolix-server",
                server.instrumentation().logDetail(), "hypergolix stop server");
    }

    private static void warn(Configuration configuration) {
        configuration.warnings().forEach(warning -> System.err.println("hypergolix: warning: " + warning));
    }

    private static void serve(Configuration configuration, Service.Voice voice)
            throws IOException, InterruptedException {
        Configuration.Server settings = configuration.server();
        InetSocketAddress address = new InetSocketAddress(host(settings), settings.port());
        Files.createDirectories(settings.storeDirectory(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        SqliteStore store = SqliteStore.open(settings.storeDirectory().resolve("relay.db"), SqliteStore.Options.LARGE);
        CountDownLatch stop = new CountDownLatch(1);
        try (RelayServer server = RelayServer.start(RelayOptions.of(address, store))) {
            StopSignal.onFirst(stop::countDown);
            voice.say("hypergolix server listening on " + url(server.address()));
            voice.ready();
            stop.await();
        } catch (BindException taken) {
            throw new IOException("Cannot listen on " + url(address) + " (" + taken.getMessage() + "); "
                    + (isOwn(address.getAddress())
                            ? "choose another server.port in "
                            : "server.host is no address of this machine, choose another one in ")
                    + configuration.root().resolve(Configuration.FILE_NAME) + ".", taken);
        }
    }

    private static boolean isOwn(InetAddress address) throws SocketException {
        return address.isAnyLocalAddress() || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }

    private static InetAddress host(Configuration.Server settings) throws IOException {
        String host = settings.host().orElse("127.0.0.1");
        try {
            return switch (host.toUpperCase(Locale.ROOT)) {
                case "ANY" -> new InetSocketAddress(0).getAddress();
                case "AUTO" -> defaultRoute();
                default -> InetAddress.getByName(host);
            };
        } catch (IOException unknown) {
            throw new IOException("server.host is '" + host + "', which is no address of this machine.", unknown);
        }
    }

    /// The own address towards the rest of the world: what a socket gets that is connected there. Nothing is sent.
    private static InetAddress defaultRoute() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByAddress(new byte[]{(byte) 192, 0, 2, 1}), 9);
            return socket.getLocalAddress();
        }
    }

    private static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return "ws://" + (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":"
                + address.getPort() + "/";
    }

    private int failed(@Nullable String reason) {
        spec().commandLine().getErr().println("hypergolix start server: " + reason);
        return 1;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command runs only through its command line.");
        }
        return spec;
    }
}
