package io.telemeter.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The pid file of a running program: the decimal pid and a line feed, readable by its user only, gone when the program
/// closed it.
///
/// The system's lock on the file, not its existence, says that the program runs: the lock ends with the process, so a
/// file left by a crash is harmless. The lock is taken after the pid was written, so the pid in a locked file is the
/// holder's.
///
/// POSIX gives locks to processes: a process that opens and closes its own pid file once more loses the lock. So the
/// program that holds it does not read the file, and asks neither this class nor [DaemonStop] about it.
public final class PidFile implements AutoCloseable {

    private static final Pattern CONTENT = Pattern.compile("[1-9][0-9]{0,9}\n?");
    private static final int MOST_BYTES = 64;
    private static final int MOST_ATTEMPTS = 100;

    private final Path path;
    private final FileChannel channel;
    private final Object key;

    private PidFile(Path path, FileChannel channel, Object key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /// What became of an attempt to run under a pid file.
    public sealed interface Claim {

        /// This process runs under it until it closes the file or ends.
        record Held(PidFile file) implements Claim {}

        /// Another process does; its pid, unless the file cannot be understood.
        record AlreadyRunning(OptionalLong pid) implements Claim {}
    }

    /// Claims a pid file for this process, creating it or taking over one that nobody holds.
    ///
    /// Takes a few milliseconds; up to 2 s if others claim or look at the same file at the same time.
    ///
    /// @param path
    ///            a relative one is below the current directory; its directory must exist
    /// @throws IOException
    ///             if the file cannot be written, is a symbolic link or no regular file, or holds something else than a
    ///             pid: then it is not overwritten. The message is one line
    public static Claim claim(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        try {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                Claim claim = attempt(absolute);
                if (claim != null) {
                    return claim;
                }
            }
        } catch (FileSystemException e) {
            throw explained(absolute, e);
        } catch (ClosedByInterruptException e) {
            throw interrupted(absolute, e);
        }
        throw new IOException(absolute + ": the pid file keeps changing; is another program using it?");
    }

    /// Tries once; nothing if the file at the path was replaced meanwhile.
    private static @Nullable Claim attempt(Path path) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        if (attributes != null && !attributes.isRegularFile()) {
            throw new IOException(path + ": not a regular file; choose another pid file");
        }
        FileChannel channel = FileChannel.open(path, Set.of(READ, WRITE, CREATE, NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean held = false;
        try {
            FileLock claim = PidLock.CLAIM.take(channel);
            if (claim == null) {
                throw new IOException(path + ": another program is claiming this pid file; try again");
            }
            if (PidLock.LIFE.isHeldByAnother(channel)) {
                return new Claim.AlreadyRunning(pid(read(channel)));
            }
            write(path, channel);
            if (PidLock.LIFE.take(channel) == null) {
                throw new IOException(path + ": another program keeps a lock on this pid file");
            }
            // The one that had the file before may have removed it after we opened it. From here on nobody removes it
            // but us.
            Object key = key(path);
            if (key == null || !OpenFiles.contain(key)) {
                return null;
            }
            claim.release();
            held = true;
            return new Claim.Held(new PidFile(path, channel, key));
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static void write(Path path, FileChannel channel) throws IOException {
        String before = read(channel);
        if (!isPidOrNothing(before)) {
            throw new IOException(path + ": holds something else than a pid; remove it or choose another pid file");
        }
        ByteBuffer content = ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII));
        channel.truncate(0);
        while (content.hasRemaining()) {
            channel.write(content, content.position());
        }
    }

    /// What a look at a pid file shows.
    ///
    /// @param held
    ///            whether a process runs under it
    /// @param pid
    ///            what it says about that process; empty if nobody runs under it
    record Look(boolean held, OptionalLong pid) {

        static final Look NOBODY = new Look(false, OptionalLong.empty());
    }

    /// Looks whether anybody runs under a pid file, without changing it.
    ///
    /// @throws IOException
    ///             if the file is there and cannot be read, or is no pid file: nobody runs under it, and it is a directory
    ///             or holds something else than a pid
    static Look look(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (Files.isDirectory(absolute, NOFOLLOW_LINKS)) {
            throw new IOException(absolute + ": is a directory, not a pid file");
        }
        if (!Files.isRegularFile(absolute, NOFOLLOW_LINKS)) {
            return Look.NOBODY;
        }
        try (FileChannel channel = FileChannel.open(absolute, READ, NOFOLLOW_LINKS)) {
            if (PidLock.LIFE.isHeldByAnother(channel)) {
                return new Look(true, pid(read(channel)));
            }
            String content = read(channel);
            if (!isPidOrNothing(content)) {
                throw new IOException(
                        absolute + ": is no pid file, it holds something else than a pid; it was left alone");
            }
            return Look.NOBODY;
        } catch (NoSuchFileException _) {
            return Look.NOBODY;
        } catch (FileSystemException e) {
            throw explained(absolute, e);
        } catch (ClosedByInterruptException e) {
            throw interrupted(absolute, e);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MOST_BYTES);
        while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
            // Until the end of the file or of the buffer.
        }
        return new String(content.array(), 0, content.position(), US_ASCII);
    }

    /// Nothing is what stands there for a moment while somebody claims the file.
    private static boolean isPidOrNothing(String content) {
        return content.isEmpty() || CONTENT.matcher(content).matches();
    }

    private static OptionalLong pid(String content) {
        return CONTENT.matcher(content).matches() ? OptionalLong.of(Long.parseLong(content.strip()))
                : OptionalLong.empty();
    }

    /// Device and inode of the file at the path now; nothing if there is none.
    private static @Nullable Object key(Path path) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        return attributes == null ? null : attributes.fileKey();
    }

    private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static IOException explained(Path path, FileSystemException e) {
        return switch (e) {
            case NoSuchFileException _ -> new IOException(path + ": the directory of the pid file does not exist", e);
            case AccessDeniedException _ -> new IOException(path + ": permission denied for this pid file", e);
            default ->
                new IOException(path + ": " + requireNonNullElse(e.getReason(), "cannot be used as a pid file"), e);
        };
    }

    private static IOException interrupted(Path path, ClosedByInterruptException e) {
        return new IOException(path + ": interrupted while using the pid file", e);
    }

    /// Where the file is, absolute.
    public Path path() {
        return path;
    }

    /// Removes the file, if it is still this one, and lets go of it. May be called from any thread, more than once.
    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                // Before the lock ends: afterwards the file at the path may be somebody else's.
                if (key.equals(key(path))) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
