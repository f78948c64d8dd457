package org.hypergolix.wire.websocket;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.Channel;

/// Keeps what a channel tells.
final class RecordingReceiver implements Channel.Receiver {

    private final BlockingQueue<Bytes> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> reasons = new LinkedBlockingQueue<>();

    @Override
    public void received(Bytes message) {
        messages.add(message);
    }

    @Override
    public void closed(String reason) {
        reasons.add(reason);
    }

    Bytes nextMessage() throws InterruptedException {
        Bytes message = messages.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    String reasonOfClosing() throws InterruptedException {
        String reason = reasons.poll(20, TimeUnit.SECONDS);
        if (reason == null) {
            throw new AssertionError("the channel did not close");
        }
        return reason;
    }

    boolean heardNothingOfClosing() {
        return reasons.isEmpty();
    }
}
