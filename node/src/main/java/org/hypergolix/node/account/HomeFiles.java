package org.hypergolix.node.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// Small secret files in a home: written so that a crash leaves the old file or the new one, readable by the owner only.
public final class HomeFiles {
    private static final FileAttribute<?>[] NONE = {};

    private HomeFiles() {}

    /// Makes the directory, mode 0700, unless it is there.
    static void createDirectory(Path home) throws IOException {
        if (Files.isDirectory(home)) {
            return;
        }
        Path parent = home.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(home, mode(home, "rwx------"));
        } catch (FileAlreadyExistsException raced) {
            if (!Files.isDirectory(home)) {
                throw raced;
            }
        }
    }

    /// Writes `content` to a temporary file, flushes it, moves it to `file`, and flushes the directory.
    public static void write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                mode(file, "rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        flushDirectory(file);
    }

    /// The content of `file`.
    ///
    /// @throws IOException also if it is longer than `most` bytes
    static byte[] read(Path file, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > most) {
                throw new IOException("it has " + size + " bytes and at most " + most + " are expected");
            }
            ByteBuffer content = ByteBuffer.allocate((int) size);
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // until full or shorter than announced
            }
            return Arrays.copyOf(content.array(), content.position());
        }
    }

    /// Whether anybody but the owner may read or write `file`. False where the file system has no such notion.
    static boolean openToOthers(Path file) throws IOException {
        if (!posix(file)) {
            return false;
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
        allowed.removeAll(EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE));
        return !allowed.isEmpty();
    }

    /// The mode of `file` as `chmod` would print it, such as 644.
    static String modeOf(Path file) throws IOException {
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        int mode = 0;
        for (int index = 0; index < permissions.length(); index++) {
            mode = (mode << 1) | (permissions.charAt(index) == '-' ? 0 : 1);
        }
        return Integer.toOctalString(mode);
    }

    static FileAttribute<?>[] mode(Path file, String permissions) {
        if (!posix(file)) {
            return NONE;
        }
        return new FileAttribute<?>[]{
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))};
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void flushDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Not every system opens directories; the rename is then as durable as that system makes it.
        }
    }
}
