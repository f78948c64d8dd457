package org.hypergolix.node.sharing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.node.Commits;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.object.Identities;
import org.hypergolix.node.object.Objects;
import org.hypergolix.node.sharing.ShareListener.Share;
import org.hypergolix.node.sharing.ShareListener.ShareAnswer;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.Publication;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.node.sync.Resolution;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.ObjectState;

/// Everything a node does with shares. Safe for use by any thread.
///
/// What is remembered, all sealed but for the keys: own offers until they are answered ([OwnOffer]); offers whose object
/// cannot be fetched yet ([Arrival]); requests that were handled, in the space `requests`, key = request (65), value =
/// u64 milliseconds; and accepted shares that no application has handled, in the space `shares`, key = api id (64) |
/// object (65) | origin (65), value = binder (65).
public final class Sharing implements AutoCloseable {
    static final String HANDLED = "requests";
    static final String SHARES = "shares";

    /// Own offers that may wait for an answer.
    static final int MOST_OFFERS = 4_096;

    /// Shares that may wait for an application.
    static final int MOST_SHARES = 4_096;

    /// Those of them that come from one origin.
    static final int MOST_SHARES_OF_ONE = 256;

    /// Answers that may wait for an application.
    static final int MOST_ANSWERS = 1_024;

    /// Handled requests that are remembered.
    static final int MOST_HANDLED = 16_384;

    private static final long HANDLED_MILLIS = 30L * 24 * 60 * 60 * 1000;
    private static final long OFFER_MILLIS = 90L * 24 * 60 * 60 * 1000;
    private static final int PAGE = 256;
    private static final int MOST_REOFFERS = 256;
    private static final Logger LOG = System.getLogger(Sharing.class.getName());

    private final Account account;
    private final Commits commits;
    private final RelayLinks links;
    private final Objects objects;
    private final Identities identities;
    private final ShareListener listener;
    private final SharingSettings settings;
    private final LongSupplier clock;
    private final SealedRecords<OwnOffer> offers;
    private final SealedRecords<OwnOffer> answers;
    private final SealedRecords<OwnOffer> declines;
    private final RequestDesk desk;

    public Sharing(
            Account account,
            Commits commits,
            RelayLinks links,
            Objects objects,
            ShareListener listener,
            SharingSettings settings) {
        this.account = account;
        this.commits = commits;
        this.links = links;
        this.objects = objects;
        this.identities = objects.identities();
        this.listener = listener;
        this.settings = settings;
        this.clock = settings.clock();
        this.offers = new SealedRecords<>(OwnOffer.SPACE, account.seal(), OwnOffer::encode, OwnOffer::decode);
        this.answers = new SealedRecords<>(OwnOffer.ANSWERS, account.seal(), OwnOffer::encode, OwnOffer::decode);
        this.declines = new SealedRecords<>(OwnOffer.DECLINES, account.seal(), OwnOffer::encode, OwnOffer::decode);
        this.desk = new RequestDesk(account, commits, links, objects, this, clock);
    }

    /// Goes on with what an earlier run left.
    public void begin() {
        desk.begin();
    }

    /// Offers an object to `recipient`. On return the offer is on disk, and sent if a relay is connected.
    ///
    /// @param token of the application that shares
    public void share(Ghid address, Ghid recipient, Optional<Bytes> token) throws InterruptedException {
        Objects.Offerable offerable = objects.offerable(address, token);
        if (recipient.equals(account.fingerprint())) {
            throw Refusals.argument("An object cannot be shared with its own account.");
        }
        Identities.Found found = identities.find(recipient);
        if (found.identity().isEmpty()) {
            throw found.undecided() && !links.anyConnected()
                    ? Refusals.unavailable(recipient, links.status())
                    : Refusals.unknownRecipient(recipient);
        }
        if (offers.count(commits.view(), MOST_OFFERS) >= MOST_OFFERS) {
            throw Refusals
                    .storeFull("More than " + MOST_OFFERS + " shares wait for an answer; delete what is not needed.");
        }
        Request request = offer(address, offerable, found.identity().get());
        OwnOffer offer = new OwnOffer(address, recipient, clock.getAsLong(), token);
        OutboxItem item = new OutboxItem.Loose(
                request.ghid(), request.encoded(), objects.outboxKey(address));
        RelayLinks.Dispatch dispatch = links.reserve(item);
        List<Change> changes = new ArrayList<>(dispatch.changes());
        changes.add(offers.put(request.ghid(), offer));
        store(dispatch, withRecipient(found.identity().get()), changes);
        dispatch.confirm().await(settings.requestTimeout());
    }

