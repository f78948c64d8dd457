package org.hypergolix.hgx;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.wire.local.LocalNode;
import org.jspecify.annotations.Nullable;

/// Which account to open, and how. Immutable; made by a [Builder].
public final class HgxOptions {

    /// The largest message that the protocols allow, in bytes.
    public static final int MAXIMUM_MESSAGE_BYTES = LocalNode.Options.MOST_MESSAGE_BYTES;

    /// The smallest limit for messages, in bytes: every frame, request, identity and list must fit.
    public static final int MINIMUM_MESSAGE_BYTES = LocalNode.Options.LEAST_MESSAGE_BYTES;

    private final Path home;
    private final List<URI> relays;
    private final char @Nullable [] password;
    private final CipherSuite suite;
    private final boolean createIfMissing;
    private final NodeChoice node;
    private final Duration requestTimeout;
    private final int maxMessageBytes;

    private HgxOptions(Builder builder) {
        this.home = builder.home;
        this.relays = List.copyOf(builder.relays);
        this.password = builder.password == null ? null : builder.password.clone();
        this.suite = builder.suite;
        this.createIfMissing = builder.createIfMissing;
        this.node = builder.node;
        this.requestTimeout = builder.requestTimeout;
        this.maxMessageBytes = builder.maxMessageBytes;
    }

    /// Options for the account in `home`, the directory of account, store and configuration.
    public static Builder home(Path home) {
        return new Builder(home);
    }

    /// The directory of the account.
    public Path home() {
        return home;
    }

    /// The relays; none means those of the home's configuration.
    public List<URI> relays() {
        return relays;
    }

    /// A copy of the password, which the caller wipes; empty means the key file in the home.
    public Optional<char[]> password() {
        return Optional.ofNullable(password).map(char[]::clone);
    }

    /// The suite of a new account.
    public CipherSuite suite() {
        return suite;
    }

    /// Whether an account is made where there is none.
    public boolean createIfMissing() {
        return createIfMissing;
    }

    /// Which node serves the home.
    public NodeChoice node() {
        return node;
    }

    /// The longest a blocking call waits.
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /// The largest message from or to a relay.
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /// Home, relays and limits; never the password.
    @Override
    public String toString() {
        return "HgxOptions[home=" + home + ", relays=" + relays + ", suite=" + suite + ", createIfMissing="
                + createIfMissing + ", node=" + node + ", requestTimeout=" + requestTimeout + ", maxMessageBytes="
                + maxMessageBytes + "]";
    }

    /// Collects options. For one thread.
    public static final class Builder {
        private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

        private final Path home;
        private final List<URI> relays = new ArrayList<>();
        private char @Nullable [] password;
        private CipherSuite suite = CipherSuite.SUITE_3;
        private boolean createIfMissing = true;
        private NodeChoice node = NodeChoice.ANY;
        private Duration requestTimeout = Duration.ofSeconds(30);
        private int maxMessageBytes = MAXIMUM_MESSAGE_BYTES;

        private Builder(Path home) {
            this.home = home;
        }

        /// Adds a relay, `ws://host:port/` or `wss://host:port/`. None means those of the home's configuration.
        ///
        /// @throws IllegalArgumentException if it is something else
        public Builder relay(URI relay) {
            String scheme = relay.getScheme() == null ? "" : relay.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("ws") || scheme.equals("wss")) || relay.getHost() == null) {
                throw new IllegalArgumentException(
                        "A relay is ws://host:port/ or wss://host:port/, not '" + relay + "'.");
            }
            relays.add(relay);
            return this;
        }

        /// Opens (or creates) the account with a password instead of a key file. The array is copied.
        public Builder password(char[] characters) {
            password = characters.clone();
            return this;
        }

        /// The suite of a new account; 3 unless told otherwise.
        public Builder suite(CipherSuite value) {
            suite = value;
            return this;
        }

        /// Fails where no account exists, instead of creating one.
        public Builder existingOnly() {
            createIfMissing = false;
            return this;
        }

        /// Which node serves the home; any unless told otherwise.
        ///
        /// With a daemon, its relays, password and limits count, not those given here.
        public Builder node(NodeChoice value) {
            node = value;
            return this;
        }

        /// The longest a blocking call waits, 30 s unless told otherwise, a day at most.
        ///
        /// @throws IllegalArgumentException unless it is positive and at most a day
        public Builder requestTimeout(Duration value) {
            if (value.isZero() || value.isNegative() || value.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new IllegalArgumentException(
                        "A request timeout is positive and at most a day, not " + value + ".");
            }
            requestTimeout = value;
            return this;
        }

        /// The largest message from or to a relay in bytes, 10 MiB unless told otherwise; small programs take less.
        ///
        /// @throws IllegalArgumentException unless it is from 64 KiB to 10 MiB
        public Builder maxMessageBytes(int value) {
            if (value < MINIMUM_MESSAGE_BYTES || value > MAXIMUM_MESSAGE_BYTES) {
                throw new IllegalArgumentException("A message limit is from " + MINIMUM_MESSAGE_BYTES + " to "
                        + MAXIMUM_MESSAGE_BYTES + " bytes, not " + value + ".");
            }
            maxMessageBytes = value;
            return this;
        }

        /// The options. The builder may be used further.
        public HgxOptions build() {
            return new HgxOptions(this);
        }
    }
}
