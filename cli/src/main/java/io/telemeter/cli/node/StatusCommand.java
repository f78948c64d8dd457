package io.telemeter.cli.node;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.console.TerminalText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hypergolix.node.daemon.NodeControl;
import org.hypergolix.node.daemon.NodeStatus;
import org.hypergolix.wire.local.RelayStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hypergolix status`: how the node of this home is.
@Command(name = "status", mixinStandardHelpOptions = true,
        description = {"Tells how the node of this home is: its relays, what waits to be sent, who is connected.",
                "Exit code 0: it runs and a relay is connected, or none is configured; 3: it runs without a relay;"
                        + " 4: it does not run."})
public final class StatusCommand implements Callable<Integer> {
    private static final int WITHOUT_RELAY = 3;
    private static final int NOT_RUNNING = 4;
    private static final int LONGEST_REASON = 200;

    @Option(names = "--json", description = "One JSON object.")
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
                    .value("since_ms", relay.sinceMillis()).value("queued", relay.queued())
                    .value("reason", relay.reason()).done());
        }
        JsonArray programs = new JsonArray();
        for (NodeStatus.Program program : status.programs()) {
            programs.add(JsonObject.builder().value("port", program.port()).value("since_ms", program.sinceMillis())
                    .value("requests", program.requests()).done());
        }
        return JsonWriter.string(JsonObject.builder().value("running", true).value("home", home.toString())
                .value("fingerprint", status.account().text()).value("pid", status.pid())
                .value("started_ms", status.startedMillis()).value("ipc_port", status.ipcPort())
                .value("objects", status.objects()).value("object_bytes", status.objectBytes())
                .value("disk_bytes", status.diskBytes()).array("relays", relays).array("programs", programs).done());
    }

    private static String text(Path home, NodeStatus status, Instant now) {
        StringBuilder text = new StringBuilder();
        text.append("node      runs in ").append(home).append(", pid ").append(status.pid()).append(", for ")
                .append(since(status.startedMillis(), now)).append('\n');
        text.append("account   ").append(status.account().text()).append('\n');
        if (status.relays().isEmpty()) {
            text.append("relays    none configured; everything stays on this machine\n");
        }
        for (RelayStatus relay : status.relays()) {
            text.append("relay     ").append(relay.relay())
                    .append(relay.connected() ? "  connected for " : "  away for ")
                    .append(since(relay.sinceMillis(), now));
            if (!relay.connected()) {
                text.append(": ").append(TerminalText.line(relay.reason(), LONGEST_REASON));
            }
            if (relay.queued() > 0) {
                text.append("; ").append(relay.queued()).append(" waiting to be sent");
            }
            text.append('\n');
        }
        text.append("programs  ").append(status.programs().size()).append(" connected at ws://127.0.0.1:")
                .append(status.ipcPort()).append("/\n");
        text.append("storage   ").append(status.objects()).append(" objects, ")
                .append(status.diskBytes() / 1024).append(" KiB on disk\n");
        return text.toString();
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
