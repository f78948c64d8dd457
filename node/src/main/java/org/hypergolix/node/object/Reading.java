package org.hypergolix.node.object;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.node.Commits;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.keyring.StagedKeys;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.ledger.Ledger.Outcome;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.relay.RelayRequest;
import org.jspecify.annotations.Nullable;

/// Gets objects from relays into the store. Safe for use by any thread.
final class Reading {
    /// Bindings of a static object that are looked at.
    private static final int MOST_BINDINGS = 8;

    private final Commits commits;
    private final Keyring keyring;
    private final Identities identities;
    private final RelayLinks links;
    private final ContainerSource source;
    private final FrameIntake intake;
    private final StagedKeys staged;

    Reading(
            Commits commits,
            Keyring keyring,
            Identities identities,
            RelayLinks links,
            ContainerSource source,
            FrameIntake intake,
            StagedKeys staged) {
        this.commits = commits;
        this.keyring = keyring;
        this.identities = identities;
        this.links = links;
        this.source = source;
        this.intake = intake;
        this.staged = staged;
    }

    /// The end of looking for an address at all connected relays.
    ///
    /// @param intake what became of the best that was shown; nothing if nothing was
    /// @param undecided whether a relay that could not be asked might have said more
    /// @param without the relays that said that they have nothing there
    record Looked(Optional<Intake> intake, boolean undecided, List<RelayLink> without) {
        Looked {
            without = List.copyOf(without);
        }
    }

    /// Asks the relays for `address` and takes over what they show.
    ///
    /// @param all whether to hear all of them, instead of only the first that shows something good
    Looked look(Ghid address, Optional<OfferedKey> offered, boolean all)
            throws InterruptedException {
        List<Intake> results = new ArrayList<>();
        List<RelayLink> without = new ArrayList<>();
        RelayLinks.Asked<Intake> asked = links.first(new RelayRequest.Get(address), reply -> {
            if (reply.answer().orElse(null) instanceof Answer.Failure failure
                    && failure.code() == ErrorCode.DOES_NOT_EXIST) {
                without.add(reply.link());
            }
            Optional<Intake> result = taken(reply, address, offered);
            result.ifPresent(results::add);
            return all ? Optional.empty() : result.filter(Reading::good);
        });
        Optional<Intake> best = results.stream().filter(Reading::good).findFirst()
                .or(() -> results.isEmpty() ? Optional.empty() : Optional.of(results.getLast()));
        boolean undecided = asked.asked() == 0 || asked.denied() + results.size() < asked.asked();
        return new Looked(best, undecided, without);
    }

    private static boolean good(Intake intake) {
        return switch (intake) {
            case Intake.Taken _,Intake.Known _,Intake.Behind _,Intake.Tied _ -> true;
            case Intake.Withheld _,Intake.Unreadable _,Intake.Contradiction _,Intake.Refused _,Intake.Dead _ ->
                false;
        };
    }

