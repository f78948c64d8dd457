package org.hypergolix.wire.local;

import java.net.URI;

/// What became of asking a relay to register the account.
///
/// @param text one line for people; partly from the relay, so escape it before it reaches a terminal
public record RelayRegistration(URI relay, Outcome outcome, String text) {
    /// How it ended.
    public enum Outcome {
        /// The relay takes everybody.
        OPEN,
        /// The account is known there now.
        REGISTERED,
        /// Somebody has to agree first.
        PENDING,
        /// The relay does not know this request.
        NOT_KNOWN,
        /// The relay said no.
        REFUSED,
        /// The relay could not be asked.
        NOT_REACHED
    }
}
