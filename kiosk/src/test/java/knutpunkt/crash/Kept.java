package knutpunkt.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;

/**
 * A record as it was found on a disk, at a controller or in the service's log.
 *
 * @param number its place in what it was found in
 * @param body what happened, as JSON
 */
record Kept(long number, String journal, long sequence, String kind, Instant at, String hash, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Kept of(long number, String journal, long sequence, String kind, long atMillis, String hash, String body) {
        try {
            return new Kept(number, journal, sequence, kind, Instant.ofEpochMilli(atMillis), hash, JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "record [" + journal + "/" + sequence + "] has a body that is not JSON", e);
        }
    }

    /** Whether somebody was let in, or held a badge to go out. */
    boolean isGrant() {
        return kind.equals("granted") || kind.equals("exit-read");
    }

    boolean isPassage() {
        return kind.equals("passage");
    }

    boolean isGap() {
        return kind.equals("gap");
    }

    String point() {
        return body.path("point").asText();
    }

    Optional<String> person() {
        return body.path("person").isTextual() ? Optional.of(body.path("person").asText()) : Optional.empty();
    }

    String name() {
        return "record " + journal + "/" + sequence + " (" + kind + " at " + at + ")";
    }
}
