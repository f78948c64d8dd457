package io.telemeter.cli.object;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.ObjectSummary;

/// A list of objects, for people and for scripts.
final class ObjectTable {
    private static final int SHORT_API = 16;

    private ObjectTable() {}

    /// A line for each object, in columns.
    static List<String> lines(List<ObjectSummary> objects, Ghid account) {
        return objects.stream().map(object -> "%s  %-8s  %-7s  %-19s  %9s%s".formatted(
                object.address().text(), role(object, account), kind(object), api(object.apiId()),
                size(object.size()), notes(object))).toList();
    }

    private static String role(ObjectSummary object, Ghid account) {
        return object.binder().equals(account) ? "own" : object.followed() ? "followed" : "known";
    }

    private static String kind(ObjectSummary object) {
        return object.dynamic() ? "dynamic" : "static";
    }

    private static String api(ApiId api) {
        if (api.equals(ApiId.BYTES)) {
            return "bytes";
        }
        return api.equals(ApiId.JSON) ? "json" : api.bytes().hex().substring(0, SHORT_API) + "...";
    }

    private static String size(int bytes) {
        return bytes < 10 * 1024 ? bytes + " B" : (bytes + 1023) / 1024 + " KiB";
    }

    private static String notes(ObjectSummary object) {
        String waiting = object.waitingFor().stream().map(URI::toString).collect(Collectors.joining(" "));
        return (object.isPrivate() ? "  private" : "")
                + (object.stale() ? "  a newer state cannot be read: ask for it to be shared again" : "")
                + (waiting.isEmpty() ? "" : "  waits for " + waiting);
    }

    /// One array.
    static String json(List<ObjectSummary> objects, Ghid account) {
        JsonArray array = new JsonArray();
        for (ObjectSummary object : objects) {
            JsonArray waiting = new JsonArray();
            object.waitingFor().forEach(relay -> waiting.add(relay.toString()));
            array.add(JsonObject.builder().value("address", object.address().text())
                    .value("role", role(object, account)).value("owner", object.binder().text())
                    .value("kind", kind(object)).value("api_id", object.apiId().bytes().hex())
                    .value("private", object.isPrivate()).value("size", object.size())
                    .value("stale", object.stale()).array("waiting_for", waiting).done());
        }
        return JsonWriter.string(array);
    }
}
