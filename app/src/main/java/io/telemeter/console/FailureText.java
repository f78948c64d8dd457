package io.telemeter.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One line about a failure: what is wrong and, for those of files, what to do. The system's own messages name the file
/// only, or say why in the fewest of words.
public final class FailureText {
    private FailureText() {}

    /// The whole line: for a failure of a file, the file and the [#reason(IOException)], else the message.
    ///
    /// @return one line that ends with a full stop if it is of a file, else as the message ends; never blank
    public static String of(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException unchecked when unchecked.getCause() != null -> of(unchecked.getCause());
            case NoSuchFileException missing when missing.getFile() != null -> oneLine(missing.getFile()) + ": "
                    + missing(missing.getFile()) + ".";
            case FileSystemException file when file.getFile() != null -> oneLine(file.getFile()) + ": " + reason(file)
                    + ".";
            case IOException other -> reason(other);
            default -> orName(failure);
        };
    }

    /// Why, for who reads a file and names it already: without capital letter and full stop if it is of a file.
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ ->
                "permission denied; run this as the user whom it belongs to, or choose another place";
            case FileAlreadyExistsException existing -> isDirectory(existing.getFile())
                    ? "there is a directory of this name already; move it away or choose another name"
                    : "there is a file of this name already; move it away or choose another name";
            case NotDirectoryException _ -> "is no directory; choose another place";
            case DirectoryNotEmptyException _ -> "is a directory that is not empty; choose another place";
            case FileSystemException other when other.getReason() != null -> explained(other.getReason());
            case FileSystemException _ -> "cannot be used";
            default -> explained(orName(failure));
        };
    }

    /// What the system says in its own short words, in the English of the C library; other languages stay as they are.
    private static String explained(String reason) {
        return switch (reason) {
            case "Read-only file system" -> "the file system is read-only; make it writable or choose another place";
            case "No space left on device" -> "no space is left on the file system; make room there and try again";
            case "Disk quota exceeded" -> "the disk quota of this user is used up; make room and try again";
            case "Not a directory" -> "something above it is a file, not a directory; choose another place";
            case "Is a directory" -> "is a directory, where a file is needed; choose another name";
            case "Permission denied", "Operation not permitted" ->
                "permission denied; run this as the user whom it belongs to, or choose another place";
            case "Too many open files", "Too many open files in system" ->
                "too many files are open; raise the limit (ulimit -n) and try again";
            case "File name too long" -> "the name is too long; choose a shorter one";
            case "Input/output error" -> "the disk cannot be read or written (input/output error); look after it";
            default -> oneLine(reason);
        };
    }

    /// The same failure comes of what cannot be found and of what cannot be made.
    private static String missing(String file) {
        Path directory = parent(file);
        return directory == null || Files.isDirectory(directory)
                ? "does not exist, or cannot be made there; choose another place"
                : "the directory " + directory + " does not exist; make it or choose another place";
    }

    private static @Nullable Path parent(String file) {
        try {
            return Path.of(file).toAbsolutePath().getParent();
        } catch (InvalidPathException _) {
            return null;
        }
    }

    private static boolean isDirectory(@Nullable String file) {
        try {
            return file != null && Files.isDirectory(Path.of(file));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static String orName(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? "failed without a reason (" + failure.getClass().getSimpleName() + ")"
                : oneLine(message);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
