package org.hypergolix.wire.ipc;

import java.net.URI;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRefusal.Reason;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Created;
import org.hypergolix.wire.local.LocalRequest.Done;
import org.hypergolix.wire.local.LocalRequest.Published;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.hypergolix.wire.local.ObjectState;
import org.hypergolix.wire.local.RelayStatus;

/// Requests, answers and events of applications and node as messages, both ways, in either dialect. Immutable.
public final class IpcCodec {

    /// `?V`: the application speaks the extended dialect in this version (2 bytes); the answer is the version in force.
    public static final int VERSION = Message.codeOf("?V");

    /// The codec of 2017.
    public static final IpcCodec CLASSIC = new IpcCodec(Dialect.CLASSIC);

    /// The codec after `?V`.
    public static final IpcCodec EXTENDED = new IpcCodec(Dialect.EXTENDED);

    static final int API_ID_LENGTH = 64;
    private static final int TOKEN_LENGTH = 16;

    private static final int WHO_AM_I = Message.codeOf("?I");
    private static final int REGISTER_TOKEN = Message.codeOf("+T");
    private static final int STARTUP_OBJECT = Message.codeOf(">$");
    private static final int REGISTER_STARTUP = Message.codeOf("+$");
    private static final int DEREGISTER_STARTUP = Message.codeOf("-$");
    private static final int REGISTER_API = Message.codeOf("+A");
    private static final int DEREGISTER_API = Message.codeOf("-A");
    private static final int CREATE = Message.codeOf("+O");
    private static final int GET = Message.codeOf(">O");
    private static final int UPDATE = Message.codeOf("!O");
    private static final int SYNC = Message.codeOf("~O");
    private static final int SHARE = Message.codeOf("@O");
    private static final int FREEZE = Message.codeOf("*O");
    private static final int HOLD = Message.codeOf("#O");
    private static final int DISCARD = Message.codeOf("-O");
    private static final int DELETE = Message.codeOf("XO");
    private static final int SHARE_HANDLED = Message.codeOf("=O");
    private static final int RELAYS = Message.codeOf("?R");
    private static final int LIST_OBJECTS = Message.codeOf("?O");
    private static final int ACCEPTED = Message.codeOf("^S");
    private static final int DECLINED = Message.codeOf("^F");
    private static final int CONFLICT = Message.codeOf("!C");
    private static final int RELAY_CHANGED = Message.codeOf("!R");

    private static final Bytes NEW_TOKEN = Bytes.owning(new byte[TOKEN_LENGTH]);
    private static final Bytes API_ID_PREFIX = Bytes.owning(new byte[1]);

    private final Dialect dialect;

