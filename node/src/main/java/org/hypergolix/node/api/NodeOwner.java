package org.hypergolix.node.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.node.Commits;
import org.hypergolix.node.app.AppRouter;
import org.hypergolix.node.object.Objects;
import org.hypergolix.node.sharing.Sharing;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.Publication;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.node.sync.RelayOwner;
import org.hypergolix.node.sync.Resolution;
import org.hypergolix.store.Change;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;

/// Hands what relays say to the part that it concerns.
final class NodeOwner implements RelayOwner {
    private static final System.Logger LOG = System.getLogger(NodeOwner.class.getName());

    /// Frames, requests and debindings are smaller.
    private static final int MOST_ANNOUNCED = 68 * 1024;

    private final Ghid fingerprint;
    private final Commits commits;
    private final Objects objects;
    private final Sharing sharing;
    private final AppRouter router;

    NodeOwner(Ghid fingerprint, Commits commits, Objects objects, Sharing sharing, AppRouter router) {
        this.fingerprint = fingerprint;
        this.commits = commits;
        this.objects = objects;
        this.sharing = sharing;
        this.router = router;
    }

    @Override
    public Optional<Publication> publication(OutboxItem item) {
        return objects.publication(item);
    }

    @Override
    public void accepted(RelayLink link, Publication publication) {
        objects.accepted(link, publication);
    }

    @Override
    public Resolution refused(RelayLink link, Publication publication, int index, Answer.Failure failure) {
        try {
            return decode(publication.objects().getFirst()) instanceof Request request
                    ? sharing.refused(link, publication, request, failure)
                    : objects.refused(link, publication, failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Resolution.Later("interrupted");
        } catch (MalformedObjectException damaged) {
            return new Resolution.Never("it is damaged here");
        }
    }

    @Override
    public Answer updated(RelayLink link, Ghid subject, Bytes object) {
        if (object.size() > MOST_ANNOUNCED) {
            return new Answer.Failure(ErrorCode.MALFORMED, "Nothing that is announced is as large as this.");
        }
        GolixObject decoded;
        try {
            decoded = decode(object);
        } catch (MalformedObjectException malformed) {
            return new Answer.Failure(ErrorCode.MALFORMED, String.valueOf(malformed.getMessage()));
        }
        if (!subject.equals(fingerprint)) {
            return objects.updated(link, subject, decoded);
        }
        if (decoded instanceof Request request) {
            return sharing.arrived(link, request);
        }
        return decoded instanceof Debinding debinding
                ? sharing.handledElsewhere(debinding)
                : new Answer.Failure(ErrorCode.VALUE, "This is not what was subscribed to.");
    }

    @Override
    public void fetched(RelayLink link, Ghid address, Answer answer) {
        objects.fetched(link, address, answer);
    }

    @Override
    public void greeted(RelayLink link, boolean forgot) {
        if (forgot) {
            Thread.ofVirtual().name("republish").start(() -> republish(link));
        }
        sharing.connected();
    }

    private void republish(RelayLink link) {
        try {
            objects.republishAll(link);
            sharing.offerAgain(link);
            Bytes address = Bytes.owning(link.uri().toString().getBytes(StandardCharsets.UTF_8));
            commits.commit(List.of(new Change.PutRecord(RelayLinks.SPACE, link.name(), address)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "A relay could not be given everything: relay={0} reason={1}",
                    link.uri(), failure.getMessage());
        }
    }

    @Override
    public void changed(RelayLink link) {
        if (!link.connected()) {
            objects.relayLost();
        }
        router.changed(link.status());
    }

    private static GolixObject decode(Bytes object) throws MalformedObjectException {
        return GolixCodec.decode(object);
    }
}
