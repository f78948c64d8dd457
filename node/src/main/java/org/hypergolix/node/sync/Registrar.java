package org.hypergolix.node.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.RelayRegistration;
import org.hypergolix.wire.local.RelayRegistration.Outcome;
import org.hypergolix.wire.relay.Registration;
import org.hypergolix.wire.relay.RelayRequest;

/// Asks relays to register the account, all at the same time.
public final class Registrar {
    private final PrivateIdentity identity;
    private final RelayLinks links;

    public Registrar(PrivateIdentity identity, RelayLinks links) {
        this.identity = identity;
        this.links = links;
    }

    /// What each relay says.
    ///
    /// @param patience for all of them
    public List<RelayRegistration> registerEverywhere(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<CompletableFuture<RelayRegistration>> answers = links.all().stream()
                .map(link -> link.send(new RelayRequest.RegistrationChallenge())
                        .thenCompose(challenge -> register(link, challenge))
                        .thenApply(answer -> told(link, answer)))
                .toList();
        List<RelayRegistration> told = new ArrayList<>();
        for (int index = 0; index < answers.size(); index++) {
            told.add(await(links.all().get(index), answers.get(index), deadline));
        }
        return told;
    }

    private CompletableFuture<Answer> register(RelayLink link, Answer answer) {
        if (!(answer instanceof Answer.Success(Bytes challenge))) {
            return CompletableFuture.completedFuture(answer);
        }
        if (challenge.size() != Registration.CHALLENGE_LENGTH) {
            return CompletableFuture.completedFuture(
                    new Answer.Failure(ErrorCode.MALFORMED, "its challenge is none"));
        }
        String address = link.uri().toString();
        Bytes statement = Registration.statement(challenge, identity.fingerprint(), address);
        return link.send(new RelayRequest.Register(identity.identity().encoded(), address,
                identity.signStatement(Registration.PURPOSE, statement)));
    }

    private static RelayRegistration told(RelayLink link, Answer answer) {
        return switch (answer) {
            case Answer.Success(Bytes body) -> Registration.Outcome.of(body)
                    .map(outcome -> new RelayRegistration(link.uri(), switch (outcome.status()) {
                        case OPEN -> Outcome.OPEN;
                        case REGISTERED -> Outcome.REGISTERED;
                        case PENDING -> Outcome.PENDING;
                    }, outcome.text()))
                    .orElseGet(() -> new RelayRegistration(link.uri(), Outcome.REFUSED, "its answer is none"));
            case Answer.Failure(ErrorCode code, String text) -> code == ErrorCode.COMMS
                    ? new RelayRegistration(link.uri(), Outcome.NOT_KNOWN, "")
                    : new RelayRegistration(link.uri(), Outcome.REFUSED, text.isBlank() ? code.name() : text);
        };
    }

    private static RelayRegistration await(
            RelayLink link, CompletableFuture<RelayRegistration> answer, long deadline) throws InterruptedException {
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new RelayRegistration(link.uri(), Outcome.NOT_REACHED, "it did not answer in time");
        } catch (ExecutionException failed) {
            String reason = link.connected() ? String.valueOf(failed.getCause()) : link.status().reason();
            return new RelayRegistration(link.uri(), Outcome.NOT_REACHED, reason);
        }
    }
}
