package io.telemeter.cli.relay;

import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.cli.configuration.RelayAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hypergolix.node.copying.CopyReport;
import org.hypergolix.node.copying.RelayCopy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hypergolix relay copy`: gives a relay everything of this home's account that another one has.
@Command(name = "copy", mixinStandardHelpOptions = true, sortOptions = false,
        description = {
                "Copies everything of this home's account from one relay to another: its identity, its objects and"
                        + " those it reads, deletions, and requests that wait. Fingerprint and user id stay what they are.",
                "Needs no password, and no node may run in the home. Doing it again copies what is missing. Afterwards"
                        + " name the new relay with: hypergolix config --removehost ... --addhost ...",
                "Exit code 0: everything was copied; 1: something was not, or the copy could not begin."})
public final class RelayCopyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FROM", description = "The relay to read, such as ws://host:7770/.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "The relay to give it to.")
    private String to = "";

    @Option(names = "--home", paramLabel = "DIR", description = "The home; otherwise as for start app.")
    private @Nullable Path home;

    @Override
    public Integer call() throws Exception {
        URI source = RelayAddress.parse(from);
        URI target = RelayAddress.parse(to);
        Path directory = home == null
                ? ConfigurationSearch.orDefault(System.getenv()).root()
                : home.toAbsolutePath().normalize();
        CopyReport report = RelayCopy.copy(directory, source, target);
        report.failures().forEach(failure -> System.err.println("not copied: " + failure));
        System.out.println("Copied to " + target + ": " + count(report.dynamicObjects(), "dynamic object") + ", "
                + count(report.staticObjects(), "static object") + ", " + count(report.deletions(), "deletion") + ", "
                + count(report.requests(), "request") + ".");
        if (report.newerThere() > 0) {
            System.out.println("Newer there already: " + report.newerThere() + ".");
        }
        if (!report.failures().isEmpty()) {
            System.out.println("Not copied: " + report.failures().size() + ".");
        }
        return report.failures().isEmpty() ? 0 : 1;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
