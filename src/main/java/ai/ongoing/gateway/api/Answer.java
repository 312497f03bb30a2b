package ai.ongoing.gateway.api;

import ai.ongoing.gateway.http.ErrorBody;
import ai.ongoing.gateway.http.Json;
import ai.ongoing.gateway.http.JsonObject;
import java.util.Map;
import java.util.function.Consumer;

/** What the API says to one request, whole; it knows nothing of the server that sends it. */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked of a body
record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {

    static final String RETRY_AFTER_SECONDS = "1";

    /** 200 with one JSON object. */
    static Answer ok(Consumer<JsonObject> fields) {
        return json(200, fields);
    }

    static Answer json(int status, Consumer<JsonObject> fields) {
        return new Answer(status, ErrorBody.JSON_TYPE, Map.of(), Json.object(fields));
    }

    /** A refusal in the API's form, {@code {"error":"..."}}. */
    static Answer error(int status, String message) {
        return new Answer(status, ErrorBody.JSON_TYPE, Map.of(), ErrorBody.json(message));
    }

    /** 503 with the time after which another try is worth it. */
    static Answer unavailable(String message) {
        return error(503, message).with("Retry-After", RETRY_AFTER_SECONDS);
    }

    /** A path that leads nowhere; plain text, as any web server would say it. */
    static Answer notFound() {
        return new Answer(
                404,
                ErrorBody.TEXT_TYPE,
                Map.of("X-Content-Type-Options", "nosniff"),
                ErrorBody.text("404 page not found"));
    }

    static Answer methodNotAllowed() {
        return error(405, "method not allowed").with("Allow", "GET, HEAD, OPTIONS");
    }

    static Answer text(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, Map.of(), body);
    }

    /** The same answer with one more header. */
    Answer with(String name, String value) {
        Map<String, String> more = new java.util.LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, Map.copyOf(more), body);
    }
}
