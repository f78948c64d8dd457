package io.telemeter.cli;

import io.telemeter.cli.inspect.InspectCommand;
import io.telemeter.cli.node.ConfigCommand;
import io.telemeter.cli.node.StatusCommand;
import io.telemeter.cli.object.ObjectCommand;
import java.util.concurrent.Callable;
import io.telemeter.cli.process.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command `hypergolix`.
@Command(name = "hypergolix", mixinStandardHelpOptions = true,
        description = "Runs a Hypergolix relay or node, and works with objects.",
        footer = {"",
                "A home is a directory with an account, its objects and its settings: $HYPERGOLIX_HOME; else where a"
                        + " hypergolix.yml is found, looked for in the working directory, ~/.hypergolix and /etc/hypergolix; else"
                        + " ~/.hypergolix.",
                "",
                "A beginning:  hypergolix config --addhost HOST PORT TLS",
                "              hypergolix start app",
                "              hypergolix object new \"hello world\""},
        versionProvider = BuildVersion.class,
        subcommands = {StartCommand.class, StopCommand.class, StatusCommand.class, ConfigCommand.class,
                ObjectCommand.class, RelayCommand.class, InspectCommand.class})
final class HypergolixCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static void main(String[] arguments) {
        StopSignal.exit(Program.run(new HypergolixCommand(), arguments));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return spec.exitCodeOnInvalidInput();
    }
}
