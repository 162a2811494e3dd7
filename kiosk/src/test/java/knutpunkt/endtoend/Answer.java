package knutpunkt.endtoend;

import com.fasterxml.jackson.databind.JsonNode;

/** What an HTTP request came to. */
public record Answer(int status, JsonNode body) {
    /** The body of an answer that must have this status. */
    public JsonNode expect(int wanted) {
        if (status != wanted) {
            throw new AssertionError("expected status " + wanted + ", got " + status + ": " + body);
        }
        return body;
    }
}
