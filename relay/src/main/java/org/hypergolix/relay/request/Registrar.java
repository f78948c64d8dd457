package org.hypergolix.relay.request;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.relay.Registration;
import org.hypergolix.wire.relay.RelayRequest;

/// Answers accounts that want to be known here: this relay is open to all, so it checks the proof and writes nothing down.
/// Safe for use by any thread.
///
/// The challenge of a connection is HMAC-SHA-256 of its number under a key of this run: nothing needs to be kept for it.
final class Registrar {
    private static final String ALGORITHM = "HmacSHA256";

    private static final Answer OPEN = new Registration.Outcome(Registration.Status.OPEN,
            "This relay is open to all; nothing needs to be registered.").toAnswer();

    private final byte[] key = new byte[Registration.CHALLENGE_LENGTH];

    Registrar() {
        new SecureRandom().nextBytes(key);
    }

    Bytes challenge(Requester requester) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Bytes.owning(mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(requester.id()).array()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no " + ALGORITHM + ".", impossible);
        }
    }

    Answer register(RelayRequest.Register request, Requester requester) {
        Identity identity;
        try {
            if (!(GolixCodec.decode(request.identity()) instanceof Identity decoded)) {
                return new Answer.Failure(ErrorCode.INVALID_IDENTITY, "This is an object, but no identity.");
            }
            identity = decoded;
        } catch (MalformedObjectException malformed) {
            return new Answer.Failure(ErrorCode.MALFORMED, String.valueOf(malformed.getMessage()));
        }
        Bytes statement = Registration.statement(challenge(requester), identity.ghid(), request.relay());
        return Verifier.verifiesStatement(identity, Registration.PURPOSE, statement, request.signature())
                ? OPEN
                : new Answer.Failure(ErrorCode.VERIFICATION_FAILURE,
                        "The signature is not that of the account on the challenge of this connection.");
    }
}
