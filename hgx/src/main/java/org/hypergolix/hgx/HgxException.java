package org.hypergolix.hgx;

import java.util.Optional;

/// Whatever goes wrong behind a link, as one line that says what and what to do.
///
/// Unchecked. The nested classes are what a program can tell apart; one that is none of them carries only its text.
/// Blocking methods throw these, and futures of `...Async` methods complete exceptionally with the same classes, not
/// wrapped once more. Text in a message may come from another machine: escape it before it reaches a terminal.
public class HgxException extends RuntimeException {

    public HgxException(String message) {
        super(message);
    }

    public HgxException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The handle can no longer be used: the object was deleted or discarded, the handle recast, or the link closed.
    public static final class DeadObject extends HgxException {
        public DeadObject(String message) {
            super(message);
        }
    }

    /// The object cannot be changed here: it is static, or belongs to somebody else.
    public static final class LocallyImmutable extends HgxException {
        public LocallyImmutable(String message) {
            super(message);
        }
    }

    /// A private object cannot be shared.
    public static final class Unsharable extends HgxException {
        public Unsharable(String message) {
            super(message);
        }
    }

    /// The object is held with another codec already: use [HgxObject#recast] on that handle.
    public static final class CodecMismatch extends HgxException {
        public CodecMismatch(String message) {
            super(message);
        }
    }

    /// The codec cannot turn this value into bytes.
    public static final class Unencodable extends HgxException {
        public Unencodable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The codec cannot read what the object's owner published. The handle stays alive: a later state may be readable.
    public static final class Undecodable extends HgxException {
        public Undecodable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The token is unknown to this account, or an operation needs one and none was registered.
    public static final class UnknownToken extends HgxException {
        public UnknownToken(String message) {
            super(message);
        }
    }

    /// The link has a token already, or another link uses this one, or the token has a startup object already.
    public static final class TokenInUse extends HgxException {
        public TokenInUse(String message) {
            super(message);
        }
    }

    /// The key of the object is not known here: its owner must share it, possibly once more.
    public static final class UnknownSecret extends HgxException {
        public UnknownSecret(String message) {
            super(message);
        }
    }

    /// Another device of this account pushed first. The object has that device's state now and the draft is gone, so a
    /// repeated [HgxObject#update] starts from the winner.
    public static final class Conflict extends HgxException {
        private final transient Object lost;
        private final transient Optional<Object> winner;

        public Conflict(String message, Object lost, Optional<?> winner) {
            super(message);
            this.lost = lost;
            this.winner = winner.map(Object.class::cast);
        }

        /// The state that was to be pushed, of the object's type.
        public Object lost() {
            return lost;
        }

        /// The state that counts now, of the object's type; empty if it could not be fetched or decoded.
        public Optional<Object> winner() {
            return winner;
        }
    }

    /// No relay could be reached, and what was asked for is not known locally.
    public static final class Unavailable extends HgxException {
        public Unavailable(String message) {
            super(message);
        }
    }

    /// The state does not fit into a message.
    public static final class TooLarge extends HgxException {
        public TooLarge(String message) {
            super(message);
        }
    }

    /// The disk, a quota or a queue is full.
    public static final class StoreFull extends HgxException {
        public StoreFull(String message) {
            super(message);
        }
    }

    /// The account could not be opened.
    public static sealed class CannotOpen extends HgxException {
        private CannotOpen(String message) {
            super(message);
        }
    }

    /// Another process has the home.
    public static final class HomeInUse extends CannotOpen {
        public HomeInUse(String message) {
            super(message);
        }
    }

    /// No account, a wrong password, a missing or unreadable key file, or a damaged account.
    public static final class Account extends CannotOpen {
        public Account(String message) {
            super(message);
        }
    }

    /// A value of the options or of the home's configuration is wrong, or no node is installed.
    public static final class Configuration extends CannotOpen {
        public Configuration(String message) {
            super(message);
        }
    }

    /// The link itself failed; whether the request has been or will be carried out is not known.
    public static sealed class LinkFailure extends HgxException {
        private LinkFailure(String message) {
            super(message);
        }
    }

    /// The link was closed, or its node stopped.
    public static final class LinkClosed extends LinkFailure {
        public LinkClosed(String message) {
            super(message);
        }
    }

    /// No answer within the request timeout. The request goes on.
    public static final class Timeout extends LinkFailure {
        public Timeout(String message) {
            super(message);
        }
    }

    /// The waiting thread was interrupted; its interrupt status is set again. The request goes on.
    public static final class Interrupted extends LinkFailure {
        public Interrupted(String message) {
            super(message);
        }
    }

    /// The rules of Golix forbid it; a relay or the node said so.
    public static sealed class Refused extends HgxException {
        private Refused(String message) {
            super(message);
        }
    }

    /// Bytes that are no Golix object.
    public static final class Malformed extends Refused {
        public Malformed(String message) {
            super(message);
        }
    }

    /// A signature is wrong.
    public static final class VerificationFailure extends Refused {
        public VerificationFailure(String message) {
            super(message);
        }
    }

    /// An identity is unknown or of the wrong kind.
    public static final class InvalidIdentity extends Refused {
        public InvalidIdentity(String message) {
            super(message);
        }
    }

    /// Nothing keeps the object alive.
    public static final class UnboundContainer extends Refused {
        public UnboundContainer(String message) {
            super(message);
        }
    }

    /// The object was deleted for good.
    public static final class AlreadyDebound extends Refused {
        public AlreadyDebound(String message) {
            super(message);
        }
    }

    /// The object is not of a kind for which this makes sense.
    public static final class InvalidTarget extends Refused {
        public InvalidTarget(String message) {
            super(message);
        }
    }

    /// Only the owner may do that.
    public static final class InconsistentAuthor extends Refused {
        public InconsistentAuthor(String message) {
            super(message);
        }
    }

    /// There is no such object or account, here or at the relays.
    public static final class DoesNotExist extends Refused {
        public DoesNotExist(String message) {
            super(message);
        }
    }

    /// A frame that does not follow the last one.
    public static final class IllegalFrame extends Refused {
        public IllegalFrame(String message) {
            super(message);
        }
    }
}
