package org.hypergolix.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hypergolix.store.StoreException;

/// Keeps a second program from the same store. The operating system lets go of the lock when the process ends, however
/// it ends; the file stays, as removing it would let two in.
final class StoreLock implements AutoCloseable {
    private static final String SUFFIX = ".db";

    /// Locks of this process. Where locks are of the POSIX kind, closing a second channel to a file gives up the first
    /// one's lock, so that a second attempt must not even open it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private StoreLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Locks `database`: `relay.db` by `relay.lock` beside it.
    ///
    /// @throws StoreException with reason LOCKED if somebody else has it
    static StoreLock take(Path database) throws IOException {
        String name = database.getFileName().toString();
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        Path path = database.resolveSibling(stem + ".lock");
        if (!HELD.add(path)) {
            throw locked(database, "this process");
        }
        try {
            return take(database, path);
        } catch (IOException | RuntimeException failure) {
            HELD.remove(path);
            throw failure;
        }
    }

    private static StoreLock take(Path database, Path path) throws IOException {
        Privacy.createFile(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw locked(database, holder(path));
            }
            // For the message that the next one gets; the locked byte is far behind it, so that it can be read.
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new StoreLock(path, channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static String holder(Path path) throws IOException {
        String pid = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        return pid.matches("[0-9]{1,10}") ? "process " + pid : "another process";
    }

    private static StoreException locked(Path database, String holder) {
        return new StoreException(StoreException.Reason.LOCKED,
                database + " is in use by " + holder + "; stop that first, or name another file.");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(path);
        }
    }
}
