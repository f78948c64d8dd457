package io.telemeter.it.compatibility;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.telemeter.it.relay.SharedVectors;
import io.telemeter.testkit.TestIdentities;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.codec.Draft;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.PrivateKeys;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.suite.PrivateKeySet;
import org.hypergolix.golix.suite.Suite;

/// Application objects and requests of suite 1 whose keys and contents are known: those that the original made, where they
/// are, and those of this repository, which have the same form.
///
/// @param owner of the objects
public record ObjectVectors(PrivateIdentity owner, List<Dispatchable> objects, List<KnownRequest> requests) {
    private static final String OWN = "own-objects.json";

    /// An application object: its binding and its newest container.
    ///
    /// @param plaintext what the container holds
    public record Dispatchable(String name, Ghid address, Bytes apiId, AuthoredObject binding, Container container,
            Secret secret, Bytes plaintext) {}

    /// A request, who can open it, and what it says.
    public record KnownRequest(String name, Request request, Identity author, PrivateIdentity recipient,
            RequestContent content) {}

    /// Skips the test where they are missing.
    public static ObjectVectors ofTheOriginal() throws IOException, JsonParserException, MalformedObjectException {
        JsonObject keys = object(read("account_bootstrap"), "identity_private");
        PrivateIdentity owner = restore(hex(keys, "signature"), hex(keys, "encryption"), hex(keys, "exchange"));
        JsonObject identities = read("identities");
        List<KnownRequest> requests = new ArrayList<>();
        for (JsonObject json : objects(read("golix_objects"), "objects")) {
            if (text(json, "name").startsWith("garq")) {
                requests.add(request(json,
                        identity(object(identities, text(json, "author"))).identity(),
                        identity(object(identities, text(json, "recipient_name")))));
            }
        }
        return new ObjectVectors(owner, dispatchables(read("dispatchables")), List.copyOf(requests));
    }

    /// Those of this repository; the owner is test identity 0, of the requests each says who.
    public static ObjectVectors ofThisProject() throws IOException, JsonParserException, MalformedObjectException {
        try (InputStream stream = Objects.requireNonNull(ObjectVectors.class.getResourceAsStream(OWN), OWN)) {
            JsonObject all = JsonParser.object().from(stream);
            List<KnownRequest> requests = new ArrayList<>();
            for (JsonObject json : objects(all, "requests")) {
                requests.add(request(json,
                        TestIdentities.of(CipherSuite.SUITE_1, json.getInt("author")).identity(),
                        TestIdentities.of(CipherSuite.SUITE_1, json.getInt("recipient"))));
            }
            return new ObjectVectors(TestIdentities.of(CipherSuite.SUITE_1, 0), dispatchables(all),
                    List.copyOf(requests));
        }
    }

    private static JsonObject read(String name) throws IOException, JsonParserException {
        return JsonParser.object().from(Files.readString(SharedVectors.path("reference/" + name + ".json")));
    }

    private static List<Dispatchable> dispatchables(JsonObject json) throws MalformedObjectException {
        List<Dispatchable> found = new ArrayList<>();
        for (JsonObject one : objects(json, "objects")) {
            found.add(new Dispatchable(text(one, "name"), Ghid.fromBytes(hex(one, "ghid")), hex(one, "api_id"),
                    (AuthoredObject) GolixCodec.decode(hex(one, "binding")),
                    (Container) GolixCodec.decode(hex(one, "container")),
                    Secret.decode(hex(object(one, "container_secret"), "hex")), hex(one, "plaintext")));
        }
        return List.copyOf(found);
    }

    private static KnownRequest request(JsonObject json, Identity author, PrivateIdentity recipient)
            throws MalformedObjectException {
        Ghid target = Ghid.fromBytes(hex(json, "target"));
        RequestContent content = switch (text(json, "kind")) {
            case "HS" -> new RequestContent.ShareOffer(target, Secret.decode(hex(object(json, "secret"), "hex")), 0);
            case "AK" -> new RequestContent.ShareAccepted(target, json.getInt("status"));
            case "NK" -> new RequestContent.ShareDeclined(target, json.getInt("status"));
            default -> throw new AssertionError(text(json, "kind"));
        };
        return new KnownRequest(text(json, "name"), (Request) GolixCodec.decode(hex(json, "hex")), author, recipient,
                content);
    }

    private static PrivateIdentity identity(JsonObject json) throws MalformedObjectException {
        return restore(hex(json, "signature_private_pkcs8_der"), hex(json, "encryption_private_pkcs8_der"),
                hex(json, "exchange_private_raw32"));
    }

    private static PrivateIdentity restore(Bytes signature, Bytes encryption, Bytes exchange)
            throws MalformedObjectException {
        Identity identity;
        try (PrivateKeySet keys = Suite.of(CipherSuite.SUITE_1).restoreKeys(signature, encryption, exchange)) {
            identity = Draft.identity(CipherSuite.SUITE_1, keys.publicSignatureKey(), keys.publicEncryptionKey(),
                    keys.publicExchangeKey()).complete(Bytes.EMPTY);
        }
        return PrivateIdentity.restore(identity, new PrivateKeys(signature, encryption, exchange), new SecureRandom());
    }

    private static List<JsonObject> objects(JsonObject json, String key) {
        return Objects.requireNonNull(json.getArray(key), key).stream().map(JsonObject.class::cast).toList();
    }

    private static JsonObject object(JsonObject json, String key) {
        return Objects.requireNonNull(json.getObject(key), key);
    }

    private static Bytes hex(JsonObject json, String key) {
        return Bytes.ofHex(text(json, key));
    }

    private static String text(JsonObject json, String key) {
        return Objects.requireNonNull(json.getString(key), key);
    }
}