    private Request offer(Ghid address, Objects.Offerable offerable, Identity recipient) {
        long counter = offerable.keys().suite() == CipherSuite.SUITE_3 ? offerable.keys().counter() : 0;
        RequestContent content =
                new RequestContent.ShareOffer(address, offerable.keys().secret(), counter);
        try {
            return account.identity().request(recipient, content).object();
        } catch (IllegalArgumentException unusable) {
            throw Refusals.argument("Nothing can be shared with " + recipient.ghid() + ": its keys are unusable.");
        }
    }

    /// A relay that does not know the recipient gets his identity from here.
    private List<GolixObject> withRecipient(Identity recipient) {
        return commits.view().find(recipient.ghid()).isPresent() ? List.of() : List.of(recipient);
    }

    private void store(RelayLinks.Dispatch dispatch, List<GolixObject> stored, List<Change> changes) {
        try {
            commits.commit(stored, _ -> Commits.adding(changes));
        } catch (RuntimeException failed) {
            dispatch.cancel();
            throw failed;
        }
    }

    /// A relay announces a request to this account. Short.
    public Answer arrived(RelayLink link, Request request) {
        if (!request.recipient().equals(account.fingerprint())) {
            return new Answer.Failure(ErrorCode.VALUE, "This request is for somebody else.");
        }
        desk.arrived(link, request);
        return new Answer.Success(Bytes.owning(new byte[]{1}));
    }

    /// A relay announces that a request to this account was handled: by another device of it.
    public Answer handledElsewhere(Debinding debinding) {
        if (debinding.author().equals(account.fingerprint())) {
            desk.handledElsewhere(debinding);
        }
        return new Answer.Success(Bytes.owning(new byte[]{1}));
    }

    /// A recipient answered an own offer.
    ///
    /// @param author who answered
    /// @param changes to be committed with it
    void answered(Ghid request, Ghid author, boolean accepted, List<Change> changes) {
        Optional<OwnOffer> offer = offers.find(commits.view(), request)
                .filter(own -> own.recipient().equals(author));
        List<Change> all = new ArrayList<>(changes);
        if (offer.isPresent()) {
            all.add(offers.remove(request));
            if (offer.get().token().isPresent() && answers.count(commits.view(), MOST_ANSWERS) < MOST_ANSWERS) {
                all.add((accepted ? answers : declines).put(request, offer.get()));
            }
        } else {
            LOG.log(Level.DEBUG, "An answer to no offer of ours: author={0}", author);
        }
        commits.commit(all);
        offer.ifPresent(own -> listener.answered(new ShareAnswer(
                request, own.address(), own.recipient(), accepted, own.token().orElse(null))));
    }

    /// An object that `origin` shared is on disk with its key.
    ///
    /// @param changes to be committed with the share
    void accepted(Ghid address, Ghid origin, List<Change> changes) {
        Optional<ObjectState> state = objects.state(address);
        List<Change> all = new ArrayList<>(changes);
        if (state.isPresent()) {
            ObjectState object = state.get();
            makeRoom().ifPresent(all::add);
            all.add(new Change.PutRecord(SHARES, key(object.apiId(), address, origin), object.binder().bytes()));
        }
        commits.commit(all);
        state.ifPresent(object -> listener.shared(new Share(address, origin, object.binder(), object.apiId())));
    }

    /// Whether one more object of `origin` may be taken over: strangers must not fill the disk with what nobody asked for.
    boolean roomFor(Ghid origin) {
        List<StoreView.Entry> waiting = commits.view().records(SHARES, Bytes.EMPTY, MOST_SHARES);
        long ofOrigin = waiting.stream().filter(entry -> origin(entry).equals(origin)).count();
        return ofOrigin < MOST_SHARES_OF_ONE && (waiting.size() < MOST_SHARES || leastWanted(waiting).isPresent());
    }

    /// What a new share takes the place of, if there is no room.
    private Optional<Change> makeRoom() {
        List<StoreView.Entry> waiting = commits.view().records(SHARES, Bytes.EMPTY, MOST_SHARES);
        return waiting.size() < MOST_SHARES
                ? Optional.empty()
                : leastWanted(waiting).map(entry -> new Change.RemoveRecord(SHARES, entry.key()));
    }

