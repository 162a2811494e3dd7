package knutpunkt.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The hands of the test at a simulated door, by the panel's plain HTTP. */
public final class Panel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWED_NOTHING = 504;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI base;

    public Panel(int port) {
        base = URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Whether the controller answers at all. */
    public boolean isUp() {
        try {
            return send("GET", "doors", null).status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    public JsonNode door(String door) {
        return send("GET", "doors/" + door, null).expect(200);
    }

    JsonNode badges() {
        return send("GET", "badges", null).expect(200);
    }

    /** Taps a badge and gives the door's last outcome. */
    public String tap(String door, String badge, String reader) {
        return outcome(held(door, badge, reader).expect(200));
    }

    /** Taps a badge and gives the door's last outcome; empty when the reader showed nothing in time. */
    public Optional<String> tapOnce(String door, String badge, String reader) {
        Answer answer = held(door, badge, reader);
        return answer.status() == SHOWED_NOTHING ? Optional.empty() : Optional.of(outcome(answer.expect(200)));
    }

    private Answer held(String door, String badge, String reader) {
        return send("POST", "doors/" + door + "/tap", Map.of("badge", badge, "reader", reader));
    }

    private static String outcome(JsonNode door) {
        return door.path("lastOutcome").asText();
    }

    /** Holds a badge to a reader that may show nothing, as one that learns a badge does. */
    void offer(String door, String badge, String reader) {
        held(door, badge, reader);
    }

    public JsonNode open(String door) {
        return send("POST", "doors/" + door + "/open", null).expect(200);
    }

    public JsonNode close(String door) {
        return send("POST", "doors/" + door + "/close", null).expect(200);
    }

    JsonNode exitButton(String door) {
        return send("POST", "doors/" + door + "/rex", null).expect(200);
    }

    void cutPower() {
        send("POST", "power/cut", null).expect(202);
    }

    private Answer send(String method, String path, Object body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(Duration.ofSeconds(5))
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body().startsWith("{") || response.body().startsWith("[")
                            ? JSON.readTree(response.body())
                            : MissingNode.getInstance());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the panel answered", e);
        }
    }
}
