package io.telemeter.it.examples;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where they lie.
final class Examples {
    private Examples() {}

    /// The repository that the tests run in.
    static Path repository() {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("mvnw"))) {
                return place;
            }
        }
        throw new AssertionError("The tests run inside the checkout.");
    }

    static Path file(String name) {
        return repository().resolve("examples").resolve(name);
    }
}
