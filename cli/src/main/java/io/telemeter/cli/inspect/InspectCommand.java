package io.telemeter.cli.inspect;

import com.grack.nanojson.JsonWriter;
import io.telemeter.console.FailureText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hypergolix inspect`: prints what one object is.
@Command(name = "inspect", mixinStandardHelpOptions = true,
        description = {
                "Prints what a Golix object is: kind, suite, address, who made it, what it points to, and whether"
                        + " its digest and, with the author's identity given, its signature hold.",
                "Exit code 0: an object; 1: malformed or unreadable, with the reason on one line; 2: wrong usage."})
public final class InspectCommand implements Callable<Integer> {

    /// The most that is read; a relay takes no message larger than 10 MiB.
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    @Option(names = "--identity", paramLabel = "FILE",
            description = "An identity to check the signature with. May be given several times.")
    private List<Path> identityFiles = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object; unknown values are null.")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "The file that holds the object; - reads standard input.")
    private String file = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<Identity> identities = identityFiles.stream().map(this::identity).toList();
        Bytes encoded;
        try {
            encoded = read(file);
        } catch (IOException unreadable) {
            return fail(Map.of("error", "Cannot read " + file + ": " + FailureText.reason(unreadable) + "."));
        }
        try {
            ObjectDescription description = ObjectDescription.of(GolixCodec.decode(encoded), identities);
            System.out.print(json ? JsonWriter.string(description.fields()) + "\n" : description.text());
            return 0;
        } catch (MalformedObjectException malformed) {
            return fail(malformed.isDigestMismatch()
                    ? ObjectDescription.withWrongDigest(encoded, malformed.getMessage()).fields()
                    : Map.of("error", malformed.getMessage()));
        }
    }

    private int fail(Map<String, @Nullable Object> fields) {
        if (json) {
            System.out.println(JsonWriter.string(fields));
        } else {
            System.err.println("hypergolix inspect: " + fields.get("error"));
        }
        return 1;
    }

    private Identity identity(Path path) {
        String problem;
        try {
            if (GolixCodec.decode(read(path.toString())) instanceof Identity identity) {
                return identity;
            }
            problem = "it holds another kind of object";
        } catch (MalformedObjectException malformed) {
            problem = malformed.getMessage();
        } catch (IOException unreadable) {
            problem = FailureText.reason(unreadable);
        }
        throw new ParameterException(spec().commandLine(), "--identity " + path + " is no identity: " + problem);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command runs only through its command line.");
        }
        return spec;
    }

    private static Bytes read(String file) throws IOException {
        try (InputStream input = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = input.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it is larger than 16 MiB, and no object is");
            }
            return Bytes.owning(bytes);
        }
    }
}
