package org.hypergolix.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hypergolix.store.Scene.ALICE;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreException.Reason;
import org.hypergolix.store.sqlite.SqliteStore.Options;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of a store: who may read them, and what happens if they are not what they should be.
class SqliteStoreFilesTest {
    @TempDir
    private Path home;
    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = home.resolve("relay.db");
    }

    private SqliteStore open() {
        return SqliteStore.open(file, Options.SMALL);
    }

    /// Makes a store with `count` containers in it, closed again.
    private List<Ghid> fill(int count) {
        List<Verified<Container>> containers = Stream.generate(() -> ALICE.container(3_000)).limit(count).toList();
        try (SqliteStore store = open()) {
            store.commit(containers.stream().<Change>map(container -> new Change.Put(container.object())).toList());
        }
        return containers.stream().map(container -> container.object().ghid()).toList();
    }

    /// The store cannot be opened, says why in one line that names the file, and leaves it as it is.
    private void refuses(Reason reason, String part) throws IOException {
        byte[] before = Files.isRegularFile(file) && Files.isReadable(file) ? Files.readAllBytes(file) : new byte[0];
        assertThatThrownBy(this::open).isInstanceOfSatisfying(StoreException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.getMessage()).contains(file.toString()).contains(part).doesNotContain("\n")
                    .endsWith(".").hasSizeLessThan(400);
        });
        if (before.length > 0) {
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
        // And it lets go of the lock, so that one may try again.
        assertThatThrownBy(this::open).isInstanceOfSatisfying(StoreException.class,
                failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private void overwrite(Path target, long position, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    private void sql(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void assumePosix() {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }

    @Test
    void lets_nobody_else_read_its_files_and_directories() throws IOException {
        assumePosix();
        file = home.resolve("made/for/it/relay.db");

        try (SqliteStore store = open()) {
            store.commit(List.of(new Change.Put(ALICE.identity().object())));
            for (String suffix : List.of("relay.db", "relay.db-wal", "relay.db-shm", "relay.lock")) {
                assertThat(mode(file.resolveSibling(suffix))).as(suffix).isEqualTo("rw-------");
            }
            for (String directory : List.of("made", "made/for", "made/for/it")) {
                assertThat(mode(home.resolve(directory))).as(directory).isEqualTo("rwx------");
            }
        }
    }

    @Test
    void takes_everybody_elses_permissions_from_a_store_that_was_copied_without_care() throws IOException {
        assumePosix();
        fill(1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        try (SqliteStore store = open()) {
            assertThat(store.usage().objects()).isEqualTo(1);
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(mode(home.resolve("relay.db-wal"))).isEqualTo("rw-------");
        }
    }

    @Test
    void leaves_nothing_but_the_file_and_its_lock_when_it_is_closed() throws IOException {
        fill(3);

        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("relay")))
                    .containsExactlyInAnyOrder("relay.db", "relay.lock");
        }
    }

    @Test
    void finds_its_file_also_under_a_name_that_means_something_to_sqlite() {
        file = home.resolve("what? 100% #1 ä&mode=memory.db");
        List<Ghid> stored = fill(1);

        assertThat(file).exists();
        try (SqliteStore store = open()) {
            assertThat(store.find(stored.getFirst())).isPresent();
        }
    }

    @Test
    void refuses_a_second_store_on_its_file_in_the_same_process() {
        try (SqliteStore store = open()) {
            assertThatThrownBy(this::open).isInstanceOfSatisfying(StoreException.class, failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.LOCKED);
                assertThat(failure.getMessage()).contains(file.toString()).contains("this process");
            });
            store.commit(List.of(new Change.Put(ALICE.identity().object())));
        }
        open().close();
    }

    @Test
    void refuses_a_directory_and_leaves_its_permissions() throws IOException {
        Files.createDirectory(file);
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);

        refuses(Reason.FAILED, "is a directory");

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(before);
    }

    @Test
    void refuses_a_directory_that_is_a_file() throws IOException {
        Path notDirectory = Files.writeString(home.resolve("plain"), "something");
        file = notDirectory.resolve("relay.db");

        refuses(Reason.FAILED, "name another file");

        assertThat(notDirectory).hasContent("something");
    }

    @Test
    void refuses_a_file_that_is_no_database() throws IOException {
        Files.writeString(file, "Dear diary, ".repeat(1_000));

        refuses(Reason.DAMAGED, "is no database");
    }

    @Test
    void refuses_a_file_that_is_shorter_than_a_header() throws IOException {
        fill(1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(50);
        }

        refuses(Reason.DAMAGED, "is no database");
    }

    @Test
    void refuses_a_file_that_was_cut_off() throws IOException {
        fill(100);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }

        refuses(Reason.DAMAGED, "is damaged");
    }

    @Test
    void refuses_an_empty_file_with_a_log_that_is_not_empty() throws IOException {
        Files.createFile(file);
        Path log = Files.writeString(home.resolve("relay.db-wal"), "changes of a database that was emptied");

        refuses(Reason.DAMAGED, "is empty");

        assertThat(log).isNotEmptyFile();
    }

    @Test
    void begins_anew_in_an_empty_file() throws IOException {
        Files.createFile(file);

        assertThat(fill(1)).hasSize(1);
    }

    @Test
    void refuses_a_file_whose_first_page_is_damaged() throws IOException {
        fill(10);
        overwrite(file, 100, new byte[3_000]);

        refuses(Reason.DAMAGED, "is damaged");
    }

    @Test
    void refuses_the_database_of_another_program_and_leaves_it_as_it_is() throws Exception {
        assumePosix();
        sql("CREATE TABLE diary (day TEXT, words TEXT)", "INSERT INTO diary VALUES ('monday', 'nothing')");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        refuses(Reason.FAILED, "another program");

        assertThat(mode(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void refuses_a_store_of_a_later_version_and_leaves_it_as_it_is() throws Exception {
        fill(1);
        sql("PRAGMA user_version = 2");

        refuses(Reason.FAILED, "later version (schema 2, known here up to 1)");
    }

    @Test
    void refuses_a_later_version_also_if_only_the_log_says_so() throws Exception {
        fill(1);
        Path copy = home.resolve("copy");
        Files.createDirectory(copy);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 2");
            Files.copy(file, copy.resolve("relay.db"));
            Files.copy(home.resolve("relay.db-wal"), copy.resolve("relay.db-wal"));
        }
        file = copy.resolve("relay.db");

        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("later version");
    }

    @Test
    void refuses_a_file_that_it_may_not_read() throws IOException {
        assumePosix();
        fill(1);
        Path directory = Files.createDirectory(home.resolve("closed"));
        Files.move(file, directory.resolve("relay.db"));
        file = directory.resolve("relay.db");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(file), "root may read everything");
            refuses(Reason.FAILED, "belong to the user");
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void has_everything_that_a_log_holds_which_nobody_closed() throws IOException {
        Path copy = Files.createDirectory(home.resolve("crashed"));
        Verified<Container> container = ALICE.container();
        try (SqliteStore store = open()) {
            store.commit(List.of(new Change.Put(container.object())));
            // What a machine that stopped right now would find.
            Files.copy(file, copy.resolve("relay.db"));
            Files.copy(home.resolve("relay.db-wal"), copy.resolve("relay.db-wal"));
        }
        file = copy.resolve("relay.db");

        try (SqliteStore store = open()) {
            assertThat(store.find(container.object().ghid())).isPresent();
        }
    }

    @Test
    void reports_a_damaged_object_when_it_is_read_and_harms_no_other() throws IOException {
        List<Ghid> stored = fill(20);
        Verified<Container> victim = ALICE.container(3_000);
        try (SqliteStore store = open()) {
            store.commit(List.of(new Change.Put(victim.object())));
        }
        damage(victim.object().encoded());

        try (SqliteStore store = open()) {
            assertThatThrownBy(() -> store.find(victim.object().ghid())).isInstanceOfSatisfying(StoreException.class,
                    failure -> assertThat(failure.reason()).isEqualTo(Reason.DAMAGED));
            assertThat(stored).allSatisfy(address -> assertThat(store.find(address)).isPresent());
            assertThat(store.check(10)).singleElement().asString().contains(victim.object().ghid().text());

            store.commit(List.of(new Change.Put(victim.object())));
            assertThat(store.find(victim.object().ghid()).orElseThrow().decode()).isEqualTo(victim.object());
            assertThat(store.check(10)).isEmpty();
        }
    }

    /// Changes one byte in the middle of these bytes, wherever they are in the file.
    private void damage(Bytes bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        // Smaller than a page, it lies in one piece.
        byte[] wanted = bytes.slice(bytes.size() - 200).toArray();
        long position = IntStream.rangeClosed(0, content.length - wanted.length)
                .filter(start -> Arrays.equals(content, start, start + wanted.length, wanted, 0, wanted.length))
                .findFirst().orElseThrow();
        overwrite(file, position + 100, new byte[]{(byte) ~wanted[100]});
    }

    @Test
    void refuses_a_commit_that_is_too_large_whole_and_goes_on_when_there_is_room() {
        List<Ghid> stored = fill(20);
        Container large = ALICE.container(2_000_000).object();
        Frame frame = ALICE.first(large.ghid()).object();
        try (SqliteStore store = SqliteStore.open(file, Options.SMALL.withMaxBytes(1_000_000))) {
            assertThatThrownBy(() -> store.commit(List.of(new Change.Put(frame), new Change.Put(large))))
                    .isInstanceOfSatisfying(StoreException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(Reason.FULL);
                        assertThat(failure.getMessage()).contains(file.toString()).doesNotContain("\n");
                    });
            assertThat(store.dynamic(frame.dynamic())).isEmpty();
            assertThat(store.usage().objects()).isEqualTo(20);

            fillUp(store);
            store.commit(stored.stream().<Change>map(Change.Remove::new).toList());
            Container small = ALICE.container(10_000).object();
            store.commit(List.of(new Change.Put(small)));
            assertThat(store.find(small.ghid())).isPresent();
            assertThat(store.check(10)).isEmpty();
        }
        try (SqliteStore store = open()) {
            store.commit(List.of(new Change.Put(large)));
            assertThat(store.find(large.ghid())).isPresent();
        }
    }

    private static void fillUp(SqliteStore store) {
        boolean full = false;
        while (!full) {
            try {
                store.commit(List.of(new Change.Put(ALICE.container(10_000).object())));
            } catch (StoreException failure) {
                assertThat(failure.reason()).isEqualTo(Reason.FULL);
                full = true;
            }
        }
    }

    @Test
    void says_that_a_backup_program_is_in_the_way() throws Exception {
        fill(1);
        try (SqliteStore store = open(); Connection backup = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = backup.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> store.commit(List.of(new Change.Put(ALICE.identity().object()))))
                    .isInstanceOfSatisfying(StoreException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(Reason.LOCKED);
                        assertThat(failure.getMessage()).contains(file.toString()).contains("another program");
                    });
            statement.execute("ROLLBACK");
            store.commit(List.of(new Change.Put(ALICE.identity().object())));
            assertThat(store.find(ALICE.fingerprint())).isPresent();
        }
    }

    @Test
    void names_itself_in_the_first_page_before_it_holds_anything() throws IOException {
        try (SqliteStore store = open()) {
            assertThat(store.usage().objects()).isZero();
            byte[] header = Files.readAllBytes(file);
            assertThat(new String(header, 68, 4, StandardCharsets.US_ASCII)).isEqualTo("hglx");
        }
    }
}
