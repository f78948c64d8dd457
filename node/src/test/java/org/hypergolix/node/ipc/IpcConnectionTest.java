package org.hypergolix.node.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.ipc.IpcCodec;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Published;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.hypergolix.wire.local.ObjectState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IpcConnectionTest {
    private static final Ghid ADDRESS = new Ghid(Bytes.ofHex("ab".repeat(64)));
    private static final Bytes API = Bytes.ofHex("00".repeat(64));

    private static ObjectState state(String hex, long revision) {
        return new ObjectState(ADDRESS, ADDRESS, API, true, false, Bytes.ofHex(hex), revision, false);
    }

    /// A node that hears of another device's state while it takes a push, and of a third one after it.
    private static final class InterruptedNode implements LocalNode {
        @Override
        public Session open(Consumer<LocalEvent> events) {
            return new Session() {
                @Override
                @SuppressWarnings("unchecked") // only updates are asked
                public <R> R call(LocalRequest<R> request) {
                    events.accept(new LocalEvent.Updated(state("aa", 5)));
                    Thread.ofVirtual().start(() -> events.accept(new LocalEvent.Updated(state("cc", 7))));
                    return (R) new Published(Pushed.RELAYED, 6);
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class RecordingChannel implements Channel {
        final BlockingQueue<Bytes> sent = new LinkedBlockingQueue<>();

        @Override
        public void send(Bytes message) {
            sent.add(message);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Stays open.
        }

        Message next() throws Exception {
            Bytes message = sent.poll(30, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            return Message.decode(message);
        }
    }

    @Test
    void a_state_that_an_own_push_overtook_is_not_told_after_its_answer() throws Exception {
        RecordingChannel channel = new RecordingChannel();
        IpcConnection connection = new IpcConnection(new InterruptedNode(), channel, 1, _ -> {});
        connection.received(
                IpcCodec.CLASSIC.encode(new LocalRequest.Update(ADDRESS, Bytes.ofHex("bb"), false), 9).encode());

        boolean answered = false;
        String last = "";
        while (!(answered && last.equals("cc"))) {
            Message message = channel.next();
            if (message.isAnswer()) {
                answered = true;
            } else {
                last = message.body().slice(200).hex();
                assertThat(last).as("only what is newer than the push").isEqualTo("cc");
            }
        }
        connection.end();
    }
}
