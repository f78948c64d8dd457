package io.telemeter.cli.node;

import io.telemeter.cli.configuration.Configuration;
import io.telemeter.cli.configuration.ConfigurationSearch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `hypergolix stop app`.
@Command(name = "app", mixinStandardHelpOptions = true,
        description = "Stops the node of this home and waits for its end. What it acknowledged is on disk.")
public final class StopAppCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Configuration configuration = ConfigurationSearch.orDefault(System.getenv());
        StartAppCommand.service(configuration).stop();
        return 0;
    }
}
