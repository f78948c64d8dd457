package io.telemeter.cli.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The wish of a person or a service manager that this process ends (SIGINT, SIGTERM), answered in order and with the
/// program's own exit code.
///
/// The state is that of the process, as signals are.
public final class StopSignal {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile int exitCode;

    private StopSignal() {}

    /// Runs `action` on the first such signal, which must let the main thread come to [#exit]; waits for that, 20 s at
    /// most. The JVM only knows signals as the beginning of its own end, so this is a shutdown hook that ends it.
    public static void onFirst(Runnable action) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(action), "stop"));
    }

    private static void end(Runnable action) {
        if (FINISHED.getCount() == 0) {
            return;
        }
        action.run();
        boolean orderly = false;
        try {
            orderly = FINISHED.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(orderly ? exitCode : 1);
    }

    /// Ends the process with `code`, whether a signal asked for it or not. For the main thread, last.
    public static void exit(int code) {
        exitCode = code;
        Logs.close();
        FINISHED.countDown();
        System.exit(code);
    }
}
