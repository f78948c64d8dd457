package io.telemeter.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTextTest {
    @TempDir
    private Path directory;

    private static String of(ThrowingCallable failing) {
        IOException failure = catchThrowableOfType(IOException.class, failing);
        assertThat(failure).isNotNull();
        return FailureText.of(failure);
    }

    @Test
    void says_what_is_wrong_with_a_place_and_what_to_do() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path below = file.resolve("below");
        Path lost = directory.resolve("none/lost");
        Path processes = Path.of("/proc");
        Path nowhere = processes.resolve("telemeter");

        assertThat(of(() -> Files.createDirectories(file))).isEqualTo(
                file + ": there is a file of this name already; move it away or choose another name.");
        assertThat(of(() -> Files.createDirectory(directory))).isEqualTo(
                directory + ": there is a directory of this name already; move it away or choose another name.");
        assertThat(of(() -> Files.createFile(below))).isEqualTo(
                below + ": something above it is a file, not a directory; choose another place.");
        assertThat(of(() -> Files.createDirectory(lost))).isEqualTo(lost + ": the directory " + lost.getParent()
                + " does not exist; make it or choose another place.");
        if (Files.isDirectory(processes)) {
            assertThat(of(() -> Files.createDirectories(nowhere))).startsWith(nowhere + ": ")
                    .endsWith("; choose another place.");
        }
        assertThat(of(() -> Files.newOutputStream(directory))).isEqualTo(
                directory + ": is a directory, where a file is needed; choose another name.");
    }

    @Test
    void says_what_the_system_refuses_and_what_to_do() {
        assertThat(FailureText.of(new AccessDeniedException("home"))).isEqualTo(
                "home: permission denied; run this as the user whom it belongs to, or choose another place.");
        assertThat(FailureText.of(new FileSystemException("home", null, "Read-only file system"))).isEqualTo(
                "home: the file system is read-only; make it writable or choose another place.");
        assertThat(FailureText.of(new FileSystemException("home", null, "No space left on device"))).isEqualTo(
                "home: no space is left on the file system; make room there and try again.");
        assertThat(FailureText.of(new IOException("No space left on device"))).isEqualTo(
                "no space is left on the file system; make room there and try again");
        assertThat(FailureText.of(new FileSystemException("home"))).isEqualTo("home: cannot be used.");
    }

    @Test
    void leaves_messages_that_say_why_as_they_are_on_one_line() {
        assertThat(FailureText.of(new IOException("No node runs;\n  start it."))).isEqualTo("No node runs; start it.");
        assertThat(FailureText.of(new UncheckedIOException(new AccessDeniedException("home"))))
                .startsWith("home: permission denied;");
        assertThat(FailureText.of(new IllegalStateException())).isEqualTo(
                "failed without a reason (IllegalStateException)");
    }
}
