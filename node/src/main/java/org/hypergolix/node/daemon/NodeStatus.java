package org.hypergolix.node.daemon;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.RelayStatus;

/// How a node is. Times are milliseconds since the epoch.
///
/// @param account its fingerprint
/// @param pid of its process
/// @param startedMillis when it was started
/// @param ipcPort where programs reach it
/// @param storage what it keeps
public record NodeStatus(
        Ghid account,
        long pid,
        long startedMillis,
        int ipcPort,
        Storage storage,
        List<RelayStatus> relays,
        List<Program> programs) {

    private static final int MOST_LINES = 10_000;

    /// Copies.
    public NodeStatus {
        relays = List.copyOf(relays);
        programs = List.copyOf(programs);
    }

    /// What a node keeps on disk.
    ///
    /// @param objects that its store holds
    /// @param objectBytes their sizes together
    /// @param diskBytes what the store takes on disk
    /// @param freeBytes what this user may still write there
    public record Storage(long objects, long objectBytes, long diskBytes, long freeBytes) {}

    /// A connected program.
    ///
    /// @param port its end of the connection
    /// @param sinceMillis when it connected
    /// @param requests that it has made
    /// @param pid of its process; 0 where the system does not tell it
    /// @param name of its process; empty where the system does not tell it
    public record Program(int port, long sinceMillis, long requests, long pid, String name) {}

    /// As lines of fields with tabs between them, for [#decode].
    byte[] encode() {
        StringBuilder text = new StringBuilder();
        line(text, "node", account.text(), pid, startedMillis, ipcPort);
        line(text, "storage", storage.objects, storage.objectBytes, storage.diskBytes, storage.freeBytes);
        for (RelayStatus relay : relays) {
            line(text, "relay", relay.relay(), relay.connected(), relay.sinceMillis(), relay.heardMillis(),
                    relay.queued(), relay.reason().replaceAll("\\s+", " "));
        }
        for (Program program : programs) {
            line(text, "program", program.port, program.sinceMillis, program.requests, program.pid,
                    program.name.replaceAll("\\s+", " "));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, Object... fields) {
        for (int index = 0; index < fields.length; index++) {
            text.append(index == 0 ? "" : "\t").append(fields[index]);
        }
        text.append('\n');
    }

    /// Reads what [#encode] wrote. Kinds of lines that this version does not know are skipped.
    ///
    /// @throws IllegalArgumentException if it is something else
    static NodeStatus decode(byte[] encoded) {
        List<RelayStatus> relays = new ArrayList<>();
        List<Program> programs = new ArrayList<>();
        String[] node = {};
        Storage storage = new Storage(0, 0, 0, 0);
        try {
            for (String line : new String(encoded, StandardCharsets.UTF_8).lines().limit(MOST_LINES).toList()) {
                String[] fields = line.split("\t", -1);
                switch (fields[0]) {
                    case "node" -> node = fields;
                    case "storage" -> storage = new Storage(
                            number(fields[1]), number(fields[2]), number(fields[3]), number(fields[4]));
                    case "relay" -> relays.add(new RelayStatus(URI.create(fields[1]), Boolean.parseBoolean(fields[2]),
                            number(fields[3]), number(fields[4]), Integer.parseInt(fields[5]), fields[6]));
                    case "program" -> programs.add(new Program(Integer.parseInt(fields[1]), number(fields[2]),
                            number(fields[3]), number(fields[4]), fields[5]));
                    default -> {}
                }
            }
            return new NodeStatus(Ghid.parse(node[1]), number(node[2]), number(node[3]), Integer.parseInt(node[4]),
                    storage, relays, programs);
        } catch (IndexOutOfBoundsException cut) {
            throw new IllegalArgumentException("This is no status of a node.", cut);
        }
    }

    private static long number(String field) {
        return Long.parseLong(field);
    }
}
