package io.telemeter.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents quote and where they point.
class QuotedFilesTest {
    private static final Pattern QUOTED =
            Pattern.compile("<!-- (examples/\\S+) -->\n```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void the_documents_quote_every_example_as_it_is() throws IOException {
        Path repository = Examples.repository();
        Set<String> quoted = new HashSet<>();
        for (Path document : documents()) {
            for (MatchResult block : QUOTED.matcher(Files.readString(document)).results().toList()) {
                quoted.add(block.group(1));
                assertThat(block.group(2)).as("%s in %s", block.group(1), document)
                        .isEqualTo(Files.readString(repository.resolve(block.group(1))));
            }
        }
        try (Stream<Path> files = Files.list(repository.resolve("examples"))) {
            assertThat(quoted).containsExactlyInAnyOrderElementsOf(
                    files.map(file -> "examples/" + file.getFileName()).collect(Collectors.toSet()));
        }
    }

    @Test
    void every_link_between_documents_leads_somewhere() throws IOException {
        for (Path document : documents()) {
            for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
                assertThat(document.resolveSibling(link.group(1))).as("a link in %s", document).exists();
            }
        }
    }

    @Test
    void the_index_names_every_document() throws IOException {
        Path docs = Examples.repository().resolve("docs");
        String index = Files.readString(docs.resolve("README.md"));
        try (Stream<Path> files = Files.list(docs)) {
            assertThat(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md")).toList())
                    .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
        }
    }

    private static List<Path> documents() throws IOException {
        Path repository = Examples.repository();
        try (Stream<Path> files = Files.list(repository.resolve("docs"))) {
            return Stream.concat(files.filter(file -> file.toString().endsWith(".md")),
                    Stream.of(repository.resolve("README.md"))).toList();
        }
    }
}
