package org.hypergolix.wire.websocket;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.Handshakedata;
import org.jspecify.annotations.Nullable;

/// Hands the protocol engine's events to the channel.
final class EngineEvents extends WebSocketAdapter {

    private final WebSocketChannel channel;

    EngineEvents(WebSocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public void onWebsocketOpen(WebSocket engine, Handshakedata handshake) {
        channel.opened();
    }

    @Override
    public void onWebsocketMessage(WebSocket engine, ByteBuffer message) {
        channel.received(message);
    }

    @Override
    public void onWebsocketMessage(WebSocket engine, String message) {
        channel.receivedText();
    }

    /// Not the adapter's answer, which would queue without limit for a peer that asks and never reads.
    @Override
    public void onWebsocketPing(WebSocket engine, Framedata ping) {
        channel.pinged(ping.getPayloadData());
    }

    @Override
    public void onWebsocketClosing(WebSocket engine, int code, @Nullable String reason, boolean remote) {
        channel.closing(code, reason == null ? "" : reason, remote);
    }

    @Override
    public void onWebsocketClose(WebSocket engine, int code, @Nullable String reason, boolean remote) {
        // The reading thread sees the end by itself.
    }

    @Override
    public void onWebsocketCloseInitiated(WebSocket engine, int code, @Nullable String reason) {
        // Told by onWebsocketClosing.
    }

    @Override
    public void onWebsocketError(WebSocket engine, Exception failure) {
        // Every error also closes the engine, with its reason.
    }

    @Override
    public void onWriteDemand(WebSocket engine) {
        // Who sends sees to the writing.
    }

    @Override
    public @Nullable InetSocketAddress getLocalSocketAddress(WebSocket engine) {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteSocketAddress(WebSocket engine) {
        return null;
    }
}
