package io.telemeter.daemon;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The files this process has open. Java has no `fstat`; the system lists the descriptors.
final class OpenFiles {

    private static final Path DESCRIPTORS = Path.of("/dev/fd");

    private OpenFiles() {}

    /// Whether one of them is the file with that key (device and inode). Asks for attributes only: opening and closing
    /// a file would drop this process's locks on it.
    ///
    /// @throws IOException
    ///             if the system does not list the descriptors
    static boolean contain(Object key) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                if (key.equals(key(descriptor))) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            throw new IOException("cannot list the files this process has open: is /dev/fd there?", e);
        }
    }

    private static Object key(Path descriptor) {
        try {
            Object key = Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey();
            return key == null ? descriptor : key;
        } catch (IOException _) {
            // Closed meanwhile, such as the one that lists.
            return descriptor;
        }
    }
}
