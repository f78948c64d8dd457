package org.hypergolix.node.roaming;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Commits;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.keyring.StagedKeys;
import org.hypergolix.node.object.AccountObjects;
import org.hypergolix.node.roaming.LocalRecords.Row;
import org.hypergolix.node.roaming.RecordState.RecordEntry;
import org.hypergolix.node.roaming.RecordState.RecordKey;
import org.hypergolix.node.sharing.Sharing;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Refusal;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.ledger.Ledger.Outcome;
import org.hypergolix.wire.local.LocalRefusal;

/// Gives this device's store what it lacks of a joined state. For one thread.
final class Applying {
    private static final Logger LOG = System.getLogger(Applying.class.getName());

    private final Account account;
    private final Commits commits;
    private final AccountObjects objects;
    private final Sharing sharing;
    private final StagedKeys staged;
    private final Set<Ghid> toFetch = new LinkedHashSet<>();

    Applying(Account account, Commits commits, AccountObjects objects, Sharing sharing) {
        this.account = account;
        this.commits = commits;
        this.objects = objects;
        this.sharing = sharing;
        this.staged = new StagedKeys(account.seal());
    }

    /// What is to be done about one joined state.
    private static final class Plan {
        final List<Change> changes = new ArrayList<>();
        final List<Runnable> afterwards = new ArrayList<>();
        /// Records that must still be what they were when they were read.
        final List<RecordKey> guarded = new ArrayList<>();
    }

    /// Commits what the store lacks, with `agreement`, and tells of it.
    ///
    /// @return false if the store has changed meanwhile; nothing was committed then
    boolean apply(LocalRecords local, RecordState joined, List<Change> agreement) {
        Plan plan = new Plan();
        for (Map.Entry<RecordKey, RecordEntry> record : joined.entries().entrySet()) {
            RecordKey key = record.getKey();
            Optional<RecordSpace> space = RecordSpace.of(key.space());
            if (space.isPresent()) {
                Optional<Row> row = Optional.ofNullable(local.rows().get(key));
                plan(plan, space.get(), key, row, record.getValue().value());
            }
        }
        plan.changes.addAll(agreement);
        if (!plan.changes.isEmpty()) {
            Outcome outcome = commits.commit(List.of(), view -> unchanged(view, plan.guarded, local)
                    ? Commits.adding(plan.changes)
                    : new Verdict.Refused(Refusal.ILLEGAL_FRAME, "The records have changed."));
            if (outcome instanceof Outcome.Refused) {
                return false;
            }
        }
        plan.afterwards.forEach(Runnable::run);
        return true;
    }

    private static boolean unchanged(StoreView view, List<RecordKey> guarded, LocalRecords local) {
        return guarded.stream().allMatch(key -> {
            String space = RecordSpace.of(key.space()).orElseThrow().space();
            Optional<Bytes> before = Optional.ofNullable(local.rows().get(key)).map(Row::stored);
            return view.record(space, key.key()).equals(before);
        });
    }

    private void plan(Plan plan, RecordSpace space, RecordKey key, Optional<Row> row, Optional<Bytes> value) {
        if (value.isEmpty()) {
            if (space.passing() && row.isPresent()) {
                plan.guarded.add(key);
                plan.changes.add(new Change.RemoveRecord(space.space(), key.key()));
            }
            return;
        }
        if (row.flatMap(Row::value).equals(value)) {
            return;
        }
        switch (space) {
            case KEYS -> stage(plan, key.key(), row, value.get());
            case OBJECTS -> remember(plan, key, value.get());
            case GONE -> {
                if (row.isEmpty()) {
                    plan.afterwards.add(() -> objects.adoptDeletion(address(key.key()), address(value.get())));
                }
            }
            case BOUND -> {
                if (row.isEmpty()) {
                    plan.afterwards.add(() -> objects.adoptBinding(address(key.key()), address(value.get())));
                }
            }
            case APPS, OFFERS -> put(plan, space, key, value.get());
            case SHARES -> {
                put(plan, space, key, value.get());
                plan.afterwards.add(() -> sharing.recordedShare(key.key()));
            }
            case ANSWERS, DECLINES -> {
                put(plan, space, key, value.get());
                plan.afterwards.add(() -> sharing.recordedAnswer(address(key.key()), space == RecordSpace.ANSWERS));
            }
        }
    }

    private static Ghid address(Bytes bytes) {
        return Ghid.fromBytes(bytes);
    }

    private void put(Plan plan, RecordSpace space, RecordKey key, Bytes value) {
        plan.guarded.add(key);
        plan.changes.add(new Change.PutRecord(space.space(), key.key(),
                space.sealed() ? account.seal().seal(space.space(), key.key(), value) : value));
    }

    /// A key that leads further than the one here, or where there is none.
    private void stage(Plan plan, Bytes key, Optional<Row> row, Bytes value) {
        Optional<KeyChain> recorded = Keyring.decode(value);
        Optional<KeyChain> here = row.flatMap(Row::value).flatMap(Keyring::decode);
        if (recorded.isEmpty()) {
            return;
        }
        if (here.isPresent()) {
            boolean further = Long.compareUnsigned(recorded.get().counter(), here.get().counter()) > 0;
            boolean follows = here.get().suite() == CipherSuite.SUITE_3
                    && commits.view().record(Keyring.SPACE, key).isPresent();
            if (!further || follows) {
                return;
            }
        }
        plan.changes.add(staged.put(key, value));
    }

    private void remember(Plan plan, RecordKey key, Bytes value) {
        Ghid address = address(key.key());
        if (AccountObjects.keepsAccount(value) || objects.dead(address)) {
            return;
        }
        put(plan, RecordSpace.OBJECTS, key, value);
        plan.afterwards.add(() -> {
            if (objects.remembered(address)) {
                toFetch.add(address);
            }
        });
    }

    /// What was taken over so far is fetched when relays are connected to.
    void forgetWaiting() {
        toFetch.clear();
    }

    /// Fetches what other devices have made since.
    void fetchWaiting() throws InterruptedException {
        for (Ghid address : List.copyOf(toFetch)) {
            // It is followed from now on: if this fails it is fetched when a relay is connected to, or somebody asks.
            toFetch.remove(address);
            try {
                objects.fetch(address);
            } catch (LocalRefusal refused) {
                LOG.log(Level.DEBUG, "An object of another device cannot be fetched now: address={0} reason={1}",
                        address, refused.getMessage());
            }
        }
    }
}