    /// Of the shares that no application wants now, one of whoever sent most of them: who fills the room with what nobody
    /// knows must not keep others out.
    private Optional<StoreView.Entry> leastWanted(List<StoreView.Entry> waiting) {
        Map<Bytes, Boolean> wanted = new HashMap<>();
        List<StoreView.Entry> unwanted = waiting.stream()
                .filter(entry -> !wanted.computeIfAbsent(apiId(entry), listener::wants)).toList();
        Map<Ghid, Long> counts = unwanted.stream().collect(groupingBy(Sharing::origin, counting()));
        return unwanted.stream().max(Comparator.comparingLong(entry -> counts.getOrDefault(origin(entry), 0L)));
    }

    private static Bytes apiId(StoreView.Entry entry) {
        return entry.key().slice(0, entry.key().size() - 2 * Ghid.LENGTH);
    }

    private static Ghid origin(StoreView.Entry entry) {
        return Ghid.fromBytes(entry.key().slice(entry.key().size() - Ghid.LENGTH));
    }

    /// Shares of `apiId` that no application has handled yet.
    public List<Share> waiting(Bytes apiId) {
        List<Share> shares = new ArrayList<>();
        Bytes from = apiId;
        List<StoreView.Entry> page;
        do {
            page = commits.view().records(SHARES, from, PAGE);
            for (StoreView.Entry entry : page) {
                if (!entry.key().slice(0, apiId.size()).equals(apiId)) {
                    return shares;
                }
                from = Bytes.concat(entry.key(), Bytes.owning(new byte[1]));
                shares.add(decode(apiId, entry));
            }
        } while (page.size() == PAGE);
        return shares;
    }

    private static Share decode(Bytes apiId, StoreView.Entry entry) {
        int first = apiId.size();
        return new Share(
                Ghid.fromBytes(entry.key().slice(first, Ghid.LENGTH)),
                Ghid.fromBytes(entry.key().slice(first + Ghid.LENGTH, Ghid.LENGTH)),
                Ghid.fromBytes(entry.value()),
                apiId);
    }

    /// An application has handled a share, which need not be kept any longer. Doing it again does nothing.
    public void handled(Ghid address, Ghid origin, Bytes apiId) {
        Bytes key = key(apiId, address, origin);
        if (commits.view().record(SHARES, key).isPresent()) {
            commits.commit(List.of(new Change.RemoveRecord(SHARES, key)));
        }
    }

    private static Bytes key(Bytes apiId, Ghid address, Ghid origin) {
        return Bytes.concat(apiId, address.bytes(), origin.bytes());
    }

    /// Answers to offers of the application of `token` that it was not told of yet.
    public List<ShareAnswer> unheard(Bytes token) {
        List<ShareAnswer> unheard = new ArrayList<>();
        collect(unheard, answers, true, token);
        collect(unheard, declines, false, token);
        return unheard;
    }

    private void collect(List<ShareAnswer> into, SealedRecords<OwnOffer> from, boolean accepted, Bytes token) {
        for (SealedRecords.Entry<OwnOffer> entry : from.all(commits.view(), MOST_ANSWERS)) {
            OwnOffer offer = entry.value();
            if (offer.token().filter(token::equals).isPresent()) {
                into.add(new ShareAnswer(entry.request(), offer.address(), offer.recipient(), accepted, token));
            }
        }
    }

    /// The application was told of `answer`.
    public void delivered(ShareAnswer answer) {
        if (answer.token() != null) {
            commits.commit(List.of((answer.accepted() ? answers : declines).remove(answer.request())));
        }
    }

    /// Another device of the account has accepted a share, which is on disk here, too.
    ///
    /// @param key of the record
    public void recordedShare(Bytes key) {
        Bytes apiId = key.slice(0, key.size() - 2 * Ghid.LENGTH).compact();
        commits.view().record(SHARES, key)
                .ifPresent(binder -> listener.shared(decode(apiId, new StoreView.Entry(key, binder))));
    }

    /// Another device of the account was told the end of an offer, and no application was yet.
    public void recordedAnswer(Ghid request, boolean accepted) {
        (accepted ? answers : declines).find(commits.view(), request)
                .ifPresent(offer -> listener.answered(new ShareAnswer(
                        request, offer.address(), offer.recipient(), accepted, offer.token().orElse(null))));
    }

    /// Whether an answer to `offer` may belong to another device of the account, which has not recorded the offer yet.
    boolean mayBeElsewhere(Ghid offer) {
        return settings.severalDevices() && offers.find(commits.view(), offer).isEmpty();
    }

