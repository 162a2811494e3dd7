package knutpunkt.kiosk.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import knutpunkt.wire.message.WireJson;

/** Sends a value as JSON: records become objects, empty optionals are left out, times are ISO 8601. */
public final class Answer {
    /** Where the API's paths start. */
    public static final String API = "/api/v1";

    private Answer() {}

    public static void ok(ServerResponse response, Object value) {
        send(response, Status.OK_200, value);
    }

    /** The work goes on: the value says where to ask for its end. */
    public static void accepted(ServerResponse response, String path, Object value) {
        response.header(HeaderNames.LOCATION, API + path);
        send(response, Status.ACCEPTED_202, value);
    }

    /**
     * Something new is there.
     *
     * @param path of the new thing, under {@link #API}
     */
    public static void created(ServerResponse response, String path, Object value) {
        response.header(HeaderNames.LOCATION, API + path);
        send(response, Status.CREATED_201, value);
    }

    private static void send(ServerResponse response, Status status, Object value) {
        try {
            byte[] json = WireJson.mapper().writeValueAsBytes(value);
            response.status(status);
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer must have a JSON form: " + value.getClass(), e);
        }
    }
}
