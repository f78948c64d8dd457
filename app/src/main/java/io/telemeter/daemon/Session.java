package io.telemeter.daemon;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Leaving the session of the terminal from within.
final class Session {

    private Session() {}

    /// `setsid()` of POSIX: makes this process the leader of a session of its own, without a terminal.
    ///
    /// @throws IOException
    ///             if the system refuses; the message is one line
    @SuppressWarnings("restricted")
    static void leave() throws IOException {
        int session;
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setsid = linker.downcallHandle(linker.defaultLookup().findOrThrow("setsid"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT));
            session = (int) setsid.invokeExact();
        } catch (Throwable e) {
            throw new IOException("cannot leave the terminal: install the program setsid (util-linux)", e);
        }
        if (session < 0) {
            throw new IOException("cannot leave the terminal: the system refuses a new session");
        }
    }
}
