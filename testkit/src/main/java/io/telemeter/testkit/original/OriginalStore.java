package io.telemeter.testkit.original;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What the original server stored, refused and threw away, in memory. For one thread.
///
/// Written from recordings, not from the rules that this project's relay shares with its nodes, as it has to disagree with
/// them: a superseded container goes at once, whoever comes first has a dynamic address only as long as the object lives,
/// a frame hides a static object of the same address, and suite 3 is unknown.
final class OriginalStore {
    private final Announcements announcements;
    private final Map<Ghid, GolixObject> objects = new LinkedHashMap<>();
    private final Map<Ghid, Frame> current = new LinkedHashMap<>();
    private final Map<Ghid, Set<Debinding>> debindings = new HashMap<>();
    private final Map<Ghid, Waiting> waiting = new HashMap<>();

    /// Who hears of what.
    @FunctionalInterface
    interface Announcements {
        /// Tells the subscribers of `subject`, but not `except`.
        void announce(Ghid subject, GolixObject object, @Nullable Object except);
    }

    /// A frame whose container has not come yet.
    private record Waiting(Frame frame, Object origin) {}

    OriginalStore(Announcements announcements) {
        this.announcements = announcements;
    }

    /// What a request for this address got.
    Optional<GolixObject> find(Ghid address) {
        Frame frame = current.get(address);
        return Optional.ofNullable(frame != null ? frame : objects.get(address));
    }

    List<Ghid> bindings(Ghid target) {
        List<Ghid> found = new ArrayList<>();
        for (GolixObject object : objects.values()) {
            if (object instanceof StaticBinding binding && binding.target().equals(target)) {
                found.add(binding.ghid());
            } else if (object instanceof Frame frame && frame.target().equals(target)) {
                found.add(frame.dynamic());
            }
        }
        return found;
    }

    List<Ghid> debindings(Ghid target) {
        return debindings.getOrDefault(target, Set.of()).stream().map(Debinding::ghid).toList();
    }

    /// Requests to this identity that it has not debound.
    List<GolixObject> requests(Ghid recipient) {
        return objects.values().stream()
                .filter(object -> object instanceof Request request && request.recipient().equals(recipient))
                .toList();
    }

    Answer publish(Bytes encoded, Object origin) {
        GolixObject object;
        try {
            object = GolixCodec.decode(encoded);
        } catch (MalformedObjectException _) {
            return refuse(ErrorCode.MALFORMED, "Packed bytes do not appear to be a Golix primitive.");
        }
        if (object.suite() != CipherSuite.SUITE_1) {
            return refuse(ErrorCode.MALFORMED, "Invalid formatting for the object.");
        }
        Optional<Answer> refusal = refusal(object);
        if (refusal.isEmpty() && !objects.containsKey(object.ghid())) {
            refusal = laterRefusal(object);
            if (refusal.isEmpty()) {
                add(object, origin);
            }
        }
        return refusal.orElse(Answer.DONE);
    }

    private static Answer refuse(ErrorCode code, String text) {
        return new Answer.Failure(code, text);
    }

    /// What is checked before it is asked whether the object is there already.
    private Optional<Answer> refusal(GolixObject object) {
        if (!(object instanceof AuthoredObject authored)) {
            return Optional.empty();
        }
        Optional<GolixObject> author = find(authored.author());
        if (author.isEmpty()) {
            return Optional.of(refuse(ErrorCode.INVALID_IDENTITY, "Unknown author: " + authored.author()));
        }
        if (!(author.get() instanceof Identity identity)) {
            return Optional.of(refuse(ErrorCode.EXCEPTION, "no identity"));
        }
        return Verifier.verify(authored, identity).isPresent() ? Optional.empty()
                : Optional.of(refuse(ErrorCode.VERIFICATION_FAILURE, "<" + object.kind() + " object>"));
    }

    private Optional<Answer> laterRefusal(GolixObject object) {
        return switch (object) {
            case Identity _ -> Optional.empty();
            case Container container -> bindings(container.ghid()).isEmpty()
                    ? Optional.of(refuse(ErrorCode.UNBOUND_CONTAINER, container.ghid().toString()))
                    : Optional.empty();
            case StaticBinding binding -> bindable(binding.target()).or(() -> debound(binding));
            case Frame frame -> bindable(frame.target()).or(() -> successor(frame)).or(() -> debound(frame));
            case Debinding debinding -> debindable(debinding).or(() -> debound(debinding));
            case Request request -> find(request.recipient()).orElse(null) instanceof Identity ? debound(request)
                    : Optional.of(refuse(ErrorCode.INVALID_IDENTITY, "Unknown recipient: " + request.recipient()));
        };
    }

    private Optional<Answer> bindable(Ghid target) {
        return find(target).flatMap(known -> switch (known) {
            case Container _,Frame _ -> Optional.empty();
            case Identity _,StaticBinding _,Debinding _,Request _ ->
                Optional.of(refuse(ErrorCode.INVALID_TARGET, "target invalid: " + target));
        });
    }

