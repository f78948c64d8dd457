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

    /// `XX`: drop all my subscriptions.
    record DropSubscriptions() implements RelayRequest {}
}
