package io.telemeter.cli.relay;

import picocli.CommandLine.Command;

/// `hypergolix start`: the group of what can be started.
@Command(name = "start", mixinStandardHelpOptions = true, description = "Starts a service.",
        subcommands = {StartServerCommand.class}, subcommandsRepeatable = false)
public final class StartCommand {}
