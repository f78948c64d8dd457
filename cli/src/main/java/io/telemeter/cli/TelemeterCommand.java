package io.telemeter.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command `telemeter`.
@Command(name = "telemeter", description = "Watches servers privately.", mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class)
final class TelemeterCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static void main(String[] arguments) {
        System.exit(Program.run(new TelemeterCommand(), arguments));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return spec.exitCodeOnInvalidInput();
    }
}
