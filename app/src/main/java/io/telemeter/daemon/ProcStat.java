package io.telemeter.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What `/proc/<pid>/stat` says of a process.
///
/// @param state
///            one letter, `Z` of one that has ended and whose parent has not taken notice
/// @param session
///            the pid of the leader of its session
record ProcStat(char state, long session) {

    /// Reads it; empty if there is no such process, or no `/proc`.
    static Optional<ProcStat> of(long pid) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
        } catch (IOException _) {
            return Optional.empty();
        }
        // pid (name) state parent group session ...; the name may hold blanks and brackets.
        String[] words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return words.length < 4 ? Optional.empty()
                : Optional.of(new ProcStat(words[0].charAt(0), Long.parseLong(words[3])));
    }

    boolean ended() {
        return state == 'Z' || state == 'X';
    }
}