    private Optional<Intake> taken(
            RelayLinks.Reply reply, Ghid address, Optional<OfferedKey> offered) {
        try {
            Optional<Answer> answer = reply.answer();
            return answer.isEmpty() ? Optional.empty() : shown(reply.link(), answer.get(), address, offered);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Intake> shown(
            RelayLink link, Answer answer, Ghid address, Optional<OfferedKey> offered)
            throws InterruptedException {
        Optional<GolixObject> object = ContainerSource.read(answer);
        if (object.isEmpty()) {
            return answer instanceof Answer.Success
                    ? Optional.of(new Intake.Refused("what the relay shows is no object"))
                    : Optional.empty();
        }
        if (object.get() instanceof Frame frame && frame.dynamic().equals(address)) {
            return Optional.of(intake.take(link, frame, offered));
        }
        if (object.get() instanceof Container container && container.ghid().equals(address)) {
            return Optional.of(takeStatic(link, container, offered));
        }
        return Optional.of(new Intake.Refused("the relay shows something else than was asked for"));
    }

    /// Takes over a static object: its container, a binding that keeps it, and whoever made these.
    private Intake takeStatic(
            RelayLink link, Container container, Optional<OfferedKey> offered)
            throws InterruptedException {
        Identities.Found author = identities.find(container.author());
        if (author.identity().isEmpty()) {
            return author.undecided() ? new Intake.Withheld("its author's identity cannot be fetched")
                    : new Intake.Refused("its author is unknown");
        }
        Optional<Verified<Container>> verified = Verifier.verify(container, author.identity().get());
        if (verified.isEmpty()) {
            return new Intake.Refused("its signature is wrong");
        }
        Optional<KeyChain> known = keyring.find(commits.view(), container.ghid())
                .or(() -> staged.find(commits.view(), container.ghid()));
        Optional<KeyChain> keys = known.or(() -> offered.map(
                offer -> KeyChain.of(0, container.ghid(), offer.secret())));
        if (keys.isEmpty()) {
            return new Intake.Unreadable("its key was never shared");
        }
        Optional<Content> content = ObjectStates.open(verified.get(), keys.get().secret());
        if (content.isEmpty()) {
            return new Intake.Unreadable("the key does not open it");
        }
        return store(link, container, author.identity().get(), keys.get());
    }

    private Intake store(
            RelayLink link, Container container, Identity author, KeyChain keys)
            throws InterruptedException {
        Optional<Bound> bound = binding(link, container);
        if (bound.isEmpty()) {
            return new Intake.Withheld("nothing that keeps it can be fetched");
        }
        List<GolixObject> objects = new ArrayList<>();
        addIfNew(objects, author);
        addIfNew(objects, bound.get().binder());
        objects.add(bound.get().binding());
        objects.add(container);
        Outcome outcome = commits.commit(objects, view -> Commits.adding(kept(view, container.ghid(), keys)));
        return outcome instanceof Outcome.Refused refused
                ? new Intake.Refused(refused.verdict().message())
                : new Intake.Taken(container.ghid());
    }

    private List<Change> kept(StoreView view, Ghid address, KeyChain keys) {
        return view.record(StagedKeys.SPACE, address.bytes()).isPresent()
                ? List.of(keyring.put(address, keys), staged.remove(address))
                : List.of(keyring.put(address, keys));
    }

    private void addIfNew(List<GolixObject> objects, Identity identity) {
        if (!identities.stored(identity.ghid()) && !objects.contains(identity)) {
            objects.add(identity);
        }
    }

    private record Bound(StaticBinding binding, Identity binder) {}

    /// A binding that keeps `container`, of the author if there is one.
    private Optional<Bound> binding(@Nullable RelayLink link, Container container) throws InterruptedException {
        Optional<Bound> best = Optional.empty();
        for (Ghid address : bindings(link, container.ghid())) {
            Optional<Bound> bound = bound(link, address, container.ghid());
            if (bound.isPresent() && (best.isEmpty() || bound.get().binder().ghid().equals(container.author()))) {
                best = bound;
            }
        }
        return best;
    }

    private Optional<Bound> bound(@Nullable RelayLink link, Ghid address, Ghid target) throws InterruptedException {
        Optional<StaticBinding> binding = source.fetch(address, StaticBinding.class, link)
                .filter(fetched -> fetched.target().equals(target));
        if (binding.isEmpty()) {
            return Optional.empty();
        }
        return identities.find(binding.get().author())
                .identity()
                .filter(binder -> Verifier.verify(binding.get(), binder).isPresent())
                .map(binder -> new Bound(binding.get(), binder));
    }

    private List<Ghid> bindings(@Nullable RelayLink link, Ghid target) throws InterruptedException {
        List<Ghid> addresses = new ArrayList<>();
        RelayRequest.ListBindings request = new RelayRequest.ListBindings(target);
        if (link != null) {
            addresses.addAll(addresses(ask(link, request)));
        }
        if (addresses.isEmpty()) {
            links.first(request, reply -> Optional.of(addresses(reply.answer())).filter(found -> !found.isEmpty()))
                    .value()
                    .ifPresent(addresses::addAll);
        }
        return addresses;
    }

    /// The answer of one relay, or nothing.
    static Optional<Answer> ask(RelayLink link, RelayRequest request) throws InterruptedException {
        try {
            return Optional.of(link.call(request));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The first addresses of a list that a relay answered.
    static List<Ghid> addresses(Optional<Answer> answer) {
        List<Ghid> addresses = new ArrayList<>();
        if (answer.isPresent() && answer.get() instanceof Answer.Success success) {
            Bytes body = success.body();
            int count = Math.min(body.size() / Ghid.LENGTH, MOST_BINDINGS);
            try {
                for (int index = 0; index < count; index++) {
                    addresses.add(Ghid.fromBytes(body.slice(index * Ghid.LENGTH, Ghid.LENGTH)));
                }
            } catch (IllegalArgumentException _) {
                // What came before the first wrong one may be right.
            }
        }
        return addresses;
    }
}
