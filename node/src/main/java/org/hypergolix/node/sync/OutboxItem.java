package org.hypergolix.node.sync;

import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// Something that a relay is to get. What can be read from the store when its turn comes is named, not copied.
///
/// As a record: `u8 kind`, then kind 1, 2: address (65); kind 3: address (65) | u8 0 or 1 | address (65) if 1 | object.
public sealed interface OutboxItem {

    /// What replaces what: a later item with the same key makes an earlier one that waits superfluous.
    Ghid key();

    /// The newest state of a dynamic object: its frame and container as they are when its turn comes.
    record DynamicState(Ghid dynamic) implements OutboxItem {
        @Override
        public Ghid key() {
            return dynamic;
        }
    }

    /// A static binding, with its target if that is a container.
    record Bound(Ghid binding) implements OutboxItem {
        @Override
        public Ghid key() {
            return binding;
        }
    }

    /// An object of its own: a request or a debinding.
    ///
    /// @param after the key of what must be sent before it, if that waits too
    record Loose(Ghid ghid, Bytes object, Optional<Ghid> after) implements OutboxItem {
        @Override
        public Ghid key() {
            return ghid;
        }
    }

    /// The record form.
    default Bytes encode() {
        return switch (this) {
            case DynamicState state -> Bytes.concat(one(1), state.dynamic().bytes());
            case Bound bound -> Bytes.concat(one(2), bound.binding().bytes());
            case Loose loose -> Bytes.concat(
                    one(3),
                    loose.ghid().bytes(),
                    loose.after().map(after -> Bytes.concat(one(1), after.bytes())).orElse(one(0)),
                    loose.object());
        };
    }

    /// Reads the record form; nothing if it is none.
    static Optional<OutboxItem> decode(Bytes record) {
        try {
            Ghid address = Ghid.fromBytes(record.slice(1, Ghid.LENGTH));
            return switch (record.at(0)) {
                case 1 -> Optional.of(new DynamicState(address));
                case 2 -> Optional.of(new Bound(address));
                case 3 -> Optional.of(decodeLoose(address, record.slice(1 + Ghid.LENGTH)));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private static Loose decodeLoose(Ghid address, Bytes rest) {
        if (rest.at(0) == 0) {
            return new Loose(address, rest.slice(1).compact(), Optional.empty());
        }
        Ghid after = Ghid.fromBytes(rest.slice(1, Ghid.LENGTH));
        return new Loose(address, rest.slice(1 + Ghid.LENGTH).compact(), Optional.of(after));
    }

    private static Bytes one(int value) {
        return Bytes.owning(new byte[]{(byte) value});
    }
}