    /// What follows from a relay's refusal of a request.
    public Resolution refused(RelayLink link, Publication publication, Request request, Answer.Failure failure) {
        return switch (failure.code()) {
            case INVALID_IDENTITY -> identities.known(request.recipient())
                    .<Resolution>map(recipient -> new Resolution.Again(List.of(recipient.encoded())))
                    .orElse(new Resolution.Never("it does not know the recipient"));
            case ALREADY_DEBOUND -> new Resolution.Settled();
            case QUOTA_EXCEEDED, EXCEPTION, GENERIC, REMOTE_NAK, COMMS, IPC, UNKNOWN_TOKEN, DISPATCH, UNKNOWN_SECRET ->
                new Resolution.Later(failure.code().name());
            case MALFORMED, VERIFICATION_FAILURE, UNBOUND_CONTAINER, INVALID_TARGET, INCONSISTENT_AUTHOR,
                    DOES_NOT_EXIST, ILLEGAL_DYNAMIC_FRAME, VALUE ->
                new Resolution.Never(failure.code().name());
        };
    }

    /// A relay does not know the account (any more): what waits for an answer is offered again there, as new requests,
    /// because the old ones are lost.
    public void offerAgain(RelayLink link) throws InterruptedException {
        for (SealedRecords.Entry<OwnOffer> entry : offers.all(commits.view(), MOST_REOFFERS)) {
            if (!links.waits(link, entry.request())) {
                offerAgain(link, entry.request(), entry.value());
            }
        }
    }

    private void offerAgain(RelayLink link, Ghid before, OwnOffer offer) throws InterruptedException {
        try {
            Optional<Identity> recipient = identities.find(offer.recipient()).identity();
            if (recipient.isEmpty()) {
                return;
            }
            Objects.Offerable offerable = objects.offerable(offer.address(), offer.token());
            Request request = offer(offer.address(), offerable, recipient.get());
            OutboxItem item = new OutboxItem.Loose(
                    request.ghid(), request.encoded(), objects.outboxKey(offer.address()));
            RelayLinks.Dispatch dispatch = links.reserve(link, item);
            List<Change> changes = new ArrayList<>(dispatch.changes());
            changes.add(offers.put(request.ghid(), offer));
            if (links.all().size() == 1) {
                changes.add(offers.remove(before));
            }
            store(dispatch, List.of(), changes);
            dispatch.confirm();
        } catch (LocalRefusal refused) {
            LOG.log(Level.DEBUG, "An offer cannot be made again: address={0} reason={1}",
                    offer.address(), refused.getMessage());
        }
    }

    /// A relay is connected: offers whose object was missing are looked at again.
    public void connected() {
        desk.hurry();
    }

    /// Whether `request` was handled.
    boolean handled(Ghid request) {
        return commits.view().record(HANDLED, request.bytes()).isPresent();
    }

    /// The change that remembers a request as handled.
    Change putHandled(Ghid request) {
        byte[] now = ByteBuffer.allocate(Long.BYTES).putLong(clock.getAsLong()).array();
        return new Change.PutRecord(HANDLED, request.bytes(), Bytes.owning(now));
    }

    /// Records that are too old or too many.
    public List<Change> sweep() {
        List<Change> changes = new ArrayList<>();
        sweepHandled(changes);
        long now = clock.getAsLong();
        for (SealedRecords<OwnOffer> space : List.of(offers, answers, declines)) {
            for (SealedRecords.Entry<OwnOffer> entry : space.all(commits.view(), MOST_OFFERS)) {
                if (now - entry.value().sentMillis() > OFFER_MILLIS) {
                    changes.add(space.remove(entry.request()));
                }
            }
        }
        return changes;
    }

    private void sweepHandled(List<Change> changes) {
        List<StoreView.Entry> all = new ArrayList<>();
        Bytes from = Bytes.EMPTY;
        List<StoreView.Entry> page;
        do {
            page = commits.view().records(HANDLED, from, PAGE);
            all.addAll(page);
            if (!page.isEmpty()) {
                from = Bytes.concat(page.getLast().key(), Bytes.owning(new byte[1]));
            }
        } while (page.size() == PAGE);
        all.sort((one, other) -> Long.compare(millis(one), millis(other)));
        long now = clock.getAsLong();
        for (int index = 0; index < all.size(); index++) {
            if (now - millis(all.get(index)) > HANDLED_MILLIS || index < all.size() - MOST_HANDLED) {
                changes.add(new Change.RemoveRecord(HANDLED, all.get(index).key()));
            }
        }
    }

    private static long millis(StoreView.Entry entry) {
        return entry.value().size() == Long.BYTES ? entry.value().asByteBuffer().getLong() : 0;
    }

    /// Stops looking at requests.
    @Override
    public void close() {
        desk.close();
    }
}
