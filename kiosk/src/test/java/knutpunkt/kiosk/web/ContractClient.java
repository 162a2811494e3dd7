package knutpunkt.kiosk.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The client that every HTTP test uses: whatever the service answers, with any status, is held against the OpenAPI
 * document before the test sees it. Safe for use by several threads.
 */
public final class ContractClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final String token;
    private final Contract contract;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ContractClient(URI base, String token, Contract contract) {
        this.base = base;
        this.token = token;
        this.contract = contract;
    }

    /** A client of the service at {@code base}, for example {@code http://127.0.0.1:8080}. */
    public static ContractClient of(URI base, String token) {
        return new ContractClient(base, token, Contract.shipped());
    }

    /** What the service answered. */
    public record Reply(int status, String text, HttpHeaders headers) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        /** A field of the answer, as text. */
        public String text(String field) {
            JsonNode value = json().get(field);
            if (value == null) {
                throw new AssertionError("no field [" + field + "] in " + text);
            }
            return value.asText();
        }

        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }
    }

    public Reply get(String path) {
        return send("GET", path, Optional.empty());
    }

    public Reply post(String path, String json) {
        return send("POST", path, Optional.of(json));
    }

    public Reply post(String path) {
        return send("POST", path, Optional.empty());
    }

    public Reply delete(String path) {
        return send("DELETE", path, Optional.empty());
    }

    /** Paths are given under the API, for example {@code /people?limit=1}. */
    public Reply send(String method, String path, Optional<String> json) {
        return send(method, path, json, Map.of("Authorization", "Bearer " + token));
    }

    /** With these headers only, for tests of what a wrong one does. */
    public Reply send(String method, String path, Optional<String> json, Map<String, String> headers) {
        return send(method, path, json.map(text -> text.getBytes(UTF_8)), headers, "application/json");
    }

    public Reply send(
            String method, String path, Optional<byte[]> body, Map<String, String> headers, String contentType) {
        URI uri = base.resolve(Answer.API + path);
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        request.method(
                method,
                body.map(HttpRequest.BodyPublishers::ofByteArray).orElseGet(HttpRequest.BodyPublishers::noBody));
        if (body.isPresent() && !contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        headers.forEach(request::header);
        HttpResponse<String> response = exchange(request.build());
        String sent = body.map(bytes -> new String(bytes, UTF_8)).orElse("");
        contract.check(new Contract.Exchange(
                method,
                uri.getPath(),
                sent,
                response.statusCode(),
                response.headers().firstValue("Content-Type"),
                response.headers().map(),
                response.body()));
        return new Reply(response.statusCode(), response.body(), response.headers());
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
