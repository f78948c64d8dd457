package org.hypergolix.node.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.account.Accounts;
import org.hypergolix.node.login.AccountPlace;
import org.hypergolix.node.roaming.Arriving;
import org.hypergolix.node.roaming.Roaming;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.sqlite.SqliteStore;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnector;

/// Starts nodes on a home directory: `node.db` and `node.lock` of the store, `account.bin` and `account.key`.
public final class NodeProvider implements LocalNode.Provider {
    private static final String STORE_FILE = "node.db";
    private static final int MOST_UPDATES = 1_024;

    /// For `ServiceLoader`.
    public NodeProvider() {}

    @Override
    public HomeNode start(LocalNode.Options options) {
        return start(options, new AccountPlace.ThisMachine());
    }

    /// Opens the account of `options`, makes one or logs in to one.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal with one line that says what to do
    public HomeNode start(LocalNode.Options options, AccountPlace place) {
        demand(options);
        Path home = options.home().toAbsolutePath().normalize();
        SecureRandom random = new SecureRandom();
        Accounts accounts = new Accounts(home, random);
        Optional<AccountPlace.Login> login = place instanceof AccountPlace.Relays relays
                ? relays.login()
                : Optional.empty();
        if (!accounts.exists() && !options.createIfMissing() && login.isEmpty()) {
            throw Refusals.account("There is no account in " + home + "; create one first.");
        }
        NodeSettings settings = settings(options, random, place);
        ObjectStore store = openStore(home, accounts);
        Account account;
        try {
            account = openAccount(home, accounts, store, options, login, settings);
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
        HomeNode node = HomeNode.start(account, store, settings);
        try {
            login.ifPresent(expected -> demand(node, home, expected));
        } catch (RuntimeException other) {
            node.close();
            throw other;
        }
        return node;
    }

    private static void demand(HomeNode node, Path home, AccountPlace.Login expected) {
        if (expected.fingerprint().filter(fingerprint -> !fingerprint.equals(node.fingerprint())).isPresent()) {
            throw Refusals.account("The account in " + home + " has the fingerprint " + node.fingerprint().text()
                    + " and not the one that is configured; correct user.fingerprint or choose another home.");
        }
        if (!node.userId().equals(Optional.of(expected.userId()))) {
            throw Refusals.account("The account in " + home + " has the user id "
                    + node.userId().map(Ghid::text).orElse("")
                    + " and not the one that was given; log in with another home.");
        }
    }

    /// Opens the store. What a login has left that did not come to its end is removed.
    private static ObjectStore openStore(Path home, Accounts accounts) {
        ObjectStore store = openStore(home);
        try {
            if (!Arriving.unfinished(store)) {
                return store;
            }
            if (accounts.exists()) {
                Arriving.finished(store);
                return store;
            }
        } catch (StoreException failure) {
            store.close();
            throw Refusals.account(String.valueOf(failure.getMessage()));
        }
        store.close();
        try {
            for (String suffix : List.of("-wal", "-shm", "")) {
                Files.deleteIfExists(home.resolve(STORE_FILE + suffix));
            }
        } catch (IOException failure) {
            throw Refusals.account("What an unfinished login has left in " + home + " cannot be removed: "
                    + failure.getMessage() + ".");
        }
        return openStore(home);
    }

    private static void demand(LocalNode.Options options) {
        int most = options.maxMessageBytes();
        if (most < LocalNode.Options.LEAST_MESSAGE_BYTES || most > LocalNode.Options.MOST_MESSAGE_BYTES) {
            throw Refusals.configuration("A message limit is from " + LocalNode.Options.LEAST_MESSAGE_BYTES + " to "
                    + LocalNode.Options.MOST_MESSAGE_BYTES + " bytes, not " + most + ".");
        }
        if (options.requestTimeout().isNegative() || options.requestTimeout().isZero()) {
            throw Refusals.configuration("The request timeout must be longer than nothing.");
        }
    }

    private static ObjectStore openStore(Path home) {
        try {
            return SqliteStore.open(home.resolve(STORE_FILE), SqliteStore.Options.SMALL);
        } catch (StoreException failure) {
            throw switch (failure.reason()) {
                case LOCKED -> Refusals.homeInUse(
                        "Another node has the home " + home + "; stop it first or choose another home.");
                case FULL -> Refusals.storeFull("The disk of " + home + " is full; make room and try again.");
                case DAMAGED -> Refusals.account("The store " + home.resolve(STORE_FILE)
                        + " is damaged; restore it from a backup. Nothing was changed.");
                case CLOSED, FAILED -> Refusals.account(String.valueOf(failure.getMessage()));
            };
        }
    }

    private static Account openAccount(
            Path home,
            Accounts accounts,
            ObjectStore store,
            LocalNode.Options options,
            Optional<AccountPlace.Login> login,
            NodeSettings settings) {
        if (accounts.exists()) {
            return accounts.open(options.credential());
        }
        if (store.usage().objects() > 0 || !store.records("objects", Bytes.EMPTY, 1).isEmpty()) {
            // The store of an account whose keys are gone: a new account would bury it.
            throw Refusals.account("The account file " + home.resolve(Accounts.ACCOUNT_FILE)
                    + " is missing, but " + home.resolve(STORE_FILE)
                    + " is that of an account; restore the file from a backup, or move the store away.");
        }
        if (login.isPresent()) {
            return logIn(login.get(), accounts, store, options, settings);
        }
        return accounts.create(options.credential(), options.suite());
    }

    private static Account logIn(
            AccountPlace.Login login,
            Accounts accounts,
            ObjectStore store,
            LocalNode.Options options,
            NodeSettings settings) {
        RelayLinks.check(options.relays());
        try {
            return new Arriving(options.relays(), settings.connector(), settings.connection())
                    .logIn(login, options.credential(), accounts, store);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Refusals.account("The login was interrupted; nothing was changed.");
        }
    }

    private static NodeSettings settings(
            LocalNode.Options options, SecureRandom random, AccountPlace place) {
        int most = options.maxMessageBytes();
        ConnectionOptions defaults = ConnectionOptions.defaults();
        ConnectionOptions connection = defaults
                .withChannel(defaults.channel().withMaxMessageBytes(most))
                .withRequestTimeoutMillis((int) Math.min(Integer.MAX_VALUE, options.requestTimeout().toMillis()))
                .withRequests(defaults.maxRequests(), 2 * most)
                .withUpdates(MOST_UPDATES, 2 * most);
        return new NodeSettings(
                options.relays(),
                RelayConnector.overWebSocket(),
                connection,
                most,
                options.requestTimeout(),
                random,
                new Random(random.nextLong()),
                System::currentTimeMillis,
                Thread::sleep,
                place instanceof AccountPlace.Relays
                        ? Optional.of(Roaming.Settings.defaults(options.requestTimeout()))
                        : Optional.empty());
    }
}
