package io.telemeter.cli;

import io.telemeter.cli.node.StartAppCommand;
import io.telemeter.cli.relay.StartServerCommand;
import picocli.CommandLine.Command;

/// `hypergolix start`: the group of what can be started.
@Command(name = "start", mixinStandardHelpOptions = true, description = "Starts a service.",
        subcommands = {StartAppCommand.class, StartServerCommand.class}, subcommandsRepeatable = false)
final class StartCommand {}
