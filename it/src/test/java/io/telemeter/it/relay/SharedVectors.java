package io.telemeter.it.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Objects and conversations of the software of 2017, kept beside the repository in `../shared/vectors`, or where the system
/// property `shared.vectors` or the environment variable `SHARED_VECTORS` says.
public final class SharedVectors {
    private SharedVectors() {}

    /// A file of them; skips the test where there is none.
    public static Path path(String name) {
        Path path = directory().resolve(name);
        assumeTrue(Files.exists(path), () -> "no recording at " + path);
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
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("mvnw"))) {
                return place.resolveSibling("shared").resolve("vectors");
            }
        }
        return Path.of("shared", "vectors");
    }
}
