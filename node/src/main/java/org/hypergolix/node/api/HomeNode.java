package org.hypergolix.node.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Commits;
import org.hypergolix.node.HomeOwner;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.app.AppRouter;
import org.hypergolix.node.app.AppSession;
import org.hypergolix.node.app.AppTokens;
import org.hypergolix.node.object.Identities;
import org.hypergolix.node.object.ObjectSettings;
import org.hypergolix.node.object.Objects;
import org.hypergolix.node.roaming.Roaming;
import org.hypergolix.node.sharing.Sharing;
import org.hypergolix.node.sharing.SharingSettings;
import org.hypergolix.node.sync.Registrar;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.node.sync.SyncSettings;
import org.hypergolix.store.Change;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.ledger.Ledger;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.RelayRegistration;
import org.hypergolix.wire.local.RelayStatus;

/// One account at work: puts the parts together, keeps them in order, and takes them apart. Safe for use by any thread.
public final class HomeNode implements LocalNode {
    private static final Logger LOG = System.getLogger(HomeNode.class.getName());

    /// What may wait for the disk.
    private static final int QUEUE_CAPACITY = 1_024;
    private static final long QUEUE_BYTES = 16L * 1024 * 1024;

    private static final Duration TIDY_INTERVAL = Duration.ofSeconds(60);
    private static final int SWEEP_EVERY = 60;

    private final Account account;
    private final ObjectStore store;
    private final Ledger ledger;
    private final Commits commits;
    private final RelayLinks links;
    private final Objects objects;
    private final Sharing sharing;
    private final AppRouter router;
    private final AppSession.Services services;
    private final Optional<Roaming> roaming;
    private final Thread tidier;
    private volatile boolean closed;

    private HomeNode(Account account, ObjectStore store, NodeSettings settings) {
        this.account = account;
        this.store = store;
        this.router = new AppRouter();
        this.ledger = new Ledger(
                store, new Ledger.Options(QUEUE_CAPACITY, QUEUE_BYTES, settings.clock()), (_, _) -> {});
        this.commits = new Commits(ledger);
        List<Change> repairs = new ArrayList<>();
        this.links = RelayLinks.of(settings.relays(), commits.view(), syncSettings(account, settings), repairs);
        Identities identities = new Identities(account.identity().identity(), commits, links);
        boolean severalDevices = settings.roaming().isPresent();
        AccountListener listener = new AccountListener(router);
        this.objects = new Objects(
                account,
                commits,
                links,
                identities,
                listener,
                new ObjectSettings(settings.random(), settings.jitter(), settings.maxMessageBytes(),
                        settings.requestTimeout(), severalDevices));
        this.sharing = new Sharing(
                account, commits, links, objects, router,
                new SharingSettings(settings.clock(), settings.requestTimeout(), severalDevices));
        this.roaming = settings.roaming().map(
                how -> new Roaming(account, commits, objects.accountObjects(), sharing, how));
        this.roaming.ifPresent(present -> {
            listener.roaming(present);
            commits.observe(present::committed);
        });
        AppTokens tokens = new AppTokens(commits, account.seal(), settings.random());
        this.services = new AppSession.Services(account.fingerprint(), objects, sharing, links, tokens, router);
        this.tidier = Thread.ofVirtual().name("node-tidier").unstarted(this::tidy);
        commits.commit(repairs);
    }

    private static SyncSettings syncSettings(Account account, NodeSettings settings) {
        return new SyncSettings(
                account.identity().identity(),
                settings.connector(),
                settings.connection(),
                settings.requestTimeout(),
                settings.clock(),
                settings.jitter(),
                settings.sleeper());
    }

    /// Starts a node, which takes `account` and `store` over: closing it closes them.
    ///
    /// @throws LocalRefusal if a setting is wrong; the store is closed then, too
    static HomeNode start(Account account, ObjectStore store, NodeSettings settings) {
        try {
            RelayLinks.check(settings.relays());
        } catch (LocalRefusal refused) {
            store.close();
            account.close();
            throw refused;
        }
        HomeNode node = new HomeNode(account, store, settings);
        try {
            node.begin();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            node.close();
            throw Refusals.closed();
        } catch (RuntimeException failed) {
            node.close();
            throw failed;
        }
        return node;
    }

    private void begin() throws InterruptedException {
        commits.commit(
                List.of(account.identity().identity()),
                view -> Commits.adding(HomeOwner.find(view).isPresent()
                        ? List.of()
                        : List.of(HomeOwner.put(account.fingerprint()))));
        if (roaming.isPresent()) {
            roaming.get().begin();
        }
        objects.begin();
        sharing.begin();
        links.start(new NodeOwner(account.fingerprint(), commits, objects, sharing, router));
        tidier.start();
    }

    @Override
    public Session open(Consumer<LocalEvent> events) {
        return openTaking((event, taken) -> {
            events.accept(event);
            taken.run();
        });
    }

    @Override
    public Session openTaking(Listener listener) {
        if (closed) {
            throw Refusals.closed();
        }
        return AppSession.open(services, listener);
    }

    /// The account.
    public Ghid fingerprint() {
        return account.fingerprint();
    }

    /// What other machines log in with; empty if the account lives on this machine only.
    public Optional<Ghid> userId() {
        return roaming.map(Roaming::userId);
    }

    /// How its relays are.
    public List<RelayStatus> relays() {
        return links.status();
    }

    /// Asks every relay to register the account.
    ///
    /// @param patience for all of them
    public List<RelayRegistration> register(Duration patience) throws InterruptedException {
        return new Registrar(account.identity(), links).registerEverywhere(patience);
    }

    /// What its store holds.
    public ObjectStore.Usage usage() {
        return store.usage();
    }

    /// Removes from time to time what nobody needs any more, and writes down what may wait.
    private void tidy() {
        try {
            for (int round = 1; !closed; round++) {
                Thread.sleep(TIDY_INTERVAL);
                tidy(round % SWEEP_EVERY == 0);
            }
        } catch (InterruptedException _) {
            // The node closes.
        }
    }

    private void tidy(boolean all) {
        try {
            Objects.UnwrittenPins pins = objects.unwrittenPins();
            List<Change> changes = new ArrayList<>(pins.changes());
            changes.addAll(links.sweep());
            if (all) {
                changes.addAll(sharing.sweep());
            }
            commits.commit(changes);
            pins.written().run();
        } catch (LocalRefusal | StoreException refused) {
            LOG.log(Level.WARNING, "Tidying up failed: reason={0}", refused.getMessage());
        } catch (RuntimeException bug) {
            // The next round may fare better; without any the outboxes would fill.
            LOG.log(Level.ERROR, "Tidying up failed", bug);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        router.close();
        roaming.ifPresent(Roaming::close);
        objects.close();
        sharing.close();
        links.close();
        tidier.interrupt();
        tidy(false);
        ledger.close();
        account.close();
    }
}
