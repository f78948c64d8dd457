package org.hypergolix.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    private static final int HEADER = 0x82;

    private final Queue<ByteBuffer> frames = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();
    private final FrameWriter writer = new FrameWriter(frames, written::addAndGet);
    private final GatedOutput output = new GatedOutput();
    private final Thread writing = Thread.ofVirtual().unstarted(() -> {
        try {
            writer.run(output);
        } catch (IOException | InterruptedException failure) {
            output.failure = failure;
        }
    });

    /// Bytes that are written, at a gate that can be closed.
    private static final class GatedOutput extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Thread> writers = new ArrayList<>();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile CountDownLatch arrived = new CountDownLatch(1);
        private volatile boolean broken;
        private volatile Exception failure = new IllegalStateException("none");

        @Override
        public void write(int one) {
            throw new IllegalStateException("Frames come whole.");
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            arrived.countDown();
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            if (broken) {
                throw new IOException("broken pipe");
            }
            if (length > 0) {
                synchronized (this) {
                    writers.add(Thread.currentThread());
                    bytes.write(from, offset, length);
                }
            }
        }

        synchronized byte[] all() {
            return bytes.toByteArray();
        }
    }

    private static ByteBuffer frame(int length, int content) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) content);
        bytes[0] = (byte) HEADER;
        return ByteBuffer.wrap(bytes);
    }

    /// The writing thread has nothing to do.
    private void start() throws InterruptedException {
        frames.add(frame(2, 0));
        writing.start();
        output.arrived.await();
        while (written.get() < 2) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        frames.add(FrameWriter.END);
        writer.demand();
        writing.join();
    }

    @Test
    void the_sender_writes_if_nobody_else_does() throws Exception {
        start();

        frames.add(frame(100, 1));
        writer.tryWrite();

        assertThat(written.get()).isEqualTo(102);
        assertThat(output.all()).hasSize(102);
        assertThat(output.writers.getLast()).isEqualTo(Thread.currentThread());
    }

    @Test
    void a_sender_does_not_wait_for_another_who_writes() throws Exception {
        start();
        output.gate = new CountDownLatch(1);
        output.arrived = new CountDownLatch(1);
        frames.add(frame(100, 1));
        Thread slow = Thread.ofVirtual().start(() -> {
            try {
                writer.tryWrite();
            } catch (IOException failure) {
                output.failure = failure;
            }
        });
        output.arrived.await();

        frames.add(frame(50, 2));
        writer.tryWrite();
        assertThat(output.all()).hasSize(2);

        output.gate.countDown();
        slow.join();
        while (written.get() < 152) {
            Thread.onSpinWait();
        }
        assertThat(output.all()).hasSize(152);
    }

    @Test
    void frames_of_all_senders_leave_whole_and_in_the_order_of_the_queue() throws Exception {
        start();
        int senders = 4;
        int each = 2_000;
        AtomicInteger next = new AtomicInteger(1);
        List<Thread> threads = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < each; round++) {
                    synchronized (frames) {
                        int number = next.getAndIncrement();
                        frames.add(ByteBuffer.allocate(5).put((byte) HEADER).putInt(number).flip());
                    }
                    try {
                        writer.tryWrite();
                    } catch (IOException failure) {
                        output.failure = failure;
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        end();

        ByteBuffer all = ByteBuffer.wrap(output.all());
        all.position(2);
        for (int number = 1; number <= senders * each; number++) {
            assertThat(all.get() & 0xFF).isEqualTo(HEADER);
            assertThat(all.getInt()).isEqualTo(number);
        }
        assertThat(all.hasRemaining()).isFalse();
        assertThat(written.get()).isEqualTo(2 + senders * each * 5);
    }

    @Test
    void large_frames_keep_their_place_among_small_ones() throws Exception {
        start();
        frames.add(frame(10, 1));
        frames.add(frame(100_000, 2));
        frames.add(frame(10, 3));
        writer.tryWrite();
        end();

        byte[] all = output.all();
        assertThat(all).hasSize(2 + 100_020);
        assertThat(all[11]).isEqualTo((byte) 1);
        assertThat(all[13]).isEqualTo((byte) 2);
        assertThat(all[all.length - 1]).isEqualTo((byte) 3);
    }

    @Test
    void frames_of_the_engine_are_not_counted() throws Exception {
        start();
        frames.add(ByteBuffer.wrap(new byte[]{(byte) 0x88, 0}));
        writer.tryWrite();

        assertThat(output.all()).hasSize(4);
        assertThat(written.get()).isEqualTo(2);
    }

    @Test
    void nothing_is_written_after_the_end() throws Exception {
        start();
        frames.add(frame(10, 1));
        frames.add(FrameWriter.END);
        frames.add(frame(10, 2));
        writer.tryWrite();
        writing.join();

        assertThat(output.all()).hasSize(12);
    }

    @Test
    void who_writes_hears_that_it_failed() throws Exception {
        start();
        output.broken = true;
        frames.add(frame(10, 1));

        assertThatThrownBy(writer::tryWrite).isInstanceOf(IOException.class).hasMessage("broken pipe");
    }
}
