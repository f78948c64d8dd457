package org.hypergolix.node.roaming;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.account.Accounts;
import org.hypergolix.node.login.AccountPlace;
import org.hypergolix.node.object.AccountObjects;
import org.hypergolix.store.Change;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;
import org.hypergolix.wire.local.LocalNode.Credential;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnector;

/// Logs in on a machine that knows nothing of the account but its user id: fetches the account's own objects from relays,
/// opens them, and makes the account that of a home.
///
/// The store gets everything in one transaction together with a mark; then the account file is written; then the mark is
/// removed. A store with the mark and a home without an account file are what a login has left that did not come to its
/// end: they count as nothing.
public final class Arriving {
    private static final Bytes MARK = Bytes.owning("arriving".getBytes(StandardCharsets.US_ASCII));

    private final List<URI> relays;
    private final RelayConnector connector;
    private final ConnectionOptions connection;

    /// @param relays to ask; all are asked
    public Arriving(List<URI> relays, RelayConnector connector, ConnectionOptions connection) {
        this.relays = List.copyOf(relays);
        this.connector = connector;
        this.connection = connection;
    }

    /// Whether a login that did not come to its end has left this store.
    public static boolean unfinished(StoreView view) {
        return view.record(RootObject.SPACE, MARK).isPresent();
    }

    /// Forgets that a login was under way: the account file is there.
    public static void finished(ObjectStore store) {
        if (unfinished(store)) {
            store.commit(List.of(new Change.RemoveRecord(RootObject.SPACE, MARK)));
        }
    }

    /// What was fetched, to be opened.
    private record Found(Identity identity, Verified<Frame> frame, Verified<Container> container) {}

    /// Fetches and opens the account and writes it to `store` and `accounts`, of one home without an account.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal with one line that says what is wrong; the home has no account then
    public Account logIn(AccountPlace.Login login, Credential credential, Accounts accounts, ObjectStore store)
            throws InterruptedException {
        if (relays.isEmpty()) {
            throw Refusals.account("No relay is known to fetch the account from; give one by --relay, or with:"
                    + " hypergolix config --addhost");
        }
        List<RelayReader> readers = new ArrayList<>();
        try {
            List<String> failures = new ArrayList<>();
            for (URI relay : relays) {
                try {
                    readers.add(RelayReader.open(relay, connector, connection));
                } catch (IOException unreachable) {
                    failures.add(String.valueOf(unreachable.getMessage()));
                }
            }
            if (readers.isEmpty()) {
                throw Refusals.account("No relay can be reached to fetch the account from: "
                        + String.join("; ", failures) + ".");
            }
            return logIn(readers, login, credential, accounts, store);
        } finally {
            readers.forEach(RelayReader::close);
        }
    }

    private static Account logIn(
            List<RelayReader> readers,
            AccountPlace.Login login,
            Credential credential,
            Accounts accounts,
            ObjectStore store)
            throws InterruptedException {
        Optional<Identity> owner = owner(readers, login.userId());
        Found root = newest(readers, login.userId(), owner).orElseThrow(() -> Refusals.account(
                "There is no account with the user id " + login.userId().text() + " at "
                        + String.join(" or ", readers.stream().map(reader -> reader.relay().toString()).toList())
                        + "; compare it with what 'hypergolix config --whoami' prints on the other machine."));
        Ghid fingerprint = root.identity.ghid();
        if (login.fingerprint().filter(expected -> !expected.equals(fingerprint)).isPresent()) {
            throw Refusals.account("The account with this user id has the fingerprint " + fingerprint.text()
                    + " and not the one that is configured; correct user.fingerprint or user.user_id.");
        }
        AccountObjects.Restored opened =
                open(root, RootObject.firstSecret(fingerprint, root.identity.suite())).orElseThrow(
                        () -> Refusals.account("What lies at the user id " + login.userId().text()
                                + " is not an account but another object of " + fingerprint.text() + "."));
        Accounts.OpenedRoot account = accounts.openRoot(opened.state(), fingerprint, credential, login.keyFile());
        try {
            List<AccountObjects.Restored> all = new ArrayList<>();
            all.add(opened);
            all.addAll(records(readers, root.identity, account));
            write(store, account, login.userId(), root.identity, all);
            accounts.adopt(account.account());
            finished(store);
            return account.account();
        } catch (RuntimeException | InterruptedException failed) {
            account.account().close();
            throw failed;
        }
    }

