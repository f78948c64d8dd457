package org.hypergolix.node.object;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.node.Commits;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.keyring.StagedKeys;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ledger.Ledger.Outcome;
import org.hypergolix.wire.relay.RelayRequest;
import org.jspecify.annotations.Nullable;

/// The end of objects: deleted here, or by their owner elsewhere. Safe for use by any thread.
final class Deleting {
    private static final Logger LOG = System.getLogger(Deleting.class.getName());

    private final Account account;
    private final Commits commits;
    private final Keyring keyring;
    private final Identities identities;
    private final ObjectStates states;
    private final RelayLinks links;
    private final ContainerSource source;
    private final ObjectListener listener;
    private final ObjectSettings settings;

    Deleting(
            Account account,
            Commits commits,
            Keyring keyring,
            Identities identities,
            ObjectStates states,
            RelayLinks links,
            ContainerSource source,
            ObjectListener listener,
            ObjectSettings settings) {
        this.account = account;
        this.commits = commits;
        this.keyring = keyring;
        this.identities = identities;
        this.states = states;
        this.links = links;
        this.source = source;
        this.listener = listener;
        this.settings = settings;
    }

    /// Deletes an own object for everybody who does not hold it. Doing it again succeeds.
    ///
    /// @param cause the application that deletes, or null
    void delete(Ghid address, @Nullable Object cause) throws InterruptedException {
        Publications publications = new Publications(commits.view());
        Optional<DynamicState> dynamic = commits.view().dynamic(address);
        if (dynamic.isPresent() && !dynamic.get().binder().equals(account.fingerprint())) {
            throw Refusals.foreign(address);
        }
        Set<Ghid> targets = new LinkedHashSet<>(publications.boundTo(address));
        if (dynamic.isPresent() && dynamic.get().live()) {
            targets.add(address);
        }
        if (targets.isEmpty()) {
            if (states.debound(address)) {
                return;
            }
            throw dynamic.isEmpty() && states.find(address).isEmpty()
                    ? Refusals.unknown(address) : Refusals.foreign(address);
        }
        debind(address, targets);
        bury(address, cause);
    }

    private void debind(Ghid address, Set<Ghid> targets) throws InterruptedException {
        List<GolixObject> debindings = new ArrayList<>();
        List<OutboxItem> items = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Ghid target : targets) {
            Debinding debinding = account.identity().debind(target).object();
            debindings.add(debinding);
            items.add(Publications.loose(debinding));
            changes.add(Publications.putGone(debinding));
            changes.add(Publications.removeBound(target));
            if (!target.equals(address)) {
                // A static object is found dead by its own address.
                changes.add(new Change.PutRecord(
                        Publications.GONE, address.bytes(), debinding.encoded()));
            }
        }
        changes.add(keyring.remove(address));
        changes.add(new Change.RemoveRecord(StagedKeys.SPACE, address.bytes()));
        changes.add(new Change.RemoveRecord(ObjectRecord.SPACE, address.bytes()));
        RelayLinks.Dispatch dispatch = links.reserve(items.toArray(OutboxItem[]::new));
        changes.addAll(dispatch.changes());
        Outcome outcome;
        try {
            outcome = commits.commit(debindings, _ -> Commits.adding(changes));
        } catch (RuntimeException failed) {
            dispatch.cancel();
            throw failed;
        }
        if (outcome instanceof Outcome.Refused refused) {
            dispatch.cancel();
            throw Refusals.failed("The deletion was refused: " + refused.verdict().message());
        }
        dispatch.confirm().await(settings.requestTimeout());
    }

    /// A debinding that a relay announced at `subject`.
    void announced(Ghid subject, Debinding debinding) {
        if (!debinding.target().equals(subject)) {
            return;
        }
        Optional<DynamicState> state = commits.view().dynamic(subject);
        if (state.isEmpty() || !state.get().live() || !state.get().binder().equals(debinding.author())) {
            return;
        }
        Optional<Identity> owner = identities.known(debinding.author());
        if (owner.isEmpty() || Verifier.verify(debinding, owner.get()).isEmpty()) {
            LOG.log(Level.WARNING, "A relay shows a deletion that its owner did not sign: address={0}", subject);
            return;
        }
        boolean own = debinding.author().equals(account.fingerprint());
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.RemoveRecord(ObjectRecord.SPACE, subject.bytes()));
        if (own) {
            changes.add(Publications.putGone(debinding));
        }
        Outcome outcome = commits.commit(List.of(debinding), _ -> Commits.adding(changes));
        if (outcome instanceof Outcome.Stored) {
            bury(subject, null);
        }
    }

    /// Looks whether the owner has deleted an object that a relay does not know (any more).
    ///
    /// @return whether he has
    boolean missing(RelayLink link, Ghid dynamic) throws InterruptedException {
        for (Ghid address : Reading.addresses(Reading.ask(link, new RelayRequest.ListDebindings(dynamic)))) {
            Optional<Debinding> debinding = source.fetch(address, Debinding.class, link);
            if (debinding.isPresent()) {
                announced(dynamic, debinding.get());
            }
        }
        return states.debound(dynamic);
    }

    /// The object is dead if nothing here holds it.
    void bury(Ghid address, @Nullable Object cause) {
        if (!states.debound(address)) {
            return;
        }
        states.loaded(address).ifPresent(ManagedObject::die);
        states.forget(address);
        links.unfollow(address);
        listener.deleted(address, cause);
    }
}
