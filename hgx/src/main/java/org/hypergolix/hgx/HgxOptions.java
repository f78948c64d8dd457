package org.hypergolix.hgx;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.CipherSuite;
import org.jspecify.annotations.Nullable;

/// Which account to open, and how.
public final class HgxOptions {
    private final Path home;
    private final List<URI> relays;
    private final char @Nullable [] password;
    private final CipherSuite suite;
    private final boolean createIfMissing;
    private final Duration requestTimeout;
    private final int maxMessageBytes;

    private HgxOptions(Builder builder) {
        this.home = builder.home;
        this.relays = List.copyOf(builder.relays);
        this.password = builder.password;
        this.suite = builder.suite;
        this.createIfMissing = builder.createIfMissing;
        this.requestTimeout = builder.requestTimeout;
        this.maxMessageBytes = builder.maxMessageBytes;
    }

    /// Options for the account in `home`.
    public static Builder home(Path home) {
        return new Builder(home);
    }

    public Path home() {
        return home;
    }

    public List<URI> relays() {
        return relays;
    }

    /// A copy of the password; empty means the key file in the home.
    public Optional<char[]> password() {
        return Optional.ofNullable(password).map(char[]::clone);
    }

    public CipherSuite suite() {
        return suite;
    }

    public boolean createIfMissing() {
        return createIfMissing;
    }

    public Duration requestTimeout() {
        return requestTimeout;
    }

    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /// Collects options.
    public static final class Builder {
        private final Path home;
        private final List<URI> relays = new ArrayList<>();
        private char @Nullable [] password;
        private CipherSuite suite = CipherSuite.SUITE_3;
        private boolean createIfMissing = true;
        private Duration requestTimeout = Duration.ofSeconds(30);
        private int maxMessageBytes = 10 * 1024 * 1024;

        private Builder(Path home) {
            this.home = home;
        }

        /// Adds a relay, `ws://` or `wss://`. None means those of the home's configuration.
        public Builder relay(URI relay) {
            relays.add(relay);
            return this;
        }

        /// Opens (or creates) the account with a password instead of a key file. The array is copied.
        public Builder password(char[] characters) {
            password = Arrays.copyOf(characters, characters.length);
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

        /// The longest a blocking call waits for a relay, 30 s unless told otherwise.
        public Builder requestTimeout(Duration value) {
            requestTimeout = value;
            return this;
        }

        /// The largest message from or to a relay, 10 MiB unless told otherwise; small programs take less.
        public Builder maxMessageBytes(int value) {
            maxMessageBytes = value;
            return this;
        }

        public HgxOptions build() {
            return new HgxOptions(this);
        }
    }
}
