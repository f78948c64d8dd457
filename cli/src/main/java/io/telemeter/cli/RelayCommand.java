package io.telemeter.cli;

import io.telemeter.cli.relay.RelayCopyCommand;
import picocli.CommandLine.Command;

/// `hypergolix relay`: the group of what can be done about relays.
@Command(name = "relay", mixinStandardHelpOptions = true, description = "Moves an account between relays.",
        subcommands = RelayCopyCommand.class, subcommandsRepeatable = false)
final class RelayCommand {}
