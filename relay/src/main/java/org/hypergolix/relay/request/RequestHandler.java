package org.hypergolix.relay.request;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Request;
import org.hypergolix.relay.limit.MemoryBudget;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.subscription.Announcement;
import org.hypergolix.relay.subscription.Announcer;
import org.hypergolix.store.StoredObject;
import org.hypergolix.store.ledger.Ledger;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.relay.RefusedMessageException;
import org.hypergolix.wire.relay.RelayCodec;
import org.hypergolix.wire.relay.RelayRequest;
import org.hypergolix.wire.relay.RelayRequest.DropSubscriptions;
import org.hypergolix.wire.relay.RelayRequest.Exists;
import org.hypergolix.wire.relay.RelayRequest.Get;
import org.hypergolix.wire.relay.RelayRequest.ListBindings;
import org.hypergolix.wire.relay.RelayRequest.ListDebindings;
import org.hypergolix.wire.relay.RelayRequest.ListSubscriptions;
import org.hypergolix.wire.relay.RelayRequest.Ping;
import org.hypergolix.wire.relay.RelayRequest.Publish;
import org.hypergolix.wire.relay.RelayRequest.Register;
import org.hypergolix.wire.relay.RelayRequest.RegistrationChallenge;
import org.hypergolix.wire.relay.RelayRequest.Subscribe;
import org.hypergolix.wire.relay.RelayRequest.Unsubscribe;

/// Does what nodes ask. Safe for use by any thread.
///
/// The requests of one connection take effect in their order: objects may be on their way to disk together, but anything
/// else waits until those published before it are there.
public final class RequestHandler {

    /// Answers up to this size are not counted against the memory for sending.
    private static final int SMALL_ANSWER_BYTES = 64 * 1024;

    private static final Answer BUSY = new Answer.Failure(
            ErrorCode.QUOTA_EXCEEDED, "The relay is sending too much at the moment; try again later.");

    /// Objects read from the store at the same time, before their size is known.
    private static final int MAX_READS = 16;

    private final RelayLimits limits;
    private final Publisher publisher;
    private final Announcer announcer;
    private final Reader reader;
    private final Statistics statistics;
    private final MemoryBudget sending;
    private final Registrar registrar = new Registrar();
    private final FailureLog failures = new FailureLog();
    private final Semaphore reads = new Semaphore(MAX_READS);

    public RequestHandler(Ledger ledger, Announcer announcer, Statistics statistics, RelayLimits limits) {
        this.limits = limits;
        this.publisher = new Publisher(ledger, announcer, statistics);
        this.announcer = announcer;
        this.reader = new Reader(ledger.view());
        this.statistics = statistics;
        this.sending = new MemoryBudget(limits.memory().sendingBytes());
    }

    /// Handles one message of `requester`; returns when the next may be handled. The answer goes to `answers`.
    ///
    /// @param next what `requester` has sent after it already
    public void handle(Message message, Optional<Message> next, Requester requester, AnswerQueue answers)
            throws InterruptedException {
        statistics.countRequest();
        AnswerQueue.Place place = answers.reserve(message.token());
        try {
            RelayRequest request = RelayCodec.decodeRequest(message);
            if (request instanceof Publish(Bytes object)) {
                boolean more = next.isPresent() && next.get().code() == message.code();
                publisher.publish(object, more, requester.id(), place::answer);
            } else {
                answers.awaitFilledBefore(place);
                handle(request, requester, place);
            }
        } catch (RefusedMessageException refused) {
            publisher.proceed();
            place.answer(refused.answer());
        } catch (RuntimeException | ExecutionException | Error failure) {
            // Whatever it was, nobody may wait for an answer for ever.
            publisher.proceed();
            failures.log(System.Logger.Level.ERROR, "A request failed: code=" + message.codeText(), failure);
            place.answer(new Answer.Failure(ErrorCode.EXCEPTION, "The relay could not do this; try again later."));
        }
    }

