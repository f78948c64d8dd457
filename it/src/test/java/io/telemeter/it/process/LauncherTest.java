package io.telemeter.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The two launchers in a checkout with blanks in its name, with a JDK and a Maven that only say what they are asked.
class LauncherTest {
    private static final List<String> MODULES =
            List.of("golix", "wire", "store", "relay", "node", "hgx", "app", "cli");

    @RegisterExtension
    private final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private Path checkout;
    private Path jdk;

    @BeforeEach
    void makeCheckoutAndJdk() throws IOException {
        Path repository = repository();
        checkout = directory.resolve("a check out");
        for (String file : List.of("telemeter", "hypergolix", ".mvn/find-jdk.sh", "cli/src/main/sh/launch.sh")) {
            Path copy = checkout.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(repository.resolve(file), copy);
        }
        Files.writeString(checkout.resolve("pom.xml"), "");
        for (String module : MODULES) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "");
        }
        script(checkout.resolve("mvnw"), """
                echo "built with $JAVA_HOME" >>builds
                [ ! -e broken ] || { echo "a compiler's complaint"; exit 1; }
                mkdir -p cli/target/quick/app/lib
                """);
        jdk = directory.resolve("jdks/a jdk 25");
        makeJdk(jdk, "25.0.3");
    }

    private static Path repository() {
        Path place = Path.of("").toAbsolutePath();
        while (!Files.exists(place.resolve("mvnw"))) {
            place = Objects.requireNonNull(place.getParent(), "the tests run inside the checkout");
        }
        return place;
    }

    private static void makeJdk(Path home, String version) throws IOException {
        script(home.resolve("bin/javac"), "");
        script(home.resolve("bin/java"), """
                for word in "$@"; do
                    case $word in -XX:AOTCacheOutput=*) echo cache >"${word#*=}"; echo 'not paired yet'; exit 0 ;; esac
                done
                printf '%s\\n' "$0" "$@"
                """);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CommandLine launch(Path launcher, String... arguments) {
        List<String> words = new ArrayList<>(List.of(launcher.toString()));
        words.addAll(Arrays.asList(arguments));
        return commands.words(words).with("PATH", "/usr/bin:/bin").with("JAVA_HOME", "")
                .with("TELEMETER_JDK_DIRS", directory.resolve("jdks").toString());
    }

    private RunningCommand.Result telemeter(String... arguments) {
        return launch(checkout.resolve("telemeter"), arguments).run();
    }

    private long builds() throws IOException {
        Path builds = checkout.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    private void change(String file) throws IOException {
        Path changed = checkout.resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, "changed");
        Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(5)));
    }

    @Test
    void builds_on_first_use_with_one_line_and_then_becomes_java() throws Exception {
        RunningCommand.Result first = telemeter("--home", "a home", "");
        assertThat(first.exitCode()).isZero();
        assertThat(first.errors()).singleElement().asString().startsWith("telemeter: building");
        assertThat(first.output()).startsWith(jdk.resolve("bin/java").toString())
                .contains(checkout.resolve("cli/target/quick/app/lib").toString(), "-Dtelemeter.launcher="
                        + checkout.resolve("telemeter"))
                .endsWith("-m", "io.telemeter.cli/io.telemeter.cli.TelemeterCommand", "--home", "a home", "");
        assertThat(Files.readString(checkout.resolve("builds"))).isEqualTo("built with " + jdk + "\n");

        RunningCommand.Result second = launch(checkout.resolve("hypergolix"), "inspect", "a file").run();
        assertThat(second.errors()).isEmpty();
        assertThat(second.output()).endsWith("-m", "io.telemeter.cli/io.telemeter.cli.HypergolixCommand", "inspect",
                "a file");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void rehearses_once_after_a_build_and_uses_what_that_left() throws Exception {
        assertThat(telemeter("--version").output()).contains(
                "-XX:AOTCache=" + checkout.resolve("cli/target/quick/app/start.aot"));
        assertThat(checkout.resolve("cli/target/quick/app/rehearsal")).doesNotExist();
        assertThat(checkout.resolve("cli/target/quick/build.lock")).doesNotExist();
    }

    @Test
    void a_rehearsal_that_fails_is_in_nobodys_way() throws Exception {
        script(jdk.resolve("bin/java"), "case \"$*\" in *AOTCacheOutput*) exit 1 ;; esac\necho started\n");
        RunningCommand.Result result = telemeter("--version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).containsExactly("started");
        assertThat(result.errors()).hasSize(1);
    }

    @Test
    void builds_again_when_a_source_or_a_pom_has_changed_and_not_for_a_test() throws Exception {
        telemeter("--version");
        change("it/src/test/java/Any.java");
        change("golix/src/test/java/Any.java");
        telemeter("--version");
        assertThat(builds()).isEqualTo(1);
        change("golix/src/main/java/Any.java");
        assertThat(telemeter("--version").errors()).hasSize(1);
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void says_where_the_log_is_when_the_build_fails() throws Exception {
        Files.writeString(checkout.resolve("broken"), "");
        RunningCommand.Result result = telemeter("--version");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).contains("a compiler's complaint");
        assertThat(result.errors().getLast()).isEqualTo("telemeter: the build failed; the whole log is in "
                + checkout.resolve("cli/target/quick/build.log"));
        Files.delete(checkout.resolve("broken"));
        assertThat(telemeter("--version").exitCode()).isZero();
    }

    @Test
    void runs_through_a_link_and_from_another_directory() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("a link"), Path.of("a check out", "telemeter"));
        Path linkToLink = Files.createSymbolicLink(directory.resolve("another"), link);
        Path elsewhere = Files.createDirectory(directory.resolve("else where"));
        assertThat(launch(linkToLink, "x").in(elsewhere).run().output())
                .contains("-Dtelemeter.launcher=" + checkout.toRealPath().resolve("telemeter")).endsWith("x");
        assertThat(launch(Path.of("../a check out/telemeter"), "y").in(elsewhere).run().output()).endsWith("y");
    }

    @Test
    void a_java_home_that_is_no_jdk_25_is_passed_over() throws Exception {
        Path old = directory.resolve("old");
        makeJdk(old, "17.0.9");
        for (Path wrong : List.of(old, directory.resolve("nothing here"))) {
            assertThat(launch(checkout.resolve("telemeter"), "x").with("JAVA_HOME", wrong.toString()).run().output())
                    .startsWith(jdk.resolve("bin/java").toString());
        }
        Path right = directory.resolve("right");
        makeJdk(right, "25");
        assertThat(launch(checkout.resolve("telemeter"), "x").with("JAVA_HOME", right + "/").run().output())
                .startsWith(right.resolve("bin/java").toString());
        assertThat(launch(checkout.resolve("telemeter"), "x").with("PATH", right.resolve("bin") + ":/usr/bin:/bin")
                .run().output()).startsWith(right.toRealPath().resolve("bin/java").toString());
    }

    @Test
    void says_what_to_install_where_there_is_no_jdk_25() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        for (String launcher : List.of("telemeter", "hypergolix")) {
            RunningCommand.Result result =
                    launch(checkout.resolve(launcher)).with("TELEMETER_JDK_DIRS", empty.toString()).run();
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).isEmpty();
            assertThat(result.errors()).singleElement().asString().startsWith("No JDK 25 found: install one (")
                    .contains("openjdk-25-jdk", "brew install openjdk@25", "JAVA_HOME");
        }
        assertThat(builds()).isZero();
    }
}
