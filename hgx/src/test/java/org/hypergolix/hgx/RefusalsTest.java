package org.hypergolix.hgx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRefusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {
    private static final Map<ErrorCode, Class<? extends HgxException>> BY_CODE = Map.ofEntries(
            Map.entry(ErrorCode.GENERIC, HgxException.class),
            Map.entry(ErrorCode.MALFORMED, HgxException.Malformed.class),
            Map.entry(ErrorCode.VERIFICATION_FAILURE, HgxException.VerificationFailure.class),
            Map.entry(ErrorCode.INVALID_IDENTITY, HgxException.InvalidIdentity.class),
            Map.entry(ErrorCode.UNBOUND_CONTAINER, HgxException.UnboundContainer.class),
            Map.entry(ErrorCode.ALREADY_DEBOUND, HgxException.AlreadyDebound.class),
            Map.entry(ErrorCode.INVALID_TARGET, HgxException.InvalidTarget.class),
            Map.entry(ErrorCode.INCONSISTENT_AUTHOR, HgxException.InconsistentAuthor.class),
            Map.entry(ErrorCode.DOES_NOT_EXIST, HgxException.DoesNotExist.class),
            Map.entry(ErrorCode.ILLEGAL_DYNAMIC_FRAME, HgxException.IllegalFrame.class),
            Map.entry(ErrorCode.REMOTE_NAK, HgxException.class),
            Map.entry(ErrorCode.UNKNOWN_TOKEN, HgxException.UnknownToken.class),
            Map.entry(ErrorCode.DISPATCH, HgxException.TokenInUse.class),
            Map.entry(ErrorCode.UNKNOWN_SECRET, HgxException.UnknownSecret.class),
            Map.entry(ErrorCode.COMMS, HgxException.Unavailable.class),
            Map.entry(ErrorCode.IPC, HgxException.class),
            Map.entry(ErrorCode.QUOTA_EXCEEDED, HgxException.StoreFull.class),
            Map.entry(ErrorCode.VALUE, HgxException.class),
            Map.entry(ErrorCode.EXCEPTION, HgxException.class));

    private static final Map<Reason, Class<? extends HgxException>> BY_REASON = Map.ofEntries(
            Map.entry(Reason.DEAD_OBJECT, HgxException.DeadObject.class),
            Map.entry(Reason.LOCALLY_IMMUTABLE, HgxException.LocallyImmutable.class),
            Map.entry(Reason.UNSHARABLE, HgxException.Unsharable.class),
            Map.entry(Reason.CONFLICT, HgxException.class),
            Map.entry(Reason.UNAVAILABLE, HgxException.Unavailable.class),
            Map.entry(Reason.TOO_LARGE, HgxException.TooLarge.class),
            Map.entry(Reason.STORE_FULL, HgxException.StoreFull.class),
            Map.entry(Reason.HOME_IN_USE, HgxException.HomeInUse.class),
            Map.entry(Reason.ACCOUNT, HgxException.Account.class),
            Map.entry(Reason.CONFIGURATION, HgxException.Configuration.class),
            Map.entry(Reason.UNKNOWN_SECRET, HgxException.UnknownSecret.class),
            Map.entry(Reason.UNKNOWN_TOKEN, HgxException.UnknownToken.class),
            Map.entry(Reason.TOKEN_IN_USE, HgxException.TokenInUse.class),
            Map.entry(Reason.CLOSED, HgxException.LinkClosed.class));

    @ParameterizedTest
    @EnumSource
    void every_code_has_its_exception(ErrorCode code) {
        HgxException exception = Refusals.exception(new LocalRefusal(code, Reason.OTHER, "why"));

        assertThat(exception.getClass()).isEqualTo(BY_CODE.get(code));
        assertThat(exception).hasMessage("why").hasNoCause();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void a_finer_reason_counts_more_than_the_code(Reason reason) {
        HgxException exception =
                Refusals.exception(new LocalRefusal(ErrorCode.INCONSISTENT_AUTHOR, reason, "why"));

        assertThat(exception.getClass()).isEqualTo(BY_REASON.get(reason));
    }

    @Test
    void a_message_is_one_line_of_sensible_length_without_control_characters() {
        String hostile = "a\nb\u001b[31m\u2028c\u0085" + "x".repeat(10_000);

        String line = Refusals.line(hostile);

        assertThat(line).startsWith("a b [31m c ").hasSize(500);
        assertThat(Refusals.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
