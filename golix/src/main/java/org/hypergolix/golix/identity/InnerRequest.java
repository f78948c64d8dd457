package org.hypergolix.golix.identity;

import java.nio.ByteBuffer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.identity.RequestContent.ShareAccepted;
import org.hypergolix.golix.identity.RequestContent.ShareDeclined;
import org.hypergolix.golix.identity.RequestContent.ShareOffer;

/// What is encrypted in a request: `author(65) | payload id(2) | P u16 | payload(P)`, in suite 3 then zeros.
///
/// Payloads, of exactly these lengths: `HS` `target(65) | 53 u8 | secret(53)`, 119 bytes; `H3` `target(65) | 0 u8 |
/// counter u64 | 37 u8 | secret(37)`, 112 bytes; `AK` and `NK` `request(65) | status u32`, 69 bytes. Nothing else is
/// sent or taken; `EK` is reserved.
record InnerRequest(Ghid author, RequestContent content) {
    private static final short OFFER_SUITE_1 = id("HS");
    private static final short OFFER_SUITE_3 = id("H3");
    private static final short ACCEPTED = id("AK");
    private static final short DECLINED = id("NK");

    private static final int PREFIX_LENGTH = Ghid.LENGTH + Short.BYTES + Short.BYTES;
    private static final int ANSWER_LENGTH = Ghid.LENGTH + Integer.BYTES;
    private static final int OFFER_SUITE_1_LENGTH = Ghid.LENGTH + 1 + Secret.encodedLength(CipherSuite.SUITE_1);
    private static final int OFFER_SUITE_3_LENGTH = Ghid.LENGTH + 1 + Long.BYTES + 1
            + Secret.encodedLength(CipherSuite.SUITE_3);
    private static final byte NO_FLAGS = 0;

    private static short id(String text) {
        return (short) ((text.charAt(0) << 8) | text.charAt(1));
    }

    Bytes encode() {
        return switch (content) {
            case ShareOffer offer -> switch (offer.secret().suite()) {
                case SUITE_1 -> encode(OFFER_SUITE_1, offer.target().bytes(), lengthAndSecret(offer));
                case SUITE_3 -> encode(OFFER_SUITE_3, offer.target().bytes(), flagsAndCounter(offer),
                        lengthAndSecret(offer));
            };
            case ShareAccepted(Ghid request, int status) -> encode(ACCEPTED, request.bytes(), u32(status));
            case ShareDeclined(Ghid request, int status) -> encode(DECLINED, request.bytes(), u32(status));
        };
    }

    private Bytes encode(short id, Bytes... payloadParts) {
        Bytes payload = Bytes.concat(payloadParts);
        ByteBuffer prefix = ByteBuffer.allocate(2 * Short.BYTES).putShort(id).putShort((short) payload.size());
        return Bytes.concat(author.bytes(), Bytes.copyOf(prefix.flip()), payload);
    }

    private static Bytes flagsAndCounter(ShareOffer offer) {
        return Bytes.copyOf(ByteBuffer.allocate(1 + Long.BYTES).put(NO_FLAGS).putLong(offer.counter()).flip());
    }

    private static Bytes lengthAndSecret(ShareOffer offer) {
        Bytes secret = offer.secret().encode();
        return Bytes.concat(Bytes.owning(new byte[]{(byte) secret.size()}), secret);
    }

    private static Bytes u32(int value) {
        return Bytes.copyOf(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
    }

    /// Reads what was encrypted in a request of `suite`.
    ///
    /// @throws MalformedObjectException if it is nothing of the above
    static InnerRequest decode(Bytes inner, CipherSuite suite) throws MalformedObjectException {
        if (inner.size() < PREFIX_LENGTH) {
            throw new MalformedObjectException("The content of the request is too short.");
        }
        Ghid author = ghid(inner);
        ByteBuffer fields = inner.asByteBuffer().position(Ghid.LENGTH);
        short id = fields.getShort();
        int length = fields.getShort() & 0xFFFF;
        if (length > fields.remaining()) {
            throw new MalformedObjectException("The content of the request ends inside its payload.");
        }
        checkRest(inner.slice(PREFIX_LENGTH + length), suite);
        return new InnerRequest(author, content(id, inner.slice(PREFIX_LENGTH, length)));
    }

    private static void checkRest(Bytes rest, CipherSuite suite) throws MalformedObjectException {
        boolean padding = switch (suite) {
            case SUITE_1 -> rest.isEmpty();
            case SUITE_3 -> rest.equals(Bytes.owning(new byte[rest.size()]));
        };
        if (!padding) {
            throw new MalformedObjectException("There are bytes after the payload of the request.");
        }
    }

    private static RequestContent content(short id, Bytes payload) throws MalformedObjectException {
        if (id == OFFER_SUITE_1) {
            requireLength(payload, OFFER_SUITE_1_LENGTH);
            return new ShareOffer(ghid(payload), secret(payload, CipherSuite.SUITE_1), 0);
        }
        if (id == OFFER_SUITE_3) {
            requireLength(payload, OFFER_SUITE_3_LENGTH);
            if (payload.at(Ghid.LENGTH) != NO_FLAGS) {
                throw new MalformedObjectException("The offer has flags that are not defined.");
            }
            long counter = payload.asByteBuffer().getLong(Ghid.LENGTH + 1);
            return new ShareOffer(ghid(payload), secret(payload, CipherSuite.SUITE_3), counter);
        }
        if (id == ACCEPTED) {
            requireLength(payload, ANSWER_LENGTH);
            return new ShareAccepted(ghid(payload), payload.asByteBuffer().getInt(Ghid.LENGTH));
        }
        if (id == DECLINED) {
            requireLength(payload, ANSWER_LENGTH);
            return new ShareDeclined(ghid(payload), payload.asByteBuffer().getInt(Ghid.LENGTH));
        }
        throw new MalformedObjectException("The request says something unknown.");
    }

    private static void requireLength(Bytes payload, int length) throws MalformedObjectException {
        if (payload.size() != length) {
            throw new MalformedObjectException(
                    "The payload of the request has " + payload.size() + " bytes instead of " + length + ".");
        }
    }

    private static Ghid ghid(Bytes field) throws MalformedObjectException {
        try {
            return Ghid.fromBytes(field.slice(0, Ghid.LENGTH));
        } catch (IllegalArgumentException malformed) {
            throw new MalformedObjectException(
                    "The content of the request names no address: " + malformed.getMessage());
        }
    }

    /// The secret at the end of an offer, after its length.
    private static Secret secret(Bytes payload, CipherSuite suite) throws MalformedObjectException {
        int length = Secret.encodedLength(suite);
        int start = payload.size() - length;
        if (payload.at(start - 1) != length) {
            throw new MalformedObjectException("The length of the offered secret is wrong.");
        }
        Secret secret = Secret.decode(payload.slice(start));
        if (secret.suite() != suite) {
            throw new MalformedObjectException("The offered secret is of another suite than the offer.");
        }
        return secret;
    }
}
