package org.hypergolix.store.sqlite;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.hypergolix.golix.Bytes;

/// CRC-32C over the fields of a row, so that a damaged disk is noticed when the row is read.
final class Checksum {
    private final CRC32C sum = new CRC32C();

    Checksum add(Bytes bytes) {
        sum.update(bytes.asByteBuffer());
        return this;
    }

    Checksum add(long number) {
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        return this;
    }

    long value() {
        return sum.getValue();
    }
}
