package io.telemeter.bench.process;

import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/// A relay in a process of its own, with its store on disk.
public final class RelayProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (ws://\\S+)");

    private final Program program;
    private final URI address;

    RelayProcess(Program program) throws IOException, InterruptedException {
        this.program = program;
        try {
            this.address = URI.create(program.await(LISTENING));
        } catch (IOException | InterruptedException failure) {
            program.close();
            throw failure;
        }
    }

    /// Where it listens.
    public URI address() {
        return address;
    }

    /// The number of the process.
    public long pid() {
        return program.pid();
    }

    /// What it has used so far.
    public ProcessUsage usage() {
        return program.usage();
    }

    @Override
    public void close() {
        program.close();
    }
}
