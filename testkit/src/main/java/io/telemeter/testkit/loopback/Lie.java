package io.telemeter.testkit.loopback;

import java.util.Optional;
import java.util.function.Supplier;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.relay.RelayRequest;

/// What a relay that lies says instead of the truth.
@FunctionalInterface
public interface Lie {

    /// The answer to `request`, or nothing if there is to be none at all.
    ///
    /// @param truth what an honest relay would do and say
    Optional<Answer> answer(RelayRequest request, Supplier<Answer> truth);

    /// No lie.
    Lie NONE = (_, truth) -> Optional.of(truth.get());
}