    private static List<AccountObjects.Restored> records(
            List<RelayReader> readers, Identity identity, Accounts.OpenedRoot opened) throws InterruptedException {
        if (opened.recordObjects().size() != RecordSpace.SHARDS) {
            throw Refusals.account("The account was made by a newer program; log in with that.");
        }
        List<AccountObjects.Restored> records = new ArrayList<>();
        for (int shard = 0; shard < RecordSpace.SHARDS; shard++) {
            Ghid address = opened.recordObjects().get(shard);
            Found found = newest(readers, address, Optional.of(identity)).orElseThrow(() -> Refusals.account(
                    "The relays have only a part of the account; connect a machine that has all of it to one of them,"
                            + " or ask another relay."));
            int number = shard;
            AccountObjects.Restored restored = open(found, RootObject.recordSecret(opened.account(), shard))
                    .filter(record -> Roaming.open(opened.account(), number, record.state()).isPresent())
                    .orElseThrow(() -> Refusals.account("A part of the account cannot be read, perhaps because a newer"
                            + " program wrote it: " + address.text()));
            records.add(restored);
        }
        return records;
    }

    private static Optional<AccountObjects.Restored> open(Found found, Secret first) {
        try {
            return AccountObjects.open(found.frame.object(), found.container, first);
        } catch (IllegalArgumentException _) {
            // More states have passed than keys are derived for.
            return Optional.empty();
        }
    }

    /// Who signed the object's first frame: its address is the digest of that, so this is proof, while a relay may show a
    /// later frame of anybody.
    private static Optional<Identity> owner(List<RelayReader> readers, Ghid address) throws InterruptedException {
        for (RelayReader reader : readers) {
            try {
                Optional<Found> first = fetch(reader, address, Optional.empty())
                        .filter(found -> found.frame.object().counter() == 0);
                if (first.isPresent()) {
                    return first.map(Found::identity);
                }
            } catch (IOException _) {
                // The others may have it.
            }
        }
        return Optional.empty();
    }

    /// The newest state that any relay has completely.
    ///
    /// @param owner whose it must be; if nobody is given, whoever signed it
    private static Optional<Found> newest(List<RelayReader> readers, Ghid address, Optional<Identity> owner)
            throws InterruptedException {
        Optional<Found> newest = Optional.empty();
        for (RelayReader reader : readers) {
            try {
                Optional<Found> found = fetch(reader, address, owner);
                if (found.isPresent() && (newest.isEmpty() || counter(found.get(), newest.get()) > 0)) {
                    newest = found;
                }
            } catch (IOException _) {
                // The others may have it.
            }
        }
        return newest;
    }

    private static int counter(Found one, Found other) {
        return Long.compareUnsigned(one.frame.object().counter(), other.frame.object().counter());
    }

    private static Optional<Found> fetch(RelayReader reader, Ghid address, Optional<Identity> owner)
            throws IOException, InterruptedException {
        Optional<Frame> frame = reader.get(address, Frame.class).filter(shown -> shown.dynamic().equals(address));
        if (frame.isEmpty()) {
            return Optional.empty();
        }
        Ghid author = frame.get().author();
        Optional<Identity> identity = owner.isPresent()
                ? owner
                : reader.get(author, Identity.class).filter(shown -> shown.ghid().equals(author));
        Optional<Verified<Frame>> verified = identity.flatMap(signer -> Verifier.verify(frame.get(), signer));
        if (verified.isEmpty()) {
            return Optional.empty();
        }
        Ghid target = frame.get().target();
        return reader.get(target, Container.class)
                .filter(container -> container.ghid().equals(target))
                .flatMap(container -> Verifier.verify(container, identity.get()))
                .map(container -> new Found(identity.get(), verified.get(), container));
    }

    private static void write(
            ObjectStore store,
            Accounts.OpenedRoot opened,
            Ghid userId,
            Identity identity,
            List<AccountObjects.Restored> all) {
        Account account = opened.account();
        // Everything was verified, and the store has nothing yet.
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Put(identity));
        for (AccountObjects.Restored object : all) {
            changes.add(new Change.Put(object.frame()));
            changes.add(new Change.Put(object.container()));
            changes.addAll(object.changes(account));
        }
        changes.add(new RootObject(userId, opened.recordObjects()).put(account));
        changes.add(new Change.PutRecord(RootObject.SPACE, MARK, Bytes.owning(new byte[]{1})));
        try {
            store.commit(changes);
        } catch (StoreException failure) {
            throw Refusals.storeFull("The account cannot be written: " + failure.getMessage());
        }
    }
}
