package org.hypergolix.golix;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.util.List;
import java.util.Objects;

/// A JSON object with known answers in it, byte strings as hexadecimal digits.
public final class Answers {
    private final JsonObject json;

    private Answers(JsonObject json) {
        this.json = json;
    }

    public static Answers parse(String text) {
        try {
            return new Answers(JsonParser.object().from(text));
        } catch (JsonParserException malformed) {
            throw new IllegalStateException("The known answers are no JSON object.", malformed);
        }
    }

    public boolean has(String key) {
        return json.has(key);
    }

    public String text(String key) {
        return Objects.requireNonNull(json.getString(key), key);
    }

    public Bytes hex(String key) {
        return Bytes.ofHex(text(key));
    }

    public Ghid ghid(String key) {
        return Ghid.fromBytes(hex(key));
    }

    public long number(String key) {
        return Objects.requireNonNull(json.getNumber(key), key).longValue();
    }

    public boolean isTrue(String key) {
        return json.getBoolean(key);
    }

    public Answers object(String key) {
        return new Answers(Objects.requireNonNull(json.getObject(key), key));
    }

    public List<Answers> objects(String key) {
        return Objects.requireNonNull(json.getArray(key), key).stream().map(JsonObject.class::cast).map(Answers::new)
                .toList();
    }

    public List<String> texts(String key) {
        return Objects.requireNonNull(json.getArray(key), key).stream().map(String.class::cast).toList();
    }
}
