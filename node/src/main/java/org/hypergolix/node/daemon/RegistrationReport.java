package org.hypergolix.node.daemon;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hypergolix.wire.local.RelayRegistration;

/// What became of registering, as lines of fields with tabs between them. The last line is `end`, so that no answer is an
/// answer, too.
final class RegistrationReport {
    private static final String END = "end";

    private RegistrationReport() {}

    static byte[] encode(List<RelayRegistration> registrations) {
        StringBuilder text = new StringBuilder();
        for (RelayRegistration registration : registrations) {
            text.append("registration\t").append(registration.relay()).append('\t').append(registration.outcome())
                    .append('\t').append(registration.text().replaceAll("\\s+", " ")).append('\n');
        }
        return text.append(END).append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /// @throws IllegalArgumentException if it is something else
    static List<RelayRegistration> decode(byte[] encoded) {
        List<RelayRegistration> registrations = new ArrayList<>();
        for (String line : new String(encoded, StandardCharsets.UTF_8).lines().toList()) {
            String[] fields = line.split("\t", -1);
            if (line.equals(END)) {
                return registrations;
            } else if (fields.length != 4) {
                break;
            }
            registrations.add(new RelayRegistration(
                    URI.create(fields[1]), RelayRegistration.Outcome.valueOf(fields[2]), fields[3]));
        }
        throw new IllegalArgumentException("This is no report on registrations.");
    }
}
