package org.hypergolix.hgx;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The handlers that were registered for one kind of event.
///
/// @param <E> what they are called with
final class Handlers<E> {
    private static final System.Logger LOG = System.getLogger("org.hypergolix.hgx");
    private static final int LOGGED_FRAMES_TO_SKIP_AT_MOST = 64;

    private final String kind;
    private final List<Registration<E>> registered = new CopyOnWriteArrayList<>();

    /// @param kind what the log calls them
    Handlers(String kind) {
        this.kind = kind;
    }

    Subscription add(Consumer<? super E> handler) {
        Registration<E> registration = new Registration<>(handler);
        registered.add(registration);
        return () -> {
            registration.open = false;
            registered.remove(registration);
        };
    }

    boolean isEmpty() {
        return registered.isEmpty();
    }

    /// Calls all, in the order in which they were registered, and survives what they throw.
    ///
    /// @param about what the log says beside the failure
    void call(E event, Object about) {
        for (Registration<E> registration : registered) {
            if (registration.open) {
                try {
                    registration.handler.accept(event);
                } catch (Throwable failure) {
                    log(kind, about, failure);
                }
            }
        }
    }

    /// One line: the class and the place of a failure. Its text may repeat what nobody should find in a log.
    static void log(String kind, Object about, Throwable failure) {
        LOG.log(Level.WARNING, "A handler failed: kind={0} about={1} error={2} at={3}",
                kind, about, failure.getClass().getName(), place(failure));
        LOG.log(Level.DEBUG, "Where the handler failed:", failure);
    }

    private static String place(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        for (int index = 0; index < Math.min(frames.length, LOGGED_FRAMES_TO_SKIP_AT_MOST); index++) {
            String name = frames[index].getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("org.hypergolix.hgx.")) {
                return frames[index].toString();
            }
        }
        return frames.length == 0 ? "unknown" : frames[0].toString();
    }

    private static final class Registration<E> {
        final Consumer<? super E> handler;
        volatile boolean open = true;

        Registration(Consumer<? super E> handler) {
            this.handler = handler;
        }
    }
}
