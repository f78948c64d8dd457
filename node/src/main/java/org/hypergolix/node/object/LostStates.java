package org.hypergolix.node.object;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Commits;
import org.hypergolix.node.account.RecordSeal;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;
import org.hypergolix.wire.local.LocalRefusal;
import org.jspecify.annotations.Nullable;

/// States that lost against another device of the account after their push had returned, until an application was told:
/// space `lost`, key = address (65) | the first 16 bytes of SHA-512 of the state, sealed value = the state. At most
/// [#MOST]; what comes then is told, but not kept.
final class LostStates implements ObjectListener {
    static final String SPACE = "lost";
    static final int MOST = 256;

    private static final int MARK_LENGTH = 16;
    private static final Logger LOG = System.getLogger(LostStates.class.getName());

    private final Commits commits;
    private final RecordSeal seal;
    private final ObjectListener listener;
    private final Predicate<Ghid> forApplications;

    /// @param listener is told once a state is kept
    /// @param forApplications whether an object is there for applications; states of others are not kept
    LostStates(Commits commits, RecordSeal seal, ObjectListener listener, Predicate<Ghid> forApplications) {
        this.commits = commits;
        this.seal = seal;
        this.listener = listener;
        this.forApplications = forApplications;
    }

    @Override
    public void updated(Ghid address, @Nullable Object cause) {
        listener.updated(address, cause);
    }

    @Override
    public void deleted(Ghid address, @Nullable Object cause) {
        List<Change> changes = new ArrayList<>();
        entries(address).forEach(entry -> changes.add(new Change.RemoveRecord(SPACE, entry.key())));
        commits.commit(changes);
        listener.deleted(address, cause);
    }

    @Override
    public void conflicted(Ghid address, Bytes lost) {
        if (forApplications.test(address)) {
            keep(address, lost);
        }
        listener.conflicted(address, lost);
    }

    private void keep(Ghid address, Bytes lost) {
        Bytes key = key(address, lost);
        try {
            if (commits.view().records(SPACE, Bytes.EMPTY, MOST).size() < MOST) {
                commits.commit(List.of(new Change.PutRecord(SPACE, key, seal.seal(SPACE, key, lost))));
            }
        } catch (LocalRefusal refused) {
            LOG.log(Level.WARNING, "A state that was lost cannot be kept: address={0} reason={1}", address,
                    refused.getMessage());
        }
        LOG.log(Level.INFO, "Another device was first; a state is lost: address={0}", address);
    }

    /// The states of an object that no application was told of.
    List<Bytes> of(Ghid address) {
        return entries(address).stream()
                .flatMap(entry -> seal.open(SPACE, entry.key(), entry.value()).stream())
                .toList();
    }

    private List<StoreView.Entry> entries(Ghid address) {
        return commits.view().records(SPACE, address.bytes(), MOST).stream()
                .filter(entry -> entry.key().slice(0, Ghid.LENGTH).equals(address.bytes()))
                .toList();
    }

    /// An application was told.
    void told(Ghid address, Bytes lost) {
        Bytes key = key(address, lost);
        Optional<Bytes> kept = commits.view().record(SPACE, key);
        if (kept.isPresent()) {
            commits.commit(List.of(new Change.RemoveRecord(SPACE, key)));
        }
    }

    private static Bytes key(Ghid address, Bytes lost) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(lost.toArray());
            return Bytes.concat(address.bytes(), Bytes.copyOf(digest, 0, MARK_LENGTH));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no SHA-512.", impossible);
        }
    }
}