    private IpcCodec(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The dialect of this codec.
    public Dialect dialect() {
        return dialect;
    }

    /// The message for a request.
    public Message encode(LocalRequest<?> request, int token) {
        return switch (request) {
            case LocalRequest.WhoAmI() -> new Message(WHO_AM_I, token, Bytes.EMPTY);
            case LocalRequest.RegisterToken(Optional<Bytes> app) ->
                new Message(REGISTER_TOKEN, token, app.orElse(NEW_TOKEN));
            case LocalRequest.StartupObject() -> new Message(STARTUP_OBJECT, token, Bytes.EMPTY);
            case LocalRequest.RegisterStartup(Ghid address) -> new Message(REGISTER_STARTUP, token, address.bytes());
            case LocalRequest.DeregisterStartup() -> new Message(DEREGISTER_STARTUP, token, Bytes.EMPTY);
            case LocalRequest.RegisterApi(Bytes apiId) -> new Message(REGISTER_API, token, prefixed(apiId));
            case LocalRequest.DeregisterApi(Bytes apiId) -> new Message(DEREGISTER_API, token, prefixed(apiId));
            case LocalRequest.Create create -> new Message(CREATE, token, ObjectDefinition.encode(create));
            case LocalRequest.Get(Ghid address) -> new Message(GET, token, address.bytes());
            case LocalRequest.Update update -> new Message(UPDATE, token, ObjectDefinition.encode(update));
            case LocalRequest.Sync(Ghid address) -> new Message(SYNC, token, address.bytes());
            case LocalRequest.Share(Ghid address, Ghid recipient) ->
                new Message(SHARE, token, Bytes.concat(address.bytes(), recipient.bytes()));
            case LocalRequest.Freeze(Ghid address) -> new Message(FREEZE, token, address.bytes());
            case LocalRequest.Hold(Ghid address) -> new Message(HOLD, token, address.bytes());
            case LocalRequest.Discard(Ghid address) -> new Message(DISCARD, token, address.bytes());
            case LocalRequest.Delete(Ghid address) -> new Message(DELETE, token, address.bytes());
            case LocalRequest.Relays() -> new Message(RELAYS, token, Bytes.EMPTY);
            case LocalRequest.ListObjects(Optional<Ghid> after) ->
                new Message(LIST_OBJECTS, token, after.map(Ghid::bytes).orElse(Bytes.EMPTY));
            case LocalRequest.ShareHandled(Ghid address, Ghid origin, Bytes apiId) -> new Message(
                    SHARE_HANDLED, token, Bytes.concat(address.bytes(), origin.bytes(), prefixed(apiId)));
        };
    }

    private static Bytes prefixed(Bytes apiId) {
        return Bytes.concat(API_ID_PREFIX, apiId);
    }

    /// The request that an application sent. Empty bodies are not enforced, as the original does not either.
    ///
    /// @throws LocalRefusal with one line that says what is wrong with it
    public LocalRequest<?> decodeRequest(Message message) {
        Bytes body = message.body();
        int code = message.code();
        try {
            if (code == WHO_AM_I) {
                return new LocalRequest.WhoAmI();
            } else if (code == REGISTER_TOKEN) {
                return registerToken(body);
            } else if (code == STARTUP_OBJECT) {
                return new LocalRequest.StartupObject();
            } else if (code == REGISTER_STARTUP) {
                return new LocalRequest.RegisterStartup(ghid(body));
            } else if (code == DEREGISTER_STARTUP) {
                return new LocalRequest.DeregisterStartup();
            } else if (code == REGISTER_API) {
                return new LocalRequest.RegisterApi(apiId(body));
            } else if (code == DEREGISTER_API) {
                return new LocalRequest.DeregisterApi(apiId(body));
            } else if (code == CREATE) {
                return create(ObjectDefinition.of(body));
            } else if (code == GET) {
                return new LocalRequest.Get(ghid(body));
            } else if (code == UPDATE) {
                return update(ObjectDefinition.of(body));
            } else if (code == SYNC) {
                return new LocalRequest.Sync(ghid(body));
            } else if (code == SHARE) {
                Ghid[] both = ghids(body);
                return new LocalRequest.Share(both[0], both[1]);
            } else if (code == FREEZE) {
                return new LocalRequest.Freeze(ghid(body));
            } else if (code == HOLD) {
                return new LocalRequest.Hold(ghid(body));
            } else if (code == DISCARD) {
                return new LocalRequest.Discard(ghid(body));
            } else if (code == DELETE) {
                return new LocalRequest.Delete(ghid(body));
            } else if (code == SHARE_HANDLED) {
                demandLength(body, 3 * Ghid.LENGTH);
                return new LocalRequest.ShareHandled(
                        ghid(body, 0), ghid(body, 1), apiId(body.slice(2 * Ghid.LENGTH)));
            } else if (code == RELAYS) {
                return new LocalRequest.Relays();
            } else if (code == LIST_OBJECTS) {
                return new LocalRequest.ListObjects(body.isEmpty() ? Optional.empty() : Optional.of(ghid(body)));
            }
        } catch (MalformedMessageException malformed) {
            throw refusal(String.valueOf(malformed.getMessage()));
        }
        throw refusal("The request " + message.codeText() + " is not known.");
    }

    private static LocalRefusal refusal(String message) {
        return new LocalRefusal(ErrorCode.GENERIC, Reason.OTHER, message);
    }

    private static LocalRequest.RegisterToken registerToken(Bytes body) throws MalformedMessageException {
        if (body.size() != TOKEN_LENGTH) {
            throw new MalformedMessageException("A token has " + TOKEN_LENGTH + " bytes, not " + body.size() + ".");
        }
        return new LocalRequest.RegisterToken(
                body.equals(NEW_TOKEN) ? Optional.empty() : Optional.of(body.compact()));
    }

    private static Bytes apiId(Bytes body) throws MalformedMessageException {
        if (body.size() != 1 + API_ID_LENGTH || body.at(0) != 0) {
            throw new MalformedMessageException("An api id has a zero byte and 64 bytes; improper api id.");
        }
        return body.slice(1).compact();
    }

    private static LocalRequest.Create create(ObjectDefinition definition) {
        definition.objection().ifPresent(objection -> {
            throw refusal(objection);
        });
        if (definition.historyLimit() == 0) {
            throw refusal("The history limit (legroom) is 1 to 255; 7 is usual.");
        }
        return new LocalRequest.Create(definition.state(), definition.apiId(), definition.isPrivate(),
                definition.dynamic(), definition.historyLimit());
    }

    private static LocalRequest.Update update(ObjectDefinition definition) throws MalformedMessageException {
        definition.objection().ifPresent(objection -> {
            throw refusal(objection);
        });
        return new LocalRequest.Update(definition.address(), definition.state(), definition.isPrivate());
    }

    /// The body of a successful answer.
    ///
    /// @param result what the node answered to a request
    public Bytes encodeResult(Object result) {
        return switch (result) {
            case Ghid address -> address.bytes();
            case Bytes token -> token;
            case Optional<?> startup -> startup.map(address -> ((Ghid) address).bytes()).orElse(Bytes.EMPTY);
            case Done _ -> Answer.DONE.body();
            case Created created -> created(created);
            case Published published -> published(published);
            case ObjectState object -> ObjectDefinition.encode(object, dialect, true);
            case LocalRequest.ObjectPage page -> ObjectList.encode(page);
            case List<?> relays -> relays(relays.stream().map(RelayStatus.class::cast).toList());
            default -> throw new IllegalArgumentException("No request has such an answer: " + result.getClass());
        };
    }

    private Bytes created(Created created) {
        Bytes address = created.address().bytes();
        return dialect == Dialect.CLASSIC
                ? address
                : Bytes.concat(address, progress(created.pushed(), created.revision()));
    }

    private Bytes published(Published published) {
        return dialect == Dialect.CLASSIC
                ? Answer.DONE.body()
                : progress(published.pushed(), published.revision());
    }

    /// `pushed (1): 00 local, 01 relayed | revision (8)`.
    private static Bytes progress(Pushed pushed, long revision) {
        ByteBuffer buffer = ByteBuffer.allocate(PROGRESS_LENGTH);
        buffer.put((byte) (pushed == Pushed.RELAYED ? 1 : 0)).putLong(revision);
        return Bytes.owning(buffer.array());
    }

    private static final int PROGRESS_LENGTH = 9;

    /// The answer that the body of a success gives to `request`, in the extended dialect.
    ///
    /// @throws MalformedMessageException if it does not fit the request
    @SuppressWarnings("unchecked") // as above
    public <R> R decodeResult(LocalRequest<R> request, Bytes body) throws MalformedMessageException {
        Object result = switch (request) {
            case LocalRequest.WhoAmI _,LocalRequest.Freeze _ -> ghid(body);
            case LocalRequest.RegisterToken _ -> {
                if (body.size() != TOKEN_LENGTH) {
                    throw new MalformedMessageException("A token of " + body.size() + " bytes came.");
                }
                yield body.compact();
            }
            case LocalRequest.StartupObject _ -> body.isEmpty() ? Optional.empty() : Optional.of(ghid(body));
            case LocalRequest.RegisterStartup _,LocalRequest.DeregisterStartup _,LocalRequest.RegisterApi _,LocalRequest.DeregisterApi _,LocalRequest.Sync _,LocalRequest.Share _,LocalRequest.Hold _,LocalRequest.Discard _,LocalRequest.Delete _,LocalRequest.ShareHandled _ ->
                Done.DONE;
            case LocalRequest.Create _ -> {
                demandLength(body, Ghid.LENGTH + PROGRESS_LENGTH);
                Bytes progress = body.slice(Ghid.LENGTH);
                yield new Created(ghid(body.slice(0, Ghid.LENGTH)), pushed(progress), revision(progress));
            }
            case LocalRequest.Get(Ghid address) -> asked(address, ObjectDefinition.of(body).object());
            case LocalRequest.Update _ -> {
                demandLength(body, PROGRESS_LENGTH);
                yield new Published(pushed(body), revision(body));
            }
            case LocalRequest.Relays _ -> relays(body);
            case LocalRequest.ListObjects _ -> ObjectList.decode(body);
        };
        return (R) result;
    }

    private static ObjectState asked(Ghid address, ObjectState answered) throws MalformedMessageException {
        if (!answered.address().equals(address)) {
            throw new MalformedMessageException(
                    "The object " + answered.address() + " came in answer to a question for " + address + ".");
        }
        return answered;
    }

    private static void demandLength(Bytes body, int length) throws MalformedMessageException {
        if (body.size() != length) {
            throw new MalformedMessageException(body.size() + " bytes came instead of " + length + ".");
        }
    }

    private static Pushed pushed(Bytes progress) {
        return progress.at(0) == 0 ? Pushed.LOCAL : Pushed.RELAYED;
    }

    private static long revision(Bytes progress) {
        return progress.slice(1).asByteBuffer().getLong();
    }

    /// The message for an event, or nothing if the dialect has none for it.
    public Optional<Message> encode(LocalEvent event, int token) {
        boolean extended = dialect == Dialect.EXTENDED;
        return switch (event) {
            case LocalEvent.Updated(ObjectState object) -> Optional.of(
                    new Message(UPDATE, token, ObjectDefinition.encode(object, dialect, false)));
            case LocalEvent.Shared(Ghid address, Ghid origin, Ghid binder, Bytes apiId) -> {
                Bytes body = Bytes.concat(address.bytes(), origin.bytes(), prefixed(apiId));
                yield Optional.of(new Message(SHARE, token, extended ? Bytes.concat(body, binder.bytes()) : body));
            }
            case LocalEvent.ShareAccepted(Ghid address, Ghid recipient) ->
                Optional.of(new Message(ACCEPTED, token, Bytes.concat(address.bytes(), recipient.bytes())));
            case LocalEvent.ShareDeclined(Ghid address, Ghid recipient) ->
                Optional.of(new Message(DECLINED, token, Bytes.concat(address.bytes(), recipient.bytes())));
            case LocalEvent.Deleted(Ghid address) -> Optional.of(new Message(DELETE, token, address.bytes()));
            // Who knows of no conflicts learns at least what counts now.
            case LocalEvent.Conflict(Ghid _, Bytes lost, ObjectState winner) -> Optional.of(extended
                    ? new Message(CONFLICT, token, conflict(lost, winner))
                    : new Message(UPDATE, token, ObjectDefinition.encode(winner, dialect, false)));
            case LocalEvent.RelayChanged(RelayStatus relay) -> extended
                    ? Optional.of(new Message(RELAY_CHANGED, token, relays(List.of(relay))))
                    : Optional.empty();
        };
    }

    /// The event that a node sent, in the extended dialect; empty for one that this version does not know.
    ///
    /// @throws MalformedMessageException if it is none
    public Optional<LocalEvent> decodeEvent(Message message) throws MalformedMessageException {
        Bytes body = message.body();
        int code = message.code();
        if (code == UPDATE) {
            return Optional.of(new LocalEvent.Updated(ObjectDefinition.of(body).object()));
        } else if (code == SHARE) {
            demandLength(body, 4 * Ghid.LENGTH);
            return Optional.of(new LocalEvent.Shared(ghid(body, 0), ghid(body, 1), ghid(body, 3),
                    apiId(body.slice(2 * Ghid.LENGTH, Ghid.LENGTH))));
        } else if (code == ACCEPTED) {
            Ghid[] both = ghids(body);
            return Optional.of(new LocalEvent.ShareAccepted(both[0], both[1]));
        } else if (code == DECLINED) {
            Ghid[] both = ghids(body);
            return Optional.of(new LocalEvent.ShareDeclined(both[0], both[1]));
        } else if (code == DELETE) {
            return Optional.of(new LocalEvent.Deleted(ghid(body)));
        } else if (code == CONFLICT) {
            LocalRefusal.Conflict conflict = conflict(body);
            return Optional.of(
                    new LocalEvent.Conflict(conflict.winner().address(), conflict.lost(), conflict.winner()));
        } else if (code == RELAY_CHANGED) {
            List<RelayStatus> relays = relays(body);
            return relays.isEmpty() ? Optional.empty() : Optional.of(new LocalEvent.RelayChanged(relays.getFirst()));
        }
        return Optional.empty();
    }

    /// `length of lost (4) | lost | definition of the winner`.
    private Bytes conflict(Bytes lost, ObjectState winner) {
        byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(lost.size()).array();
        return Bytes.concat(Bytes.owning(length), lost, ObjectDefinition.encode(winner, dialect, true));
    }

    private static LocalRefusal.Conflict conflict(Bytes body) throws MalformedMessageException {
        int length = body.size() < Integer.BYTES ? -1 : body.asByteBuffer().getInt();
        if (length < 0 || length > body.size() - Integer.BYTES) {
            throw new MalformedMessageException("A conflict came that is cut off.");
        }
        return new LocalRefusal.Conflict(
                body.slice(Integer.BYTES, length).compact(),
                ObjectDefinition.of(body.slice(Integer.BYTES + length)).object());
    }

    /// `number (2)`, then for each `connected (1) | since, ms (8) | heard, ms (8) | queued (4) | address | reason`, both
    /// texts with their length (2) first.
    private static Bytes relays(List<RelayStatus> relays) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(Bytes.owning(ByteBuffer.allocate(2).putShort((short) relays.size()).array()));
        for (RelayStatus relay : relays) {
            byte[] address = relay.relay().toString().getBytes(StandardCharsets.UTF_8);
            byte[] reason = shortened(relay.reason()).getBytes(StandardCharsets.UTF_8);
            ByteBuffer buffer = ByteBuffer.allocate(25 + address.length + reason.length);
            buffer.put((byte) (relay.connected() ? 1 : 0)).putLong(relay.sinceMillis())
                    .putLong(relay.heardMillis()).putInt(relay.queued());
            buffer.putShort((short) address.length).put(address).putShort((short) reason.length).put(reason);
            parts.add(Bytes.owning(buffer.array()));
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    private static List<RelayStatus> relays(Bytes body) throws MalformedMessageException {
        ByteBuffer buffer = body.asByteBuffer();
        List<RelayStatus> relays = new ArrayList<>();
        try {
            int count = buffer.getShort() & 0xFFFF;
            for (int index = 0; index < count; index++) {
                boolean connected = buffer.get() != 0;
                long since = buffer.getLong();
                long heard = buffer.getLong();
                int queued = buffer.getInt();
                URI address = URI.create(text(buffer));
                relays.add(new RelayStatus(address, connected, since, heard, queued, text(buffer)));
            }
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            throw new MalformedMessageException("A list of relays came that is cut off.");
        }
        return relays;
    }

    private static String text(ByteBuffer buffer) {
        byte[] text = new byte[Math.min(buffer.getShort() & 0xFFFF, buffer.remaining())];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.length() <= Answer.MAX_TEXT_LENGTH ? text : text.substring(0, Answer.MAX_TEXT_LENGTH);
    }

    /// The message for a refusal: `code (2) | text`, and after a conflict in the extended dialect `00`, then both states.
    public Message encode(LocalRefusal refusal, int token) {
        byte[] code = ByteBuffer.allocate(2).putShort((short) ReasonCode.of(refusal, dialect)).array();
        Bytes text = Bytes.owning(
                shortened(String.valueOf(refusal.getMessage())).replace('\0', ' ').getBytes(StandardCharsets.UTF_8));
        Bytes body = Bytes.concat(Bytes.owning(code), text);
        Optional<LocalRefusal.Conflict> conflict = refusal.conflict();
        return new Message(Message.FAILURE, token, dialect == Dialect.EXTENDED && conflict.isPresent()
                ? Bytes.concat(body, API_ID_PREFIX, conflict(conflict.get().lost(), conflict.get().winner()))
                : body);
    }

    /// The refusal that the body of a failure tells, in the extended dialect.
    ///
    /// @throws MalformedMessageException if it is a conflict without its states
    public LocalRefusal decodeRefusal(Bytes body) throws MalformedMessageException {
        if (body.size() < 2) {
            return new LocalRefusal(ErrorCode.EXCEPTION, Reason.OTHER, "The node refused and did not say why.");
        }
        int number = (body.at(0) & 0xFF) << 8 | (body.at(1) & 0xFF);
        Bytes rest = body.slice(2);
        int end = 0;
        while (end < rest.size() && rest.at(end) != 0) {
            end++;
        }
        String text = new String(rest.slice(0, end).toArray(), StandardCharsets.UTF_8);
        Reason reason = ReasonCode.reason(number);
        if (reason != Reason.CONFLICT) {
            return new LocalRefusal(ReasonCode.code(number), reason, text);
        }
        LocalRefusal.Conflict conflict = conflict(rest.slice(Math.min(end + 1, rest.size())));
        return LocalRefusal.conflict(text, conflict.lost(), conflict.winner());
    }

    /// @throws MalformedMessageException if it is no address
    static Ghid ghid(Bytes body) throws MalformedMessageException {
        try {
            return Ghid.fromBytes(body.compact());
        } catch (IllegalArgumentException malformed) {
            throw new MalformedMessageException(String.valueOf(malformed.getMessage()));
        }
    }

    private static Ghid ghid(Bytes body, int index) throws MalformedMessageException {
        return ghid(body.slice(index * Ghid.LENGTH, Ghid.LENGTH));
    }

    private static Ghid[] ghids(Bytes body) throws MalformedMessageException {
        if (body.size() != 2 * Ghid.LENGTH) {
            throw new MalformedMessageException(
                    "Two addresses have " + 2 * Ghid.LENGTH + " bytes together, not " + body.size() + ".");
        }
        return new Ghid[]{ghid(body, 0), ghid(body, 1)};
    }
}
