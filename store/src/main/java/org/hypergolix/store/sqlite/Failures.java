package org.hypergolix.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.hypergolix.store.StoreException;

/// Tells what an SQLite error means to the owner of the file.
final class Failures {
    private static final int PRIMARY = 0xFF;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
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
            case IOERR -> hasSpace() ? failed(failure) : full(failure);
            case CORRUPT -> new StoreException(StoreException.Reason.DAMAGED,
                    file + " is damaged; stop the program and restore the file, or move it away.", failure);
            case NOTADB -> new StoreException(StoreException.Reason.DAMAGED,
                    file + " is no database; restore the file, or move it away.", failure);
            default -> failed(failure);
        };
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