    private void handle(RelayRequest request, Requester requester, AnswerQueue.Place place)
            throws InterruptedException, ExecutionException {
        switch (request) {
            case Ping() -> place.answer(Answer.DONE);
            case Publish _ -> throw new IllegalStateException("Objects are published elsewhere.");
            case Get(Ghid address) -> get(address, place);
            case Exists(Ghid address) -> place.answer(yesOrNo(reader.exists(address)));
            case ListBindings(Ghid address) -> answerList(() -> reader.bindings(address), place);
            case ListDebindings(Ghid address) -> answerList(() -> reader.debindings(address), place);
            case Subscribe(Ghid address) -> subscribe(address, requester, place);
            case Unsubscribe(Ghid address) -> place.answer(yesOrNo(requester.unsubscribe(address).get()));
            case ListSubscriptions() -> place.answer(list(requester.subscriptions().get()));
            case RegistrationChallenge() -> place.answer(new Answer.Success(registrar.challenge(requester)));
            case Register register -> place.answer(registrar.register(register, requester));
            case DropSubscriptions() -> {
                requester.unsubscribeAll().get();
                place.answer(Answer.DONE);
            }
        }
    }

    private static Answer yesOrNo(boolean yes) {
        return yes ? Answer.DONE : Answer.NO;
    }

    private static Answer.Success list(List<Ghid> addresses) {
        return new Answer.Success(RelayCodec.encodeAddresses(addresses));
    }

    private void answerList(Supplier<List<Ghid>> addresses, AnswerQueue.Place place) throws InterruptedException {
        reads.acquire();
        try {
            Answer.Success answer = list(addresses.get());
            if (!answerIfRoom(answer, place)) {
                place.answer(BUSY);
            }
        } finally {
            reads.release();
        }
    }

    /// Nobody who waits for memory holds an object or a permit to read meanwhile.
    private void get(Ghid address, AnswerQueue.Place place) throws InterruptedException {
        int size = tryGet(address, place);
        if (size > 0) {
            boolean room = sending.take(size, limits.patience().stalledMillis());
            if (room) {
                sending.release(size);
            }
            if (!room || tryGet(address, place) > 0) {
                place.answer(BUSY);
            }
        }
    }

    /// Answers with the object, if there is memory to send it.
    ///
    /// @return 0 if it was answered; else the bytes it takes
    private int tryGet(Ghid address, AnswerQueue.Place place) throws InterruptedException {
        reads.acquire();
        try {
            Optional<Bytes> object = reader.get(address).map(StoredObject::encoded);
            if (object.isEmpty()) {
                place.answer(new Answer.Failure(ErrorCode.DOES_NOT_EXIST, "Nothing is stored at " + address + "."));
                return 0;
            }
            return answerIfRoom(new Answer.Success(object.get()), place) ? 0 : object.get().size();
        } finally {
            reads.release();
        }
    }

    private boolean answerIfRoom(Answer.Success answer, AnswerQueue.Place place) {
        int size = answer.body().size();
        if (size <= SMALL_ANSWER_BYTES) {
            place.answer(answer);
            return true;
        }
        if (!sending.tryTake(size)) {
            return false;
        }
        place.answer(answer, () -> sending.release(size));
        return true;
    }

    /// The requests that wait for the address are announced to everybody who subscribed to it, as clients of 2017 expect;
    /// more often than [Requester#mayAnnounceAgain] allows only to the one who asks.
    private void subscribe(Ghid address, Requester requester, AnswerQueue.Place place)
            throws InterruptedException, ExecutionException {
        if (!requester.subscribe(address).get()) {
            place.answer(new Answer.Failure(
                    ErrorCode.QUOTA_EXCEEDED,
                    "A connection may have " + limits.requests().subscriptions()
                            + " subscriptions, as long as the relay has room for them."));
            return;
        }
        place.answer(Answer.DONE);
        List<Request> pending = reader.requests(address, limits.announcements().pendingRequests());
        if (pending.isEmpty()) {
            return;
        }
        announcer.awaitRoom();
        boolean tellAll = requester.mayAnnounceAgain();
        for (Request request : pending) {
            if (tellAll) {
                announcer.announceAgain(request);
            } else {
                requester.tell(Announcement.NewRequest.of(request));
            }
        }
    }
}
