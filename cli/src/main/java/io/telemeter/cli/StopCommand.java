package io.telemeter.cli;

import io.telemeter.cli.node.StopAppCommand;
import io.telemeter.cli.relay.StopServerCommand;
import picocli.CommandLine.Command;

/// `hypergolix stop`: the group of what can be stopped.
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops a service.",
        subcommands = {StopAppCommand.class, StopServerCommand.class}, subcommandsRepeatable = false)
final class StopCommand {}
