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
/// key. A reader refuses tags it does not know, unless their highest bit is set.
///
/// The account's root object on relays has the same form with other words, see [Form#ROOT], and with the field 5: the
/// addresses (65 each) of the record objects. Its protection is that of the account file, byte for byte, so that one
/// password opens both.
///
/// @param nonce 12 bytes
/// @param sealedBody fields and tag
record AccountFile(Form form, Protection protection, Bytes nonce, Bytes sealedBody) {

    /// Where it lies.
    enum Form {
        /// In a home: `account.bin`.
        HOME("hgx-acct", "account body", 4),
        /// In the root object.
        ROOT("hgx-root", "root body", 5);

        private final String magic;
        private final String purpose;
        private final int highestTag;

        Form(String magic, String purpose, int highestTag) {
            this.magic = magic;
            this.purpose = purpose;
            this.highestTag = highestTag;
        }

        private byte[] magic() {
            return magic.getBytes(StandardCharsets.US_ASCII);
        }

        /// What the sub-key of the body is derived for.
        String purpose() {
            return purpose;
        }
    }

    static final int VERSION = 1;

    /// More than two RSA-4096 keys and an identity take.
    static final int MOST_BYTES = 64 * 1024;

    static final int IDENTITY = 1;
    static final int SIGNATURE_KEY = 2;
    static final int ENCRYPTION_KEY = 3;
    static final int EXCHANGE_KEY = 4;
    static final int RECORD_OBJECTS = 5;

    private static final int MAGIC_LENGTH = 8;
    private static final int HEADER_LENGTH = 10;
    private static final int CHECK_LENGTH = 32;
    private static final int SEALED_KEY_LENGTH = MasterKey.LENGTH + Aead.TAG_LENGTH;

    /// What the master key is sealed with beside the key of the password.
    static Bytes keyAssociated(PasswordHash hash) {
        return Bytes.concat(header(Form.HOME, 2), parameters(hash));
    }

    /// What the body is sealed with beside the key.
    static Bytes bodyAssociated(Form form, Protection protection) {
        return Bytes.concat(header(form, protection.id()), encode(protection));
    }

    /// The whole file.
    Bytes encode() {
        Bytes content = Bytes.concat(
                bodyAssociated(form, protection),
                nonce,
                Bytes.owning(ByteBuffer.allocate(4).putInt(sealedBody.size()).array()),
                sealedBody);
        return Bytes.concat(content, check(content));
    }

    /// Reads a whole file.
    ///
    /// @throws DamagedAccountException if it is none, damaged, or of a later version
    static AccountFile decode(Form form, Bytes file) throws DamagedAccountException {
        int contentLength = file.size() - CHECK_LENGTH;
        if (contentLength < HEADER_LENGTH
                || !file.slice(0, MAGIC_LENGTH).equals(Bytes.owning(form.magic()))) {
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
            return decode(form, content.slice(HEADER_LENGTH).asByteBuffer(), content.at(9));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            throw new DamagedAccountException("its fields do not add up");
        }
    }

    private static AccountFile decode(Form form, ByteBuffer rest, byte protectionId)
            throws DamagedAccountException {
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
        return new AccountFile(form, protection, nonce, take(rest, length));
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
    static SortedMap<Integer, Bytes> decodeFields(Form form, Bytes body) throws DamagedAccountException {
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
                if (tag <= form.highestTag) {
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

    private static Bytes header(Form form, int protectionId) {
        byte[] header = Arrays.copyOf(form.magic(), HEADER_LENGTH);
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
