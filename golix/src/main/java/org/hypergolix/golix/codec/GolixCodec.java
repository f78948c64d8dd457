package org.hypergolix.golix.codec;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;

/// Reads Golix objects from bytes, strictly: exact length, version, suite, algorithm, digests and key checks.
public final class GolixCodec {
    private GolixCodec() {}

    /// The object that `encoded` is, with nothing before or after it.
    ///
    /// The object keeps `encoded` as it is given; pass a compact one if it is to be kept long.
    ///
    /// @throws MalformedObjectException if it is none; nothing else is ever thrown
    public static GolixObject decode(Bytes encoded) throws MalformedObjectException {
        FieldReader fields = new FieldReader(encoded);
        ObjectKind kind = fields.magic();
        fields.version(kind);
        CipherSuite suite = fields.suite();
        return switch (kind) {
            case IDENTITY -> IdentityLayout.read(suite, fields);
            case CONTAINER -> ContainerLayout.read(suite, fields);
            case STATIC_BINDING -> StaticBindingLayout.read(suite, fields);
            case FRAME -> FrameLayout.read(suite, fields);
            case DEBINDING -> DebindingLayout.read(suite, fields);
            case REQUEST -> RequestLayout.read(suite, fields);
        };
    }
}
