package io.telemeter.cli.inspect;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.Verifier;
import org.jspecify.annotations.Nullable;

/// The fields of an object as people and scripts want to see them. Every object has the same keys; what does not apply or
/// is not known is null.
final class ObjectDescription {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /// Describes `object`.
    ///
    /// @param identities candidates for the author; without his, the signature stays unknown
    static ObjectDescription of(GolixObject object, List<Identity> identities) {
        return new ObjectDescription(object, identities);
    }

    /// Describes bytes that the codec refused for their digest alone: the header is right, and nothing else that they say
    /// can be believed.
    static ObjectDescription withWrongDigest(Bytes encoded, String error) {
        ObjectDescription description = new ObjectDescription();
        description.put("error", error);
        description.header(kind(encoded), encoded.at(ObjectKind.HEADER_LENGTH - 1), encoded.size());
        description.put("digest_ok", false);
        return description;
    }

    private static ObjectKind kind(Bytes encoded) {
        return Arrays.stream(ObjectKind.values())
                .filter(kind -> IntStream.range(0, kind.magic().length())
                        .allMatch(index -> kind.magic().charAt(index) == encoded.at(index)))
                .findFirst().orElseThrow();
    }

    private ObjectDescription() {}

    private void header(ObjectKind kind, int suite, int size) {
        put("kind", kind.label());
        put("magic", kind.magic());
        put("version", kind.version());
        put("suite", suite);
        put("size", size);
        put("ghid", null);
        put("digest_ok", null);
        put("signature_ok", null);
        for (String role : List.of("author", "binder", "debinder", "recipient", "target", "targets", "counter")) {
            put(role, null);
        }
        for (String rest : List.of("dynamic_ghid", "sealed_size", "signature_size")) {
            put(rest, null);
        }
    }

    private ObjectDescription(GolixObject object, List<Identity> identities) {
        header(object.kind(), object.suite().id(), object.encoded().size());
        put("ghid", object.ghid().text());
        // The codec gives out no object whose digest is wrong.
        put("digest_ok", true);
        switch (object) {
            case Identity _ -> {}
            case Container container -> {
                authored(container, identities);
                put("sealed_size", container.sealedContent().size());
            }
            case StaticBinding binding -> {
                authored(binding, identities);
                put("binder", binding.author().text());
                targets(List.of(binding.target()));
            }
            case Frame frame -> {
                authored(frame, identities);
                put("binder", frame.author().text());
                targets(frame.targets());
                put("counter", new BigInteger(Long.toUnsignedString(frame.counter())));
                put("dynamic_ghid", frame.dynamic().text());
            }
            case Debinding debinding -> {
                authored(debinding, identities);
                put("debinder", debinding.author().text());
                targets(List.of(debinding.target()));
            }
            case Request request -> {
                put("recipient", request.recipient().text());
                put("sealed_size", request.sealed().size());
            }
        }
    }

    private void authored(AuthoredObject object, List<Identity> identities) {
        put("author", object.author().text());
        put("signature_size", object.signature().size());
        Optional<Identity> author = identities.stream()
                .filter(identity -> identity.ghid().equals(object.author())).findFirst();
        author.ifPresent(identity -> put("signature_ok", Verifier.verify(object, identity).isPresent()));
    }

    private void targets(List<Ghid> targets) {
        put("target", targets.getFirst().text());
        put("targets", targets.stream().map(Ghid::text).toList());
    }

    private void put(String name, @Nullable Object value) {
        fields.put(name, value);
    }

    /// All fields in the order they are shown in; values are strings, numbers, booleans, lists of strings or null.
    Map<String, @Nullable Object> fields() {
        return fields;
    }

    /// One line for each field that applies, aligned; lists take a line an entry. What another line says already is left
    /// out.
    String text() {
        List<String> lines = new ArrayList<>();
        fields.forEach((name, value) -> {
            switch (value) {
                case null -> {
                    if (name.equals("signature_ok") && fields.get("author") != null) {
                        lines.add(line(name, "unknown (give the author's identity with --identity FILE)"));
                    }
                }
                case List<?> entries -> {
                    if (entries.size() > 1) {
                        lines.add(line(name, entries.getFirst() + "  (newest)"));
                        entries.stream().skip(1).forEach(entry -> lines.add(line("", entry)));
                    }
                }
                default -> {
                    if (!isSaidElsewhere(name)) {
                        lines.add(line(name, value));
                    }
                }
            }
        });
        return String.join("\n", lines) + "\n";
    }

    private boolean isSaidElsewhere(String name) {
        return switch (name) {
            case "author" -> fields.get("binder") != null || fields.get("debinder") != null;
            case "target" -> fields.get("targets") instanceof List<?> targets && targets.size() > 1;
            default -> false;
        };
    }

    private static String line(String name, Object value) {
        return "%-14s  %s".formatted(name.replace('_', ' '), value);
    }
}
