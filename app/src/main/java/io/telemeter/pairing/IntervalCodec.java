package io.telemeter.pairing;

import io.telemeter.schedule.Interval;
import io.telemeter.schedule.IntervalRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.hypergolix.golix.Bytes;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.Codec;

/// The state of an interval object: a JSON number of seconds. It comes from outside, so reading never fails: whatever is no
/// number has a case of its own in [IntervalRequest].
public final class IntervalCodec implements Codec<IntervalRequest> {

    /// The only instance.
    public static final IntervalCodec INSTANCE = new IntervalCodec();

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,9})?");
    private static final Pattern NOT_FINITE = Pattern.compile("NaN|-?Infinity");
    private static final int MAX_LENGTH = 64;

    private IntervalCodec() {}

    /// The state that asks for `interval`.
    public static IntervalRequest asking(Interval interval) {
        return new IntervalRequest.Seconds(interval.seconds());
    }

    @Override
    public Bytes encode(IntervalRequest request) {
        return switch (request) {
            case IntervalRequest.Seconds(BigDecimal seconds) ->
                Bytes.owning(seconds.toString().getBytes(StandardCharsets.US_ASCII));
            case IntervalRequest.NotFinite(),IntervalRequest.None() ->
                throw new IllegalArgumentException("An interval is a finite number of seconds.");
        };
    }

    @Override
    public IntervalRequest decode(Bytes state) {
        if (state.size() > MAX_LENGTH) {
            return new IntervalRequest.None();
        }
        String text = new String(state.toArray(), StandardCharsets.UTF_8).strip();
        if (NOT_FINITE.matcher(text).matches()) {
            return new IntervalRequest.NotFinite();
        }
        if (!NUMBER.matcher(text).matches()) {
            return new IntervalRequest.None();
        }
        // What is too large for a floating-point number is infinite to whoever wrote this with one.
        return IntervalRequest.of(Double.parseDouble(text));
    }

    @Override
    public ApiId defaultApiId() {
        return TelemeterApi.INTERVAL;
    }
}
