package io.telemeter.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The two locks on a pid file: each one byte, far behind the content.
enum PidLock {

    /// Held from after the pid was written until the process ends: whoever holds it runs.
    LIFE(0x7069_6466),

    /// Held while a process looks at the file and makes it its own, so that two cannot do so at once.
    CLAIM(0x7069_6467);

    private static final int ATTEMPTS = 400;
    private static final int PAUSE_MILLIS = 5;
    private static final Path SYSTEM_TABLE = Path.of("/proc/locks");
    private static final int MOST_TABLE_BYTES = 1 << 20;

    private final long position;

    PidLock(long position) {
        this.position = position;
    }

    /// Takes the lock for this process, waiting up to 2 s for those who only look.
    ///
    /// @return nothing if another process holds it all the time
    @Nullable FileLock take(FileChannel channel) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileLock lock = attempt(channel, false);
            if (lock != null) {
                return lock;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for a lock", e);
            }
        }
        return null;
    }

    /// Whether it is taken. Looks by taking a shared lock for an instant, so that lookers do not see each other.
    boolean isHeldByAnother(FileChannel channel) throws IOException {
        FileLock lock = attempt(channel, true);
        if (lock == null) {
            return true;
        }
        lock.release();
        return false;
    }

    private @Nullable FileLock attempt(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(position, 1, shared);
        } catch (OverlappingFileLockException _) {
            // Held through another channel of this process.
            return null;
        }
    }

    /// Whether the system lists that process as a holder of this lock on some file. A pid written in a file may be of
    /// another container; the system's list has only processes of this one, under their pids here.
    ///
    /// @return true also where there is no such list
    boolean mayBeHeldBy(long pid) {
        String table;
        try (InputStream stream = Files.newInputStream(SYSTEM_TABLE)) {
            table = new String(stream.readNBytes(MOST_TABLE_BYTES), US_ASCII);
        } catch (IOException _) {
            return true;
        }
        return table.lines().anyMatch(line -> lists(line, pid));
    }

    /// A line reads `7: POSIX  ADVISORY  WRITE 4242 fd:01:1234567 1885955174 1885955174`; one that waits has `->` in
    /// it.
    private boolean lists(String line, long pid) {
        String[] words = line.strip().split(" +", -1);
        return words.length == 8 && words[1].equals("POSIX") && words[3].equals("WRITE")
                && words[4].equals(Long.toString(pid)) && words[6].equals(Long.toString(position));
    }
}
