package org.hypergolix.relay.request;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.relay.subscription.Announcer;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.admission.Refusal;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.ledger.Ledger;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Takes objects in: parses, hands to the ledger, and answers when they are durable. Safe for use by any thread.
final class Publisher {

    private final Ledger ledger;
    private final Announcer announcer;
    private final Statistics statistics;
    private final FailureLog failures = new FailureLog();

    Publisher(Ledger ledger, Announcer announcer, Statistics statistics) {
        this.ledger = ledger;
        this.announcer = announcer;
        this.statistics = statistics;
    }

    /// Publishes `encoded` for a connection. Parsing and, as a rule, the check of the signature happen on this thread,
    /// which waits while too much waits for the disk.
    ///
    /// A frame waits for its container, which comes next as a rule, so that both are stored at once. The last that a
    /// connection has sent is also stored on this thread, unless others are at it.
    ///
    /// @param more whether another object of this connection comes next; if that is none, [#proceed] is called
    /// @param answer is given the answer, on this or another thread
    void publish(Bytes encoded, boolean more, long connection, Consumer<Answer> answer) throws InterruptedException {
        GolixObject object;
        try {
            object = GolixCodec.decode(encoded);
        } catch (MalformedObjectException malformed) {
            proceed();
            statistics.countRefused();
            answer.accept(new Answer.Failure(ErrorCode.MALFORMED, String.valueOf(malformed.getMessage())));
            return;
        }
        announcer.awaitRoom();
        announcer.publishing(object, connection);
        Ledger.Submission submission =
                new Ledger.Submission(List.of(object), Ledger.Companion.NONE, connection);
        boolean frame = object instanceof Frame;
        CompletableFuture<Ledger.Outcome> stored =
                frame == more ? ledger.prepare(submission) : ledger.submit(submission);
        var _ = stored.whenComplete(
                (outcome, failure) -> answer.accept(answer(object, connection, outcome, failure)));
        if (!frame && !more) {
            ledger.work();
        }
    }

    /// What was published before is stored now, whatever comes next.
    void proceed() {
        ledger.work();
    }

    private Answer answer(
            GolixObject object, long connection, Ledger.@Nullable Outcome outcome, @Nullable Throwable failure) {
        return switch (outcome) {
            case Ledger.Outcome.Stored(boolean fresh) -> {
                if (fresh) {
                    statistics.countStored();
                } else {
                    announcer.notPublished(object, connection);
                }
                yield Answer.DONE;
            }
            case Ledger.Outcome.Refused(_, Verdict.Refused(Refusal refusal, String message)) -> {
                statistics.countRefused();
                announcer.notPublished(object, connection);
                yield new Answer.Failure(codeOf(refusal), message);
            }
            case null -> {
                announcer.notPublished(object, connection);
                yield failed(Objects.requireNonNull(failure));
            }
        };
    }

    private Answer failed(Throwable failure) {
        if (failure instanceof StoreException refused && refused.reason() == StoreException.Reason.FULL) {
            return new Answer.Failure(ErrorCode.QUOTA_EXCEEDED, "The relay's store is full.");
        }
        failures.log(System.Logger.Level.WARNING, "An object could not be stored.", failure);
        return new Answer.Failure(ErrorCode.EXCEPTION, "The relay could not store the object; try again later.");
    }

    private static ErrorCode codeOf(Refusal refusal) {
        return switch (refusal) {
            case MALFORMED -> ErrorCode.MALFORMED;
            case BAD_SIGNATURE -> ErrorCode.VERIFICATION_FAILURE;
            case INVALID_IDENTITY -> ErrorCode.INVALID_IDENTITY;
            case UNBOUND_CONTAINER -> ErrorCode.UNBOUND_CONTAINER;
            case ALREADY_DEBOUND -> ErrorCode.ALREADY_DEBOUND;
            case INVALID_TARGET -> ErrorCode.INVALID_TARGET;
            case INCONSISTENT_AUTHOR -> ErrorCode.INCONSISTENT_AUTHOR;
            case ILLEGAL_FRAME -> ErrorCode.ILLEGAL_DYNAMIC_FRAME;
        };
    }
}
