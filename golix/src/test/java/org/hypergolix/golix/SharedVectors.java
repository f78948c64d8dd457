package org.hypergolix.golix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Known answers made by other implementations, kept beside the repository in `../shared/vectors`.
///
/// Another place is named by the system property `shared.vectors` or the environment variable `SHARED_VECTORS`. Tests
/// that need them are skipped where there are none.
public final class SharedVectors {
    private SharedVectors() {}

    public static Answers json(String name) {
        try {
            return Answers.parse(Files.readString(path(name)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static List<Path> files(String directory) {
        try (Stream<Path> files = Files.list(path(directory))) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path path(String name) {
        Path path = directory().resolve(name);
        assumeTrue(Files.exists(path), () -> "no shared vectors at " + path);
        return path;
    }

    private static Path directory() {
        String property = System.getProperty("shared.vectors");
        if (property != null) {
            return Path.of(property);
        }
        String variable = System.getenv("SHARED_VECTORS");
        if (variable != null) {
            return Path.of(variable);
        }
        return repository().resolveSibling("shared").resolve("vectors");
    }

    private static Path repository() {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("mvnw"))) {
                return place;
            }
        }
        return Path.of("").toAbsolutePath();
    }
}
