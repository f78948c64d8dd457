package org.hypergolix.wire.relay;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// What a node asks of a relay.
public sealed interface RelayRequest {
    /// `??`: are you there.
    record Ping() implements RelayRequest {}

    /// `PB`: store this object.
    record Publish(Bytes object) implements RelayRequest {}

    /// `GT`: the object at a static address, or the current frame of a dynamic one.
    record Get(Ghid address) implements RelayRequest {}

    /// `+S`: tell me of changes at this address.
    record Subscribe(Ghid address) implements RelayRequest {}

    /// `-S`: no longer.
    record Unsubscribe(Ghid address) implements RelayRequest {}

    /// `?S`: what I am subscribed to.
    record ListSubscriptions() implements RelayRequest {}

    /// `?B`: what binds this address.
    record ListBindings(Ghid address) implements RelayRequest {}

    /// `?D`: what debinds this address.
    record ListDebindings(Ghid address) implements RelayRequest {}

    /// `?E`: is anything at this address.
    record Exists(Ghid address) implements RelayRequest {}

    /// `+R` without a body: give me a challenge, to sign for [Register]. The answer is 32 bytes. Optional: relays that do
    /// not know it answer as to any unknown request.
    record RegistrationChallenge() implements RelayRequest {}

    /// `+R`: this account wants to be known here, see [Registration]. The answer is a [Registration.Outcome].
    ///
    /// @param identity the account's
    /// @param relay the relay's address as the account knows it
    /// @param signature on the challenge
    record Register(Bytes identity, String relay, Bytes signature) implements RelayRequest {}

    /// `XX`: drop all my subscriptions.
    record DropSubscriptions() implements RelayRequest {}
}
