package io.telemeter.cli.node;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.console.TerminalText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hypergolix.node.daemon.NodeControl;
import org.hypergolix.node.daemon.NodeStatus;
import org.hypergolix.wire.local.RelayStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hypergolix status`: how the node of this home is.
@Command(name = "status", mixinStandardHelpOptions = true,
        header = "Tells how the node of this home is.",
        description = {
                "Its relays, what waits to be sent, which programs are connected,"
                        + " what it keeps, and the reason for everything that is not as it should be.",
                "Exit code 0: it runs and a relay is connected, or none is configured; 3: it runs without a relay;"
                        + " 4: it does not run."})
public final class StatusCommand implements Callable<Integer> {
    private static final int WITHOUT_RELAY = 3;
    private static final int NOT_RUNNING = 4;
    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_NAME = 40;
    private static final int MANY_QUEUED = 9_000;
    private static final long LITTLE_SPACE = 64L * 1024 * 1024;

    @Option(names = "--json", description = "One JSON object, for scripts; its members are in docs/node.md.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Path home = ConfigurationSearch.orDefault(System.getenv()).root();
        Optional<NodeStatus> status = new NodeControl(home).status();
        if (status.isEmpty()) {
            System.out.println(json
                    ? JsonWriter
                            .string(JsonObject.builder().value("running", false).value("home", home.toString()).done())
                    : "No node runs in " + home + "; start it with: hypergolix start app");
            return NOT_RUNNING;
        }
        System.out.print(json ? json(home, status.get()) + "\n" : text(home, status.get(), Instant.now()));
        boolean connected = status.get().relays().stream().anyMatch(RelayStatus::connected);
        return connected || status.get().relays().isEmpty() ? 0 : WITHOUT_RELAY;
    }

    private static String json(Path home, NodeStatus status) {
        JsonArray relays = new JsonArray();
        for (RelayStatus relay : status.relays()) {
            relays.add(JsonObject.builder().value("url", relay.relay().toString()).value("connected", relay.connected())
                    .value("since_ms", relay.sinceMillis()).value("heard_ms", relay.heardMillis())
                    .value("queued", relay.queued()).value("reason", relay.reason()).done());
        }
        JsonArray programs = new JsonArray();
        for (NodeStatus.Program program : status.programs()) {
            programs.add(JsonObject.builder().value("port", program.port()).value("since_ms", program.sinceMillis())
                    .value("requests", program.requests()).value("pid", program.pid()).value("name", program.name())
                    .done());
        }
        JsonArray problems = new JsonArray();
        problems.addAll(problems(status));
        return JsonWriter.string(JsonObject.builder().value("running", true).value("home", home.toString())
                .value("fingerprint", status.account().text()).value("pid", status.pid())
                .value("started_ms", status.startedMillis()).value("ipc_port", status.ipcPort())
                .value("objects", status.storage().objects()).value("object_bytes", status.storage().objectBytes())
                .value("disk_bytes", status.storage().diskBytes()).value("free_bytes", status.storage().freeBytes())
                .array("relays", relays).array("programs", programs).array("problems", problems).done());
    }

    private static String text(Path home, NodeStatus status, Instant now) {
        StringBuilder text = new StringBuilder();
        line(text, "node", "runs in " + home + ", pid " + status.pid() + ", for " + since(status.startedMillis(), now));
        line(text, "account", status.account().text());
        if (status.relays().isEmpty()) {
            line(text, "relays", "none configured; everything stays on this machine");
        }
        status.relays().forEach(relay -> line(text, "relay", relay(relay, now)));
        line(text, "programs", status.programs().isEmpty()
                ? "none connected; they reach it at ws://127.0.0.1:" + status.ipcPort() + "/"
                : status.programs().size() + " connected at ws://127.0.0.1:" + status.ipcPort() + "/");
        status.programs().forEach(program -> line(text, "", program(program, now)));
        line(text, "storage", status.storage().objects() + " objects, " + size(status.storage().diskBytes())
                + " on disk, " + size(status.storage().freeBytes()) + " free");
        problems(status).forEach(problem -> line(text, "problem", problem));
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append("%-10s%s%n".formatted(label, value));
    }

    private static String relay(RelayStatus relay, Instant now) {
        String text = relay.relay() + (relay.connected() ? "  connected for " : "  not connected for ")
                + since(relay.sinceMillis(), now);
        if (relay.heardMillis() > 0) {
            text += ", last heard " + since(relay.heardMillis(), now) + " ago";
        }
        return text + (relay.queued() > 0 ? ", " + relay.queued() + " waiting to be sent" : "");
    }

    private static String program(NodeStatus.Program program, Instant now) {
        String name = program.pid() == 0
                ? "at port " + program.port()
                : TerminalText.line(program.name(), LONGEST_NAME) + " (pid " + program.pid() + ")";
        return name + ", for " + since(program.sinceMillis(), now) + ", "
                + (program.requests() == 1 ? "1 request" : program.requests() + " requests");
    }

    /// What is not as it should be, and why, a line each.
    private static List<String> problems(NodeStatus status) {
        List<String> problems = new ArrayList<>();
        for (RelayStatus relay : status.relays()) {
            if (!relay.connected()) {
                problems.add(relay.relay() + " is not connected: " + TerminalText.line(relay.reason(), LONGEST_REASON));
            }
            if (relay.queued() >= MANY_QUEUED) {
                problems.add(relay.queued() + " objects wait for " + relay.relay()
                        + ", and no more than 10000 are kept; then nothing new can be published");
            }
        }
        if (status.storage().freeBytes() < LITTLE_SPACE) {
            problems.add("only " + size(status.storage().freeBytes())
                    + " are free on the disk; without room nothing new can be published");
        }
        return problems;
    }

    private static String size(long bytes) {
        return bytes < 1024 * 1024
                ? (bytes + 1023) / 1024 + " KiB"
                : bytes < 1024L * 1024 * 1024
                        ? "%.1f MiB".formatted(bytes / (1024.0 * 1024))
                        : "%.1f GiB".formatted(bytes / (1024.0 * 1024 * 1024));
    }

    private static String since(long millis, Instant now) {
        Duration time = Duration.between(Instant.ofEpochMilli(millis), now);
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : Math.max(0, time.toSeconds()) + " s";
    }
}
