package org.hypergolix.node.account;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hypergolix.golix.Bytes;

/// The account file, version 1. Big-endian.
///
/// ```
/// 0    8   "hgx-acct"
/// 8    1   version = 1
/// 9    1   protection: 1 key file, 2 password
/// 10       key file: name of the master key (16)
///          password: salt (32) | u8 log2 N | u8 r | u8 p | nonce (12) | sealed master key (48)
/// ..   12  nonce
/// ..   4   n
/// ..   n   body, sealed under the sub-key "account body", associated bytes: everything before the nonce
/// ..   32  the first half of SHA-512 of everything before: finds damage
/// ```
///
/// The sealed master key has everything before its nonce as associated bytes. The body is a list of fields
/// `u16 tag | u32 length | bytes` with rising tags: 1 identity (GIDC), 2 signature key, 3 encryption key, 4 exchange
/// key; 16 and 17 are kept for the address and the secret of a root object on relays. A reader refuses tags it does not
/// know, unless their highest bit is set.
///
/// @param nonce 12 bytes
/// @param sealedBody fields and tag
record AccountFile(Protection protection, Bytes nonce, Bytes sealedBody) {
    static final int VERSION = 1;

    /// More than two RSA-4096 keys and an identity take.
    static final int MOST_BYTES = 64 * 1024;

    static final int IDENTITY = 1;
    static final int SIGNATURE_KEY = 2;
    static final int ENCRYPTION_KEY = 3;
    static final int EXCHANGE_KEY = 4;

    private static final byte[] MAGIC = "hgx-acct".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_LENGTH = 10;
    private static final int CHECK_LENGTH = 32;
    private static final int SEALED_KEY_LENGTH = MasterKey.LENGTH + Aead.TAG_LENGTH;

    /// What the master key is sealed with beside the key of the password.
    static Bytes keyAssociated(PasswordHash hash) {
        return Bytes.concat(header(2), parameters(hash));
    }

    /// What the body is sealed with beside the key.
    static Bytes bodyAssociated(Protection protection) {
        return Bytes.concat(header(protection.id()), encode(protection));
    }

    /// The whole file.
    Bytes encode() {
        Bytes content = Bytes.concat(
                bodyAssociated(protection),
                nonce,
                Bytes.owning(ByteBuffer.allocate(4).putInt(sealedBody.size()).array()),
                sealedBody);
        return Bytes.concat(content, check(content));
    }

    /// Reads a whole file.
    ///
    /// @throws DamagedAccountException if it is none, damaged, or of a later version
    static AccountFile decode(Bytes file) throws DamagedAccountException {
        int contentLength = file.size() - CHECK_LENGTH;
        if (contentLength < HEADER_LENGTH
                || !file.slice(0, MAGIC.length).equals(Bytes.copyOf(MAGIC))) {
            throw new DamagedAccountException("it is not an account file");
        }
        if (file.at(8) != VERSION) {
            throw new DamagedAccountException(
                    "its version " + (file.at(8) & 0xFF) + " is not known; a newer program made it");
        }
        Bytes content = file.slice(0, contentLength);
        if (!check(content).equals(file.slice(contentLength))) {
            throw new DamagedAccountException("its checksum is wrong");
        }
        try {
            return decode(content.slice(HEADER_LENGTH).asByteBuffer(), content.at(9));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            throw new DamagedAccountException("its fields do not add up");
        }
    }

    private static AccountFile decode(ByteBuffer rest, byte protectionId) throws DamagedAccountException {
        Protection protection = switch (protectionId) {
            case 1 -> new Protection.ByKeyFile(take(rest, MasterKey.NAME_LENGTH));
            case 2 -> new Protection.ByPassword(
                    new PasswordHash(
                            take(rest, PasswordHash.SALT_LENGTH), rest.get() & 0xFF, rest.get() & 0xFF,
                            rest.get() & 0xFF),
                    take(rest, Aead.NONCE_LENGTH),
                    take(rest, SEALED_KEY_LENGTH));
            default -> throw new DamagedAccountException("its protection " + protectionId + " is not known");
        };
        Bytes nonce = take(rest, Aead.NONCE_LENGTH);
        int length = rest.getInt();
        if (length != rest.remaining()) {
            throw new DamagedAccountException("its length is wrong");
        }
        return new AccountFile(protection, nonce, take(rest, length));
    }

    /// The body made of `fields`.
    static Bytes encodeFields(SortedMap<Integer, Bytes> fields) {
        Bytes body = Bytes.EMPTY;
        for (var field : fields.entrySet()) {
            ByteBuffer head = ByteBuffer.allocate(6)
                    .putShort(field.getKey().shortValue())
                    .putInt(field.getValue().size());
            body = Bytes.concat(body, Bytes.owning(head.array()), field.getValue());
        }
        return body;
    }

    /// The fields of `body`, those that may be ignored left out.
    static SortedMap<Integer, Bytes> decodeFields(Bytes body) throws DamagedAccountException {
        SortedMap<Integer, Bytes> fields = new TreeMap<>();
        ByteBuffer rest = body.asByteBuffer();
        int last = 0;
        try {
            while (rest.hasRemaining()) {
                int tag = Short.toUnsignedInt(rest.getShort());
                int length = rest.getInt();
                if (tag <= last || length < 0 || length > rest.remaining()) {
                    throw new DamagedAccountException("its fields are not in order");
                }
                last = tag;
                Bytes value = take(rest, length);
                if (tag <= EXCHANGE_KEY) {
                    fields.put(tag, value);
                } else if (tag < 0x8000) {
                    throw new DamagedAccountException("its field " + tag + " is not known; a newer program made it");
                }
            }
        } catch (BufferUnderflowException _) {
            throw new DamagedAccountException("its fields are cut off");
        }
        return fields;
    }

    /// One field that must be there.
    static Bytes demand(SortedMap<Integer, Bytes> fields, int tag) throws DamagedAccountException {
        return Optional.ofNullable(fields.get(tag))
                .orElseThrow(() -> new DamagedAccountException("its field " + tag + " is missing"));
    }

    private static Bytes header(int protectionId) {
        byte[] header = Arrays.copyOf(MAGIC, HEADER_LENGTH);
        header[8] = VERSION;
        header[9] = (byte) protectionId;
        return Bytes.owning(header);
    }

    private static Bytes encode(Protection protection) {
        return switch (protection) {
            case Protection.ByKeyFile byKeyFile -> byKeyFile.keyName();
            case Protection.ByPassword byPassword -> Bytes.concat(
                    parameters(byPassword.hash()), byPassword.nonce(), byPassword.sealedKey());
        };
    }

    private static Bytes parameters(PasswordHash hash) {
        return Bytes.concat(
                hash.salt(), Bytes.owning(new byte[]{(byte) hash.logN(), (byte) hash.r(), (byte) hash.p()}));
    }

    private static Bytes take(ByteBuffer rest, int length) {
        byte[] taken = new byte[Math.min(length, rest.remaining())];
        rest.get(taken);
        if (taken.length < length) {
            throw new BufferUnderflowException();
        }
        return Bytes.owning(taken);
    }

    private static Bytes check(Bytes content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(content.asByteBuffer());
            return Bytes.copyOf(digest.digest(), 0, CHECK_LENGTH);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no SHA-512.", impossible);
        }
    }
}