    private Optional<Answer> successor(Frame frame) {
        Frame before = current.get(frame.dynamic());
        if (before == null) {
            return Optional.empty();
        }
        if (Long.compareUnsigned(frame.counter(), before.counter()) <= 0) {
            return Optional.of(refuse(ErrorCode.ILLEGAL_DYNAMIC_FRAME, frame.dynamic() + " counter decreased from "
                    + before.counter() + " to " + frame.counter()));
        }
        return sameAuthor(before.author(), frame);
    }

    private Optional<Answer> debindable(Debinding debinding) {
        return find(debinding.target()).flatMap(known -> switch (known) {
            case Identity _,Container _ ->
                Optional.of(refuse(ErrorCode.INVALID_TARGET, "target invalid: " + debinding.target()));
            case StaticBinding binding -> sameAuthor(binding.author(), debinding);
            case Frame frame -> sameAuthor(frame.author(), debinding);
            case Debinding other -> sameAuthor(other.author(), debinding);
            case Request request -> sameAuthor(request.recipient(), debinding);
        });
    }

    private static Optional<Answer> sameAuthor(Ghid existing, AuthoredObject attempted) {
        return existing.equals(attempted.author()) ? Optional.empty()
                : Optional.of(refuse(ErrorCode.INCONSISTENT_AUTHOR,
                        "Existing author: " + existing + " (existing) vs " + attempted.author() + " (attempted)"));
    }

    private Optional<Answer> debound(GolixObject object) {
        Ghid address = object instanceof Frame frame ? frame.dynamic() : object.ghid();
        // Debindings that came before what they aim at, and were somebody else's.
        Set<Debinding> provisional = debindings.getOrDefault(address, new LinkedHashSet<>());
        provisional.removeIf(debinding -> {
            boolean wrong = !debinding.author().equals(owner(object));
            if (wrong) {
                objects.remove(debinding.ghid());
            }
            return wrong;
        });
        boolean held = object instanceof Frame && !bindings(address).isEmpty();
        return provisional.isEmpty() || held ? Optional.empty()
                : Optional.of(refuse(ErrorCode.ALREADY_DEBOUND, object.ghid().toString()));
    }

    private static Ghid owner(GolixObject object) {
        return switch (object) {
            case AuthoredObject authored -> authored.author();
            case Request request -> request.recipient();
            case Identity identity -> identity.ghid();
        };
    }

    private void add(GolixObject object, Object origin) {
        objects.put(object.ghid(), object);
        switch (object) {
            case Identity _,StaticBinding _ -> {}
            case Container container -> {
                Waiting told = waiting.remove(container.ghid());
                if (told != null) {
                    announcements.announce(told.frame.dynamic(), told.frame, told.origin);
                }
            }
            case Frame frame -> {
                Frame before = current.put(frame.dynamic(), frame);
                if (before != null) {
                    objects.remove(before.ghid());
                    waiting.remove(before.target());
                    collect(before.target());
                }
                if (find(frame.target()).isPresent()) {
                    announcements.announce(frame.dynamic(), frame, origin);
                } else {
                    waiting.put(frame.target(), new Waiting(frame, origin));
                }
            }
            case Debinding debinding -> {
                debindings.computeIfAbsent(debinding.target(), _ -> new LinkedHashSet<>()).add(debinding);
                collect(debinding.target());
            }
            case Request request -> announcements.announce(request.recipient(), request, origin);
        }
    }

    /// Removes what lies there if nothing keeps it.
    private void collect(Ghid address) {
        Optional<Debinding> cause = debindings.getOrDefault(address, Set.of()).stream().findFirst();
        switch (find(address).orElse(null)) {
            case null -> {}
            case Identity _ -> {}
            case Container container -> {
                if (bindings(address).isEmpty()) {
                    objects.remove(container.ghid());
                }
            }
            case StaticBinding binding -> {
                if (cause.isPresent()) {
                    objects.remove(binding.ghid());
                    collect(binding.target());
                }
            }
            case Frame frame -> {
                if (cause.isPresent() && bindings(frame.dynamic()).isEmpty()) {
                    objects.remove(frame.ghid());
                    current.remove(frame.dynamic());
                    collect(frame.target());
                    announcements.announce(frame.dynamic(), cause.get(), null);
                }
            }
            case Debinding debinding -> {
                if (cause.isPresent()) {
                    objects.remove(debinding.ghid());
                    debindings.getOrDefault(debinding.target(), new LinkedHashSet<>()).remove(debinding);
                }
            }
            case Request request -> {
                if (cause.isPresent()) {
                    objects.remove(request.ghid());
                    announcements.announce(request.recipient(), cause.get(), null);
                }
            }
        }
    }
}
