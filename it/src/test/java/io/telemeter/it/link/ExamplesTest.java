package io.telemeter.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.hypergolix.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.AppToken;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.hgx.LiveValue;
import org.hypergolix.hgx.PushResult;
import org.hypergolix.hgx.ShareEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of the documents, run against real nodes and a real relay, and the comparison that keeps them the same.
class ExamplesTest {
    private static final ApiId SCHEMA = ApiId.ofHex("a1".repeat(ApiId.LENGTH));
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    @SuppressWarnings("unused") // the example only shows where the fingerprint comes from
    void an_account_has_a_fingerprint() {
        try (RealWorld world = new RealWorld(directory)) {
            Path home = directory.resolve("somewhere");
            URI relay = world.options("other").build().relays().getFirst();

            HgxOptions options = HgxOptions.home(home).relay(relay).build();
            try (HgxLink alice = HgxLink.connect(options)) {
                Ghid fingerprint = alice.whoami();
            }
            assertThat(home.resolve("account.bin")).exists();
        }
    }

    @Test
    void an_object_is_shared_and_followed() {
        try (RealWorld world = new RealWorld(directory);
                HgxLink alice = world.connect("alice");
                HgxLink bob = world.connect("bob")) {
            BlockingQueue<ShareEvent> shares = new LinkedBlockingQueue<>();
            BlockingQueue<String> states = new LinkedBlockingQueue<>();

            bob.onShare(SCHEMA, shares::add);

            CreateOptions ofSchema = CreateOptions.DEFAULT.withApiId(SCHEMA);
            HgxObject<String> object = alice.create(Codec.text(), "one", ofSchema);
            object.share(bob.whoami());

            ShareEvent share = Eventually.next(shares);
            HgxObject<String> copy = bob.get(Codec.text(), share.address());
            copy.onUpdate(updated -> states.add(updated.state()));

            object.update(state -> state + "!");
            assertThat(Eventually.next(states)).isEqualTo("one!");
        }
    }

    @Test
    void drafts_and_live_values() {
        try (RealWorld world = new RealWorld(directory); HgxLink alice = world.connect("alice")) {
            HgxObject<String> object = alice.create(Codec.text(), "one");

            LiveValue<String> published = object.live();
            object.state("two");
            String before = published.get();
            PushResult reached = object.push();
            String after = published.get();

            assertThat(before).isEqualTo("one");
            assertThat(reached).isEqualTo(PushResult.RELAYED);
            assertThat(after).isEqualTo("two");
        }
    }

    @Test
    void a_conflict_is_repeated() {
        try (RealWorld world = new RealWorld(directory); HgxLink alice = world.connect("alice")) {
            HgxObject<Integer> counter = alice.create(Codec.json(Integer.class), 0);

            try {
                counter.update(count -> count + 1);
            } catch (HgxException.Conflict _) {
                counter.update(count -> count + 1);
            }

            assertThat(counter.state()).isEqualTo(1);
        }
    }

    record Reading(String sensor, double value) {}

    @Test
    void records_as_json_and_a_startup_object() {
        try (RealWorld world = new RealWorld(directory)) {
            AppToken token;
            try (HgxLink link = world.connect("alice")) {
                token = link.registerToken();
                HgxObject<Reading> reading = link.create(Codec.json(Reading.class), new Reading("door", 0.5));
                link.registerStartup(reading);
            }
            try (HgxLink link = world.connect("alice")) {
                Ghid startup = link.registerToken(token).orElseThrow();
                HgxObject<Reading> reading = link.get(Codec.json(Reading.class), startup);
                assertThat(reading.state()).isEqualTo(new Reading("door", 0.5));
            }
        }
    }

    @Test
    void every_example_of_the_documents_stands_here() throws IOException {
        Path root = root(Path.of("").toAbsolutePath());
        String here = words(Files.readString(
                root.resolve("it/src/test/java/io/telemeter/it/link/ExamplesTest.java")));
        for (String document : List.of("docs/hgx.md", "README.md")) {
            List<String> examples = BLOCK.matcher(Files.readString(root.resolve(document))).results()
                    .map(block -> words(block.group(1)))
                    .collect(Collectors.toList());
            assertThat(examples).as(document).allSatisfy(example -> assertThat(here).contains(example));
            assertThat(examples.isEmpty()).as(document).isEqualTo(document.equals("README.md"));
        }
    }

    private static Path root(Path below) {
        for (Path candidate = below; candidate != null; candidate = candidate.getParent()) {
            if (Files.exists(candidate.resolve("CONCURRENCY.md"))) {
                return candidate;
            }
        }
        throw new AssertionError("No repository around " + below);
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
