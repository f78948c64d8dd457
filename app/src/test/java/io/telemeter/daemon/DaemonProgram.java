package io.telemeter.daemon;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A program for the tests, run as a process of its own: the first argument says what it does, the others with what.
final class DaemonProgram {

    private DaemonProgram() {}

    public static void main(String[] arguments) throws Exception {
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "serve" -> serve(Path.of(rest.get(0)), false);
            case "stubborn" -> serve(Path.of(rest.get(0)), true);
            case "launch" -> launch(command(rest.get(0), rest.get(1)));
            case "again" -> again(Path.of(rest.get(0)));
            case "fail" -> {
                LaunchReport.ofThisProcess().orElseThrow().failed("the relay does not\nanswer");
                System.exit(1);
            }
            case "crash" -> {
                System.out.println("starting");
                System.err.println("something broke");
                System.exit(3);
            }
            case "mute" -> Thread.sleep(Duration.ofDays(1));
            case "close" -> {
                LaunchReport.ofThisProcess().orElseThrow().close();
                Thread.sleep(Duration.ofDays(1));
            }
            case "chatter" -> chatter();
            case "touch" -> touch(Path.of(rest.get(0)));
            case "contend" -> contend(Path.of(rest.get(0)), Path.of(rest.get(1)));
            case "deserted" -> deserted(Path.of(rest.get(0)));
            case "command" -> System.out.println(String.join("\n", ThisProgram.command()));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /// The command line that runs this class with the classes the tests were compiled to.
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m", "--enable-native-access=ALL-UNNAMED",
                "-cp", root(PidFile.class) + ":" + root(DaemonProgram.class), DaemonProgram.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static Path root(Class<?> type) {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        String url = String.valueOf(type.getResource(file));
        return Path.of(URI.create(url.substring(0, url.length() - file.length() + 1)));
    }

    private static void serve(Path pidFile, boolean stubborn) throws IOException, InterruptedException {
        Optional<LaunchReport> report = LaunchReport.ofThisProcess();
        switch (PidFile.claim(pidFile)) {
            case PidFile.Claim.AlreadyRunning(var pid) -> {
                String reason = "already running with pid " + pid.getAsLong();
                report.ifPresentOrElse(r -> r.failed(reason), () -> System.out.println(reason));
                System.exit(1);
            }
            case PidFile.Claim.Held(PidFile file) -> Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    if (stubborn) {
                        System.out.println("asked to end");
                        Thread.sleep(Duration.ofDays(1));
                    }
                    file.close();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        if (report.isPresent()) {
            report.get().say("fingerprint Aé日");
            report.get().ready();
            System.out.println("this goes nowhere");
        } else {
            System.out.println("ready");
        }
        Thread.sleep(Duration.ofDays(1));
    }

    /// What a command line program does with the outcome.
    private static void launch(List<String> command) throws IOException, InterruptedException {
        LaunchOutcome outcome = DetachedLaunch.start(command, Duration.ofSeconds(60), System.out::println);
        System.out.println(outcome);
        System.exit(outcome instanceof LaunchOutcome.Ready ? 0 : 1);
    }

    private static void again(Path pidFile) throws IOException, InterruptedException {
        if (System.getenv(LaunchProtocol.VARIABLE) == null) {
            launch(ThisProgram.command());
        } else {
            serve(pidFile, false);
        }
    }

    private static void chatter() throws IOException, InterruptedException {
        LaunchReport report = LaunchReport.ofThisProcess().orElseThrow();
        for (int i = 0; i < 20_000; i++) {
            System.out.println("chatter ".repeat(10) + i);
        }
        System.out.println("x".repeat(1_000_000));
        System.out.flush();
        report.say("y".repeat(1_000_000));
        report.ready();
        Thread.sleep(Duration.ofDays(1));
    }

    private static void touch(Path file) throws IOException, InterruptedException {
        LaunchReport report = LaunchReport.ofThisProcess().orElseThrow();
        Files.createFile(file);
        report.ready();
        Thread.sleep(Duration.ofDays(1));
    }

    /// Claims and closes a pid file over and over; what it does in between only one may do at a time.
    private static void contend(Path pidFile, Path inside) throws IOException {
        int held = 0;
        for (int i = 0; i < 300; i++) {
            if (PidFile.claim(pidFile) instanceof PidFile.Claim.Held(PidFile file)) {
                try (file) {
                    Files.createFile(inside);
                    held++;
                    Thread.onSpinWait();
                    Files.delete(inside);
                }
            }
        }
        System.out.println("held it " + held);
    }

    /// Waits until the one that started it has gone, tries to report, and writes what came of it.
    private static void deserted(Path file) throws IOException, InterruptedException {
        LaunchReport report = LaunchReport.ofThisProcess().orElseThrow();
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        report.say("waiting");
        while (ProcessHandle.current().parent().equals(Optional.of(parent))) {
            Thread.sleep(20);
        }
        String result;
        try {
            report.ready();
            result = "ready";
        } catch (IOException e) {
            result = "nobody listens";
        }
        Path part = file.resolveSibling("part");
        Files.writeString(part, result);
        Files.move(part, file);
    }
}
