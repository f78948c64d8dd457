package org.hypergolix.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.hypergolix.store.StoreException;

/// What the first bytes of a file say, read without SQLite, so that a file of somebody else stays as it is: to open a
/// database is to change it.
///
/// ```
///    0  "SQLite format 3", 0
///   60  user_version, the schema
///   68  application_id
/// ```
final class FileHeader {
    /// "hglx" in the file's header.
    static final int APPLICATION_ID = 0x68676c78;

    /// The schema that this program writes; it refuses files with a greater one.
    static final int VERSION = 1;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 100;
    private static final int VERSION_OFFSET = 60;
    private static final int APPLICATION_OFFSET = 68;

    private FileHeader() {}

    /// Checks that `file` is a store of this program, or empty, or not there.
    ///
    /// @throws StoreException if it is anything else
    static void check(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw failed(file + " is a directory; name a file in it.");
        }
        if (Files.notExists(file) || hasContent(Path.of(file + "-journal"))) {
            // A journal is left of the making of the tables; SQLite undoes that.
            return;
        }
        byte[] header = read(file);
        if (header.length == 0) {
            if (hasContent(Path.of(file + "-wal"))) {
                throw new StoreException(StoreException.Reason.DAMAGED, file + " is empty, but its log " + file
                        + "-wal is not; restore both from a backup, or move both away.");
            }
            return;
        }
        if (header.length < LENGTH || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new StoreException(StoreException.Reason.DAMAGED,
                    file + " is no database; restore it from a backup, or move it away.");
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        check(file, fields.getInt(APPLICATION_OFFSET), fields.getInt(VERSION_OFFSET));
    }

    /// Checks what a database says of itself.
    ///
    /// @throws StoreException if it is of another program, or of a later version of this one
    static void check(Path file, long application, long version) {
        if (application != APPLICATION_ID) {
            throw failed(file + " is a database of another program; name another file.");
        }
        if (version > VERSION) {
            throw failed(file + " was written by a later version (schema " + version + ", known here up to " + VERSION
                    + "); update this program.");
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(LENGTH);
        }
    }

    private static boolean hasContent(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) > 0;
    }

    private static StoreException failed(String message) {
        return new StoreException(StoreException.Reason.FAILED, message);
    }
}
