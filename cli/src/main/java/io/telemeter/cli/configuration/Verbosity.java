package io.telemeter.cli.configuration;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How much a service writes to its log, by the words of the configuration and those of `config --verbosity`.
public enum Verbosity {
    ERROR("quiet"),
    WARNING("normal"),
    INFO("loud"),
    DEBUG("louder"),
    /// More than debug: everything there is.
    SHOUTY("shouty"),
    /// The same; the original said more of its event loop then, and here is none.
    EXTREME("extreme");

    private final String nickname;

    Verbosity(String nickname) {
        this.nickname = nickname;
    }

    /// The least that is written.
    public Level level() {
        return switch (this) {
            case ERROR -> Level.ERROR;
            case WARNING -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case SHOUTY, EXTREME -> Level.ALL;
        };
    }

    /// The word of the configuration.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The verbosity of a word of the configuration, in whatever case.
    static Optional<Verbosity> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word().equalsIgnoreCase(word)).findFirst();
    }

    /// The same, or of its nickname on the command line.
    public static Optional<Verbosity> ofAny(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equalsIgnoreCase(word) || value.nickname.equalsIgnoreCase(word))
                .findFirst();
    }
}
