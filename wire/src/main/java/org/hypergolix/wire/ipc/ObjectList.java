package org.hypergolix.wire.ipc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectEntry;

/// A page of a list of objects: `length of next (1): 0 or 65 | next | entries`, each of [#ENTRY_LENGTH] bytes:
///
/// | Offset | Length | Field |
/// | --- | --- | --- |
/// | 0 | 65 | address |
/// | 65 | 65 | owner's fingerprint |
/// | 130 | 65 | api id |
/// | 195 | 1 | 1: dynamic, 2: private, 4: followed, 8: stale |
/// | 196 | 4 | bytes of the state |
/// | 200 | 2 | relays that have not been given the newest state, a bit each |
final class ObjectList {
    static final int ENTRY_LENGTH = 202;
    private static final int FLAGS = 195;
    private static final int DYNAMIC = 1;
    private static final int PRIVATE = 2;
    private static final int FOLLOWED = 4;
    private static final int STALE = 8;

    private ObjectList() {}

    static Bytes encode(LocalRequest.ObjectPage page) {
        int head = 1 + (page.next().isPresent() ? Ghid.LENGTH : 0);
        ByteBuffer buffer = ByteBuffer.allocate(head + page.entries().size() * ENTRY_LENGTH);
        buffer.put((byte) (head - 1));
        page.next().ifPresent(next -> buffer.put(next.bytes().asByteBuffer()));
        for (ObjectEntry entry : page.entries()) {
            buffer.put(entry.address().bytes().asByteBuffer()).put(entry.binder().bytes().asByteBuffer());
            buffer.put((byte) 0).put(entry.apiId().asByteBuffer());
            buffer.put((byte) ((entry.dynamic() ? DYNAMIC : 0) | (entry.isPrivate() ? PRIVATE : 0)
                    | (entry.followed() ? FOLLOWED : 0) | (entry.stale() ? STALE : 0)));
            buffer.putInt(entry.size()).putShort((short) entry.waiting());
        }
        return Bytes.owning(buffer.array());
    }

    static LocalRequest.ObjectPage decode(Bytes body) throws MalformedMessageException {
        int head = 1 + (body.isEmpty() ? -1 : body.at(0) & 0xFF);
        boolean cut = head != 1 && head != 1 + Ghid.LENGTH;
        if (cut || body.size() < head || (body.size() - head) % ENTRY_LENGTH != 0) {
            throw new MalformedMessageException("A list of objects came that is cut off.");
        }
        Optional<Ghid> next = head == 1 ? Optional.empty() : Optional.of(IpcCodec.ghid(body.slice(1, Ghid.LENGTH)));
        List<ObjectEntry> entries = new ArrayList<>();
        for (int offset = head; offset < body.size(); offset += ENTRY_LENGTH) {
            entries.add(entry(body.slice(offset, ENTRY_LENGTH)));
        }
        return new LocalRequest.ObjectPage(entries, next);
    }

    private static ObjectEntry entry(Bytes encoded) throws MalformedMessageException {
        int flags = encoded.at(FLAGS);
        ByteBuffer numbers = encoded.slice(FLAGS + 1).asByteBuffer();
        return new ObjectEntry(
                IpcCodec.ghid(encoded.slice(0, Ghid.LENGTH)),
                IpcCodec.ghid(encoded.slice(Ghid.LENGTH, Ghid.LENGTH)),
                encoded.slice(2 * Ghid.LENGTH + 1, IpcCodec.API_ID_LENGTH).compact(),
                (flags & DYNAMIC) != 0,
                (flags & PRIVATE) != 0,
                (flags & FOLLOWED) != 0,
                (flags & STALE) != 0,
                numbers.getInt(),
                numbers.getShort() & 0xFFFF);
    }
}
