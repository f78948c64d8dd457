package io.telemeter.cli;

import io.telemeter.cli.demo.DemoCommand;
import io.telemeter.cli.monitoring.MonitoringCommand;
import io.telemeter.cli.process.StopSignal;
import picocli.CommandLine.Command;

/// The command `telemeter`.
@Command(name = "telemeter", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class,
        subcommands = {DemoCommand.class}, sortOptions = false,
        description = {"Watches servers privately. Without --telereader: publishes the status of this machine, as a"
                + " daemon. With it: shows the statuses of the agent with that fingerprint.",
                ""},
        footer = {"", "Try 'telemeter demo' first."})
final class TelemeterCommand extends MonitoringCommand {

    static void main(String[] arguments) {
        StopSignal.exit(Program.run(new TelemeterCommand(), arguments));
    }
}
