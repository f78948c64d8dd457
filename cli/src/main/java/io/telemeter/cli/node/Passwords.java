package io.telemeter.cli.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.telemeter.console.FailureText;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.hypergolix.node.daemon.AccountProtection;
import org.hypergolix.wire.local.LocalNode.Credential;
import org.jspecify.annotations.Nullable;

/// Where the password of an account comes from: an option, the environment, a credential of the service manager, or the
/// person at the terminal. Never an argument: those are in everybody's `ps`.
final class Passwords {
    private static final String VARIABLE = "HYPERGOLIX_PASSWORD";
    private static final String CREDENTIAL = "hypergolix-password";
    private static final int MOST_BYTES = 1_024;
    private static final int LEAST_CHARACTERS = 8;
    private static final byte KEY_FILE = 'K';
    private static final byte PASSWORD = 'P';

    private final Map<String, String> environment;

    Passwords(Map<String, String> environment) {
        this.environment = environment;
    }

    /// What opens the account, or the new one.
    ///
    /// @param file given by an option
    /// @param none whether an option says that a key file is wanted
    /// @throws IOException one line that says what to do
    Credential credential(Path home, AccountProtection account, @Nullable Path file, boolean none) throws IOException {
        return switch (account) {
            case KEY_FILE -> new Credential.KeyFile();
            case PASSWORD -> {
                if (none) {
                    throw new IOException("The account in " + home + " has a password; --no-password is for new ones.");
                }
                yield password(home, file, false);
            }
            case NO_ACCOUNT -> none ? new Credential.KeyFile() : password(home, file, true);
        };
    }

    /// What opens an account that is on relays.
    ///
    /// @param keyFile whether a key file is at hand
    /// @throws IOException one line that says what to do
    Credential forLogin(Path home, @Nullable Path file, boolean keyFile) throws IOException {
        return keyFile ? new Credential.KeyFile() : password(home, file, false);
    }

    private Credential password(Path home, @Nullable Path file, boolean create) throws IOException {
        char[] password;
        Optional<Path> credential = Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY"))
                .map(directory -> Path.of(directory, CREDENTIAL)).filter(Files::exists);
        @Nullable
        String variable = environment.get(VARIABLE);
        if (file != null) {
            password = read(file);
        } else if (variable != null) {
            password = variable.toCharArray();
        } else if (credential.isPresent()) {
            password = read(credential.get());
        } else {
            password = ask(home, create);
        }
        try {
            if (password.length == 0 || (create && password.length < LEAST_CHARACTERS)) {
                throw new IOException("A password has at least " + LEAST_CHARACTERS
                        + " characters: whoever copies the account can try passwords for ever.");
            }
            return new Credential.Password(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /// The first line.
    private static char[] read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream input = Files.newInputStream(file)) {
            bytes = input.readNBytes(MOST_BYTES);
        } catch (IOException failure) {
            throw new IOException("The password file " + file + " cannot be read: " + FailureText.reason(failure) + ".",
                    failure);
        }
        char[] characters = decode(bytes, 0);
        int end = 0;
        while (end < characters.length && characters[end] != '\n' && characters[end] != '\r') {
            end++;
        }
        char[] line = Arrays.copyOf(characters, end);
        Arrays.fill(characters, '\0');
        return line;
    }

    @SuppressWarnings("SystemConsoleNull") // it does, where there is no terminal
    private static char[] ask(Path home, boolean create) throws IOException {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new IOException(create
                    ? "There is no account in " + home
                            + " yet. Make one with --no-password (a key file protects it), or "
                            + "give a password by --password-file, " + VARIABLE + " or on a terminal."
                    : "The account for " + home + " has a password: give it by --password-file, " + VARIABLE
                            + " or on a terminal.");
        }
        char[] first = console.readPassword(create ? "Password for a new account: " : "Password: ");
        if (first == null) {
            throw new IOException("No password was given.");
        }
        if (create) {
            char[] second = console.readPassword("Once more: ");
            boolean same = second != null && Arrays.equals(first, second);
            if (second != null) {
                Arrays.fill(second, '\0');
            }
            if (!same) {
                Arrays.fill(first, '\0');
                throw new IOException("These were two passwords; try again.");
            }
        }
        return first;
    }

    /// What a process in the background reads from its input.
    static byte[] encode(Credential credential) {
        return switch (credential) {
            case Credential.KeyFile _ -> new byte[]{KEY_FILE};
            case Credential.Password password -> {
                char[] characters = password.characters();
                ByteBuffer utf8 = ByteBuffer.allocate(1 + 4 * characters.length);
                utf8.put(PASSWORD);
                UTF_8.newEncoder().encode(CharBuffer.wrap(characters), utf8, true);
                Arrays.fill(characters, '\0');
                byte[] bytes = Arrays.copyOf(utf8.array(), utf8.position());
                Arrays.fill(utf8.array(), (byte) 0);
                yield bytes;
            }
        };
    }

    /// Reads what [#encode] wrote, to the end of `input`.
    static Credential decode(InputStream input) throws IOException {
        byte[] bytes = input.readNBytes(4 * MOST_BYTES);
        try {
            if (bytes.length == 0 || bytes[0] != PASSWORD) {
                return new Credential.KeyFile();
            }
            char[] characters = decode(bytes, 1);
            try {
                return new Credential.Password(characters);
            } finally {
                Arrays.fill(characters, '\0');
            }
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static char[] decode(byte[] bytes, int from) {
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(bytes, from, bytes.length - from), decoded, true);
        char[] characters = Arrays.copyOf(decoded.array(), decoded.position());
        Arrays.fill(decoded.array(), '\0');
        return characters;
    }
}
