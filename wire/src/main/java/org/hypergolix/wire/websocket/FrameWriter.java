package org.hypergolix.wire.websocket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Writes queued frames to a socket, one thread at a time: a thread of its own, or whoever has just queued a small one and
/// finds nobody writing, which saves a hand-over between threads.
final class FrameWriter {
    /// Queued as the last "frame": nothing is written after it. Real frames are never empty.
    static final ByteBuffer END = ByteBuffer.allocate(0);

    /// Bytes that a thread writes for others besides its own before it leaves the rest to the writing thread.
    private static final int MOST_FOR_OTHERS_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES = 8 * 1024;

    private final Queue<ByteBuffer> frames;
    private final IntConsumer written;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore demand = new Semaphore(0);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int bufferedBytes;
    private int countedBytes;
    private volatile @Nullable OutputStream output;
    private volatile boolean ended;

    /// @param frames filled by anybody, emptied here
    /// @param written told of the bytes of frames of data, pings and pongs that were given to the operating system
    FrameWriter(Queue<ByteBuffer> frames, IntConsumer written) {
        this.frames = frames;
        this.written = written;
    }

    /// Something was queued: the writing thread is to see to it.
    void demand() {
        demand.release();
    }

    /// Writes what is queued on the calling thread, as far as nobody else is writing; the rest is for others. May wait
    /// for the peer to read.
    void tryWrite() throws IOException {
        OutputStream target = output;
        if (target != null && writing.tryLock()) {
            try {
                drain(target, MOST_FOR_OTHERS_BYTES);
            } finally {
                writing.unlock();
            }
            if (frames.isEmpty() && !ended) {
                return;
            }
        }
        // Also if somebody else writes: he may have looked at the queue for the last time.
        demand();
    }

    /// Writes what is queued until the end of frames. Once, on the writing thread.
    ///
    /// @param target of the frames
    void run(OutputStream target) throws IOException, InterruptedException {
        output = target;
        while (!ended) {
            writing.lock();
            try {
                drain(target, Integer.MAX_VALUE);
            } finally {
                writing.unlock();
            }
            if (!ended) {
                demand.acquire();
                demand.drainPermits();
            }
        }
    }

    private void drain(OutputStream target, int mostBytes) throws IOException {
        int bytes = 0;
        while (!ended && bytes < mostBytes) {
            ByteBuffer frame = frames.poll();
            if (frame == null) {
                break;
            }
            ended = frame.limit() == 0;
            bytes += frame.limit();
            put(target, frame);
        }
        flush(target);
    }

    /// Small frames leave together.
    private void put(OutputStream target, ByteBuffer frame) throws IOException {
        if (bufferedBytes + frame.limit() > buffer.length) {
            flush(target);
        }
        countedBytes += counted(frame) ? frame.limit() : 0;
        if (frame.limit() > buffer.length) {
            target.write(frame.array(), frame.arrayOffset(), frame.limit());
        } else {
            frame.get(0, buffer, bufferedBytes, frame.limit());
            bufferedBytes += frame.limit();
        }
    }

    private void flush(OutputStream target) throws IOException {
        target.write(buffer, 0, bufferedBytes);
        written.accept(countedBytes);
        bufferedBytes = 0;
        countedBytes = 0;
    }

    /// Whether a frame was counted when it was queued: ours are; the handshake and closing frames of the engine are not.
    private static boolean counted(ByteBuffer frame) {
        if (frame.limit() == 0) {
            return false;
        }
        int first = frame.get(0) & 0xFF;
        return first == 0x82 || first == 0x89 || first == 0x8A;
    }
}
