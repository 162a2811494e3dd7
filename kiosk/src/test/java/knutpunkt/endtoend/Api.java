package knutpunkt.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.web.ContractClient;

/** The service's API as an administrator's program uses it; every answer is held against the OpenAPI document. */
public final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 200;

    private final ContractClient client;

    Api(int port, String token) {
        client = ContractClient.of(URI.create("http://127.0.0.1:" + port), token);
    }

    public boolean isUp() {
        try {
            return get("doors").status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    public Answer get(String path) {
        return answer(client.get("/" + path));
    }

    Answer post(String path, Object body) {
        try {
            return answer(client.post("/" + path, JSON.writeValueAsString(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a body must have a JSON form", e);
        }
    }

    /** A request that says all with its path. */
    public Answer post(String path) {
        return answer(client.send("POST", "/" + path, Optional.empty()));
    }

    /** The whole log, page by page. */
    public List<JsonNode> everyEvent() {
        var events = new ArrayList<JsonNode>();
        String cursor = "0";
        while (true) {
            JsonNode page = get("events?limit=" + PAGE + "&cursor=" + cursor).expect(200);
            page.path("events").forEach(events::add);
            if (page.path("events").size() < PAGE) {
                return events;
            }
            cursor = page.path("cursor").asText();
        }
    }

    private static Answer answer(ContractClient.Reply reply) {
        return new Answer(reply.status(), reply.text().isBlank() ? MissingNode.getInstance() : reply.json());
    }

    @Override
    public void close() {
        client.close();
    }
}
