package org.hypergolix.store.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.hypergolix.store.StoreException;

/// Tells what an SQLite error means to the owner of the file.
final class Failures {
    private static final int PRIMARY = 0xFF;
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int PROTOCOL = 15;
    private static final int NOTADB = 26;

    /// Less than that is a full disk: the shared index of the log grows by pieces of 32 KiB.
    private static final long LEAST_SPACE = 64 << 10;

    private final Path file;

    Failures(Path file) {
        this.file = file;
    }

    StoreException explain(SQLException failure) {
        return switch (failure.getErrorCode() & PRIMARY) {
            case FULL -> full(failure);
            case IOERR -> hasSpace() ? broken(failure) : full(failure);
            case CORRUPT -> new StoreException(StoreException.Reason.DAMAGED, file
                    + " is damaged; stop the program and restore it from a backup, or move it away with its log " + file
                    + "-wal.", failure);
            case NOTADB -> new StoreException(StoreException.Reason.DAMAGED,
                    file + " is no database; restore it from a backup, or move it away.", failure);
            case BUSY, LOCKED, PROTOCOL -> new StoreException(StoreException.Reason.LOCKED,
                    file + " is locked by another program, perhaps a backup; end that, or try again later.", failure);
            case PERM, READONLY, CANTOPEN -> denied(failure);
            default -> failed(failure);
        };
    }

    /// Tells what is in the way of opening the file.
    StoreException explain(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> denied(denied);
            case FileAlreadyExistsException _,NotDirectoryException _ ->
                new StoreException(StoreException.Reason.FAILED, "Cannot make the directory of " + file
                        + ", as there is a file in its place; move that away, or name another file.", failure);
            default ->
                new StoreException(StoreException.Reason.FAILED, "Cannot open " + file + ": " + failure, failure);
        };
    }

    private StoreException denied(Exception failure) {
        return new StoreException(StoreException.Reason.FAILED, "Cannot read and write " + file
                + "; see to it that the file, its -wal, -shm and .lock and their directory belong to the user of this"
                + " process.", failure);
    }

    private StoreException broken(SQLException failure) {
        return new StoreException(StoreException.Reason.FAILED, "The disk of " + file + " failed ("
                + failure.getMessage() + "); check it, its quota, and the limit of file sizes.", failure);
    }

    private StoreException full(SQLException failure) {
        return new StoreException(StoreException.Reason.FULL,
                "No room left for " + file + "; make some on its disk, or raise the limit of the store.", failure);
    }

    private StoreException failed(SQLException failure) {
        return new StoreException(StoreException.Reason.FAILED,
                "The store " + file + " failed: " + failure.getMessage(), failure);
    }

    private boolean hasSpace() {
        try {
            return Files.getFileStore(file).getUsableSpace() >= LEAST_SPACE;
        } catch (IOException _) {
            return true;
        }
    }
}
