package io.telemeter.sampling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The files of `/proc`, or of a directory with captured ones.
@FunctionalInterface
interface ProcFiles {

    /// No file may be longer, in bytes. `/proc/stat` of a machine with 1,024 CPUs has about 150 KB, `/proc/zoneinfo`
    /// about 1 MB.
    int LIMIT_BYTES = 4 << 20;

    /// The whole content of a file.
    ///
    /// @param name
    ///            below the root, such as `stat` or `self/auxv`
    /// @throws SamplingException
    ///             if it is missing, unreadable or longer than [#LIMIT_BYTES]
    byte[] read(String name) throws SamplingException;

    /// Reads below `root`. Opens the file at every reading: an open `/proc` file keeps what it said first.
    static ProcFiles below(Path root) {
        return name -> {
            Path file = root.resolve(name);
            try (InputStream stream = Files.newInputStream(file)) {
                byte[] content = stream.readNBytes(LIMIT_BYTES + 1);
                if (content.length > LIMIT_BYTES) {
                    throw new SamplingException(file + ": longer than " + (LIMIT_BYTES >> 20) + " MiB");
                }
                return content;
            } catch (SamplingException e) {
                throw e;
            } catch (NoSuchFileException e) {
                throw new SamplingException(file + ": no such file; is /proc mounted?", e);
            } catch (AccessDeniedException e) {
                throw new SamplingException(file + ": permission denied", e);
            } catch (IOException e) {
                throw new SamplingException(file + ": " + e.getMessage(), e);
            }
        };
    }
}
