package org.hypergolix.wire.relay;

import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.relay.RelayRequest.DropSubscriptions;
import org.hypergolix.wire.relay.RelayRequest.Exists;
import org.hypergolix.wire.relay.RelayRequest.Get;
import org.hypergolix.wire.relay.RelayRequest.ListBindings;
import org.hypergolix.wire.relay.RelayRequest.ListDebindings;
import org.hypergolix.wire.relay.RelayRequest.ListSubscriptions;
import org.hypergolix.wire.relay.RelayRequest.Ping;
import org.hypergolix.wire.relay.RelayRequest.Publish;
import org.hypergolix.wire.relay.RelayRequest.Register;
import org.hypergolix.wire.relay.RelayRequest.RegistrationChallenge;
import org.hypergolix.wire.relay.RelayRequest.Subscribe;
import org.hypergolix.wire.relay.RelayRequest.Unsubscribe;

/// The requests of this conversation as messages, both ways.
public final class RelayCodec {

    private static final int PING = Message.codeOf("??");
    private static final int PUBLISH = Message.codeOf("PB");
    private static final int GET = Message.codeOf("GT");
    private static final int SUBSCRIBE = Message.codeOf("+S");
    private static final int UNSUBSCRIBE = Message.codeOf("-S");
    private static final int LIST_SUBSCRIPTIONS = Message.codeOf("?S");
    private static final int LIST_BINDINGS = Message.codeOf("?B");
    private static final int LIST_DEBINDINGS = Message.codeOf("?D");
    private static final int EXISTS = Message.codeOf("?E");
    private static final int DROP_SUBSCRIPTIONS = Message.codeOf("XX");
    private static final int REGISTER = Message.codeOf("+R");
    private static final int UPDATE = Message.codeOf("!!");

    private RelayCodec() {}

    /// The message for `request`.
    public static Message encode(RelayRequest request, int token) {
        return switch (request) {
            case Ping() -> new Message(PING, token, Bytes.EMPTY);
            case Publish(Bytes object) -> new Message(PUBLISH, token, object);
            case Get(Ghid address) -> new Message(GET, token, address.bytes());
            case Subscribe(Ghid address) -> new Message(SUBSCRIBE, token, address.bytes());
            case Unsubscribe(Ghid address) -> new Message(UNSUBSCRIBE, token, address.bytes());
            case ListSubscriptions() -> new Message(LIST_SUBSCRIPTIONS, token, Bytes.EMPTY);
            case ListBindings(Ghid address) -> new Message(LIST_BINDINGS, token, address.bytes());
            case ListDebindings(Ghid address) -> new Message(LIST_DEBINDINGS, token, address.bytes());
            case Exists(Ghid address) -> new Message(EXISTS, token, address.bytes());
            case RegistrationChallenge() -> new Message(REGISTER, token, Bytes.EMPTY);
            case Register register -> new Message(REGISTER, token, Registration.encode(register));
            case DropSubscriptions() -> new Message(DROP_SUBSCRIPTIONS, token, Bytes.EMPTY);
        };
    }

    /// The request that a node sent. A body where none belongs is ignored, as the original does.
    ///
    /// @throws RefusedMessageException with code COMMS for an unknown code, VALUE for a malformed address
    public static RelayRequest decodeRequest(Message message) throws RefusedMessageException {
        Bytes body = message.body();
        int code = message.code();
        if (code == PUBLISH) {
            return new Publish(body);
        } else if (code == GET) {
            return new Get(address(body));
        } else if (code == PING) {
            return new Ping();
        } else if (code == SUBSCRIBE) {
            return new Subscribe(address(body));
        } else if (code == UNSUBSCRIBE) {
            return new Unsubscribe(address(body));
        } else if (code == EXISTS) {
            return new Exists(address(body));
        } else if (code == LIST_SUBSCRIPTIONS) {
            return new ListSubscriptions();
        } else if (code == LIST_BINDINGS) {
            return new ListBindings(address(body));
        } else if (code == LIST_DEBINDINGS) {
            return new ListDebindings(address(body));
        } else if (code == REGISTER) {
            return body.isEmpty() ? new RegistrationChallenge() : Registration.decode(body);
        } else if (code == DROP_SUBSCRIPTIONS) {
            return new DropSubscriptions();
        }
        throw unknown(message);
    }

    /// The message for `update`.
    public static Message encode(RelayUpdate update, int token) {
        return new Message(UPDATE, token, encodeBody(update.subject(), update.object()));
    }

    /// The code of an update.
    public static int updateCode() {
        return UPDATE;
    }

    /// The body of an update: the subject, then the object.
    public static Bytes encodeBody(Ghid subject, Bytes object) {
        return Bytes.concat(subject.bytes(), object);
    }

    /// The update that a relay sent.
    ///
    /// @throws RefusedMessageException with code COMMS for another code, VALUE for a malformed address
    public static RelayUpdate decodeUpdate(Message message) throws RefusedMessageException {
        if (message.code() != UPDATE) {
            throw unknown(message);
        }
        Bytes body = message.body();
        Ghid subject = address(body.slice(0, Math.min(body.size(), Ghid.LENGTH)));
        return new RelayUpdate(subject, body.slice(Ghid.LENGTH).compact());
    }

    /// The body of an answer that lists addresses: one after the other, no count.
    public static Bytes encodeAddresses(List<Ghid> addresses) {
        byte[] joined = new byte[addresses.size() * Ghid.LENGTH];
        int position = 0;
        for (Ghid address : addresses) {
            address.bytes().copyTo(joined, position);
            position += Ghid.LENGTH;
        }
        return Bytes.owning(joined);
    }

    /// The addresses that such a body lists.
    ///
    /// @throws IllegalArgumentException if it is no such list
    public static List<Ghid> decodeAddresses(Bytes body) {
        if (body.size() % Ghid.LENGTH != 0) {
            throw new IllegalArgumentException(
                    "A list of addresses has a multiple of 65 bytes, not " + body.size() + ".");
        }
        List<Ghid> addresses = new ArrayList<>(body.size() / Ghid.LENGTH);
        for (int offset = 0; offset < body.size(); offset += Ghid.LENGTH) {
            addresses.add(Ghid.fromBytes(body.slice(offset, Ghid.LENGTH)));
        }
        return List.copyOf(addresses);
    }

    private static Ghid address(Bytes body) throws RefusedMessageException {
        try {
            return Ghid.fromBytes(body);
        } catch (IllegalArgumentException malformed) {
            throw new RefusedMessageException(ErrorCode.VALUE, String.valueOf(malformed.getMessage()));
        }
    }

    private static RefusedMessageException unknown(Message message) {
        return new RefusedMessageException(ErrorCode.COMMS,
                "The request code " + message.codeText() + " is not known.");
    }
}
