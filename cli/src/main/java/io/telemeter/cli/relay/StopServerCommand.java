package io.telemeter.cli.relay;

import io.telemeter.cli.configuration.ConfigurationSearch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `hypergolix stop server`.
@Command(name = "server", mixinStandardHelpOptions = true,
        description = "Stops the relay of this home and waits for its end. What it acknowledged is on disk.")
public final class StopServerCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        StartServerCommand.service(ConfigurationSearch.orDefault(System.getenv())).stop();
        return 0;
    }
}
