package org.hypergolix.wire.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.wire.Message;

/// A node in the same process. Found through `ServiceLoader` by [Provider], so that applications need not name it.
public interface LocalNode extends AutoCloseable {

    /// Opens a session: what a connection is over a socket.
    ///
    /// @param events hears what concerns this session, one event at a time and in order, on a thread of its own that may
    ///     call back into the session
    Session open(Consumer<LocalEvent> events);

    /// Opens a session that says of each event when it was taken. What the node keeps until it is told (answers to shares
    /// of a token) is told again to the next session of that token, if it was not taken by then.
    ///
    /// Nodes that keep nothing need not implement this.
    default Session openTaking(Listener listener) {
        return open(event -> listener.happened(event, () -> {}));
    }

    /// Hears what concerns a session.
    @FunctionalInterface
    interface Listener {
        /// Called for one event at a time and in order, on a thread of its own that may call back into the session.
        ///
        /// @param taken to be run once the application has the event; may be never, and on any thread that may wait for
        ///     the disk
        void happened(LocalEvent event, Runnable taken);
    }

    /// Stops the node in order: what was acknowledged is on disk.
    @Override
    void close();

    /// One application's conversation with the node. Safe for use by any thread; calls block.
    interface Session extends AutoCloseable {

        /// Asks and waits, at most as long as the node's request timeout.
        ///
        /// @throws LocalRefusal if the node declines; the code says why
        <R> R call(LocalRequest<R> request);

        /// Forgets what the session tracks and registered.
        @Override
        void close();
    }

    /// Starts nodes. Implementations have a public constructor without parameters and are declared both in the module
    /// descriptor and under `META-INF/services`, as programs may run on either path.
    interface Provider {
        /// Opens the account of `options`, creating it if it is missing and that is allowed.
        ///
        /// @throws LocalRefusal with one line that says what to do, for example if another process has the home
        LocalNode start(Options options);

        /// How much this provider wants to serve `options`, where several are present: the highest is asked to start, one
        /// below 0 never. A node of the usual kind says 0.
        default int preference(Options options) {
            return 0;
        }
    }

    /// How to start a node.
    ///
    /// @param home the directory of account, store and configuration; created with mode 0700
    /// @param relays `ws://host:port/` or `wss://`; empty means those of the home's configuration
    /// @param suite for a new account
    /// @param requestTimeout the longest a call blocks on relays
    /// @param maxMessageBytes the largest message from or to a relay, from [#LEAST_MESSAGE_BYTES] to
    ///     [#MOST_MESSAGE_BYTES]
    record Options(
            Path home,
            List<URI> relays,
            Credential credential,
            CipherSuite suite,
            boolean createIfMissing,
            Duration requestTimeout,
            int maxMessageBytes) {
        /// The smallest limit for messages: every frame, request, identity and list of bindings fits.
        public static final int LEAST_MESSAGE_BYTES = 64 * 1024;

        /// The largest message that the protocols allow.
        public static final int MOST_MESSAGE_BYTES = Message.MAX_LENGTH;

        public Options {
            relays = List.copyOf(relays);
        }
    }

    /// What opens the account.
    sealed interface Credential {
        /// A key file in the home with mode 0600, made with the account.
        record KeyFile() implements Credential {}

        /// A password. Wiped by the node once it was used.
        final class Password implements Credential {
            private final char[] characters;

            /// @param characters copied
            public Password(char[] characters) {
                this.characters = characters.clone();
            }

            /// A copy; the caller wipes it.
            public char[] characters() {
                return characters.clone();
            }

            /// Overwrites the characters.
            public void wipe() {
                Arrays.fill(characters, '\0');
            }

            @Override
            public String toString() {
                return "Password[...]";
            }
        }
    }
}
