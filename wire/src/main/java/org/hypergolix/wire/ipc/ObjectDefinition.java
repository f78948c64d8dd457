package org.hypergolix.wire.ipc;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;

/// An object and its state as both directions carry them.
///
/// | Offset | Length | Field | If absent |
/// | --- | --- | --- | --- |
/// | 0 | 1 | version: 00, 01 with revision | |
/// | 1 | 65 | address | zeros |
/// | 66 | 65 | binder | zeros |
/// | 131 | 1 | private | |
/// | 132 | 1 | dynamic | |
/// | 133 | 1 | history limit ("legroom"); in version 01 whether the state is stale | 00 |
/// | 134 | 65 | api id: 00, then 64 bytes | zeros |
/// | 199 | 1 | link: never supported | 00 |
/// | 200 | 8 | revision, only in version 01 | |
/// | 200 or 208 | rest | state | |
///
/// Flags are false if 00 and true otherwise; 01 is written.
record ObjectDefinition(Bytes encoded) {
    static final int LENGTH = 200;
    private static final int REVISION_LENGTH = 8;

    private static final int ADDRESS = 1;
    private static final int BINDER = 66;
    private static final int PRIVATE = 131;
    private static final int DYNAMIC = 132;
    private static final int HISTORY_LIMIT = 133;
    private static final int API_ID = 134;
    private static final int LINK = 199;

    /// @throws MalformedMessageException if it is too short
    static ObjectDefinition of(Bytes encoded) throws MalformedMessageException {
        if (encoded.size() < LENGTH) {
            throw new MalformedMessageException(
                    "An object definition has " + LENGTH + " bytes and the state, not " + encoded.size() + ".");
        }
        return new ObjectDefinition(encoded);
    }

    static Bytes encode(LocalRequest.Create create) {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH + create.state().size());
        buffer.put(PRIVATE, flag(create.isPrivate()));
        buffer.put(DYNAMIC, flag(create.dynamic()));
        buffer.put(HISTORY_LIMIT, (byte) create.historyLimit());
        create.apiId().copyTo(buffer.array(), API_ID + 1);
        create.state().copyTo(buffer.array(), LENGTH);
        return Bytes.owning(buffer.array());
    }

    static Bytes encode(LocalRequest.Update update) {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH + update.state().size());
        update.address().bytes().copyTo(buffer.array(), ADDRESS);
        buffer.put(PRIVATE, flag(update.isPrivate()));
        update.state().copyTo(buffer.array(), LENGTH);
        return Bytes.owning(buffer.array());
    }

    /// @param showPrivate answers say whether an object is private, notifications of 2017 do not
    static Bytes encode(ObjectState object, Dialect dialect, boolean showPrivate) {
        boolean extended = dialect == Dialect.EXTENDED;
        int header = extended ? LENGTH + REVISION_LENGTH : LENGTH;
        ByteBuffer buffer = ByteBuffer.allocate(header + object.state().size());
        buffer.put(0, (byte) (extended ? 1 : 0));
        object.address().bytes().copyTo(buffer.array(), ADDRESS);
        object.binder().bytes().copyTo(buffer.array(), BINDER);
        buffer.put(PRIVATE, flag(object.isPrivate() && (showPrivate || extended)));
        buffer.put(DYNAMIC, flag(object.dynamic()));
        object.apiId().copyTo(buffer.array(), API_ID + 1);
        if (extended) {
            buffer.put(HISTORY_LIMIT, flag(object.stale()));
            buffer.putLong(LENGTH, object.revision());
        }
        object.state().copyTo(buffer.array(), header);
        return Bytes.owning(buffer.array());
    }

    private static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }

    private boolean flag(int offset) {
        return encoded.at(offset) != 0;
    }

    /// The object of the extended dialect.
    ///
    /// @throws MalformedMessageException if it is none
    ObjectState object() throws MalformedMessageException {
        int header = LENGTH + REVISION_LENGTH;
        if (encoded.at(0) != 1 || encoded.size() < header) {
            throw new MalformedMessageException("An object definition without revision came.");
        }
        long revision = encoded.slice(LENGTH, REVISION_LENGTH).asByteBuffer().getLong();
        return new ObjectState(address(), ghid(BINDER), apiId(), flag(DYNAMIC), flag(PRIVATE),
                encoded.slice(header), revision, flag(HISTORY_LIMIT));
    }

    Ghid address() throws MalformedMessageException {
        return ghid(ADDRESS);
    }

    private Ghid ghid(int offset) throws MalformedMessageException {
        return IpcCodec.ghid(encoded.slice(offset, Ghid.LENGTH));
    }

    /// The 64 bytes.
    Bytes apiId() {
        return encoded.slice(API_ID + 1, IpcCodec.API_ID_LENGTH).compact();
    }

    /// Why an application cannot mean this; empty if it can.
    Optional<String> objection() {
        if (flag(LINK)) {
            return Optional.of("Objects that are links are not supported; store the address in the state.");
        }
        return encoded.at(API_ID) == 0
                ? Optional.empty()
                : Optional.of("An api id begins with a zero byte; improper api id.");
    }

    boolean isPrivate() {
        return flag(PRIVATE);
    }

    boolean dynamic() {
        return flag(DYNAMIC);
    }

    int historyLimit() {
        return encoded.at(HISTORY_LIMIT) & 0xFF;
    }

    /// The state that an application sent.
    Bytes state() {
        return encoded.slice(LENGTH);
    }
}
