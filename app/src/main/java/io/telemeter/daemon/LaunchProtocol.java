package io.telemeter.daemon;

import java.util.Optional;

/// What a detached program and the one that started it say to each other: the environment carries a word nobody else
/// knows, and each line of the program's standard output that begins with it is a message. Other lines are ordinary
/// output, such as a warning of the Java machine.
///
/// @param token
///            the word: letters and digits
record LaunchProtocol(String token) {

    /// The internal marker of a detached program.
    static final String VARIABLE = "TELEMETER_DETACHED";

    static final int MOST_LINE_CHARACTERS = 2_000;

    enum Verb {
        /// A line for the user.
        SAY,
        /// Runs; the text is the pid.
        READY,
        /// Cannot run; the text is the reason.
        FAILED
    }

    record Message(Verb verb, String text) {}

    String encode(Verb verb, String text) {
        String line = text.replaceAll("[\r\n]+", " ");
        return token + " " + verb + " " + line.substring(0, Math.min(line.length(), MOST_LINE_CHARACTERS)) + "\n";
    }

    Optional<Message> decode(String line) {
        for (Verb verb : Verb.values()) {
            String beginning = token + " " + verb + " ";
            if (line.startsWith(beginning)) {
                return Optional.of(new Message(verb, line.substring(beginning.length())));
            }
        }
        return Optional.empty();
    }
}
