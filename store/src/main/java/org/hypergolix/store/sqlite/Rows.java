package org.hypergolix.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.store.Binding;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;

/// Rows of tables as values, checked.
final class Rows {
    private Rows() {}

    /// The address in a column, 64 bytes.
    static Ghid ghid(ResultSet row, int column) throws SQLException {
        byte[] digest = row.getBytes(column);
        if (digest == null || digest.length != Ghid.DIGEST_LENGTH) {
            throw new StoreException(StoreException.Reason.DAMAGED, "An address in the store is damaged.");
        }
        return new Ghid(Bytes.owning(digest));
    }

    /// A row of `kind, checksum, encoded`, found by `address`.
    static StoredObject object(ResultSet row, Ghid address) throws SQLException {
        int code = row.getInt(1);
        ObjectKind kind = Kinds.kind(code).orElse(null);
        Bytes encoded = bytes(row, 3);
        if (kind == null || checksum(address, code, encoded) != row.getLong(2)) {
            throw new StoreException(StoreException.Reason.DAMAGED,
                    "The stored object " + address.text() + " is damaged.");
        }
        return new StoredObject(kind, address, encoded);
    }

    /// A row of `way to be bound, holder, end of grace`.
    static Binding binding(ResultSet row) throws SQLException {
        Ghid holder = ghid(row, 2);
        return switch (row.getInt(1)) {
            case 0 -> new Binding.ByStatic(holder);
            case 1 -> new Binding.ByDynamic(holder);
            default -> new Binding.Superseded(holder, row.getLong(3));
        };
    }

    /// A row of `key, checksum, value` in `space`.
    static StoreView.Entry record(ResultSet row, String space) throws SQLException {
        Bytes key = bytes(row, 1);
        Bytes value = bytes(row, 3);
        if (checksum(key, value) != row.getLong(2)) {
            throw new StoreException(StoreException.Reason.DAMAGED,
                    "The record " + space + "/" + key.hex() + " is damaged.");
        }
        return new StoreView.Entry(key, value);
    }

    static long checksum(Ghid address, int kind, Bytes encoded) {
        return new Checksum().add(address.digest()).add(kind).add(encoded).value();
    }

    static long checksum(Bytes key, Bytes value) {
        return new Checksum().add(key.size()).add(key).add(value).value();
    }

    /// The bytes in a column; the driver gives null for none at all.
    static Bytes bytes(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? Bytes.EMPTY : Bytes.owning(bytes);
    }
}
