package org.hypergolix.node.api;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import org.hypergolix.golix.Bytes;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.account.Accounts;
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
        demand(options);
        Path home = options.home().toAbsolutePath().normalize();
        SecureRandom random = new SecureRandom();
        Accounts accounts = new Accounts(home, random);
        if (!accounts.exists() && !options.createIfMissing()) {
            throw Refusals.account("There is no account in " + home + "; create one first.");
        }
        ObjectStore store = openStore(home);
        Account account;
        try {
            account = openAccount(home, accounts, store, options);
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
        return HomeNode.start(account, store, settings(options, random));
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
            Path home, Accounts accounts, ObjectStore store, LocalNode.Options options) {
        if (accounts.exists()) {
            return accounts.open(options.credential());
        }
        if (store.usage().objects() > 0 || !store.records("objects", Bytes.EMPTY, 1).isEmpty()) {
            // The store of an account whose keys are gone: a new account would bury it.
            throw Refusals.account("The account file " + home.resolve(Accounts.ACCOUNT_FILE)
                    + " is missing, but " + home.resolve(STORE_FILE)
                    + " is that of an account; restore the file from a backup, or move the store away.");
        }
        return accounts.create(options.credential(), options.suite());
    }

    private static NodeSettings settings(LocalNode.Options options, SecureRandom random) {
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
                Thread::sleep);
    }
}
