package knutpunkt.kiosk.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds answers against the OpenAPI document: path, method, status, content type, body and required headers must all be
 * in it. Outside the document only a refusal is right.
 */
public final class Contract {
    private static final Set<Integer> OUTSIDE = Set.of(400, 401, 404, 405, 421);
    private static final String PROBLEM = "application/problem+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document;
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    private Contract(JsonNode document) {
        this.document = document;
    }

    /** The document that ships. */
    public static Contract shipped() {
        try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
            return of(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Contract of(String yaml) {
        try {
            return new Contract(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a document", e);
        }
    }

    /** An exchange as the wire saw it; the path without its query, the body empty where there was none. */
    public record Exchange(
            String method,
            String path,
            String requestBody,
            int status,
            Optional<String> contentType,
            Map<String, List<String>> headers,
            String body) {}

    /**
     * Checks one exchange.
     *
     * @throws AssertionError that says what the document does not allow
     */
    public void check(Exchange exchange) {
        if (!exchange.path().startsWith(Answer.API)) {
            return;
        }
        Optional<JsonNode> operation = operation(exchange);
        if (operation.isEmpty()) {
            if (!OUTSIDE.contains(exchange.status())) {
                throw broken(exchange, "the document has no such path and method");
            }
            requireBody(exchange, PROBLEM, reference("Problem"));
            return;
        }
        JsonNode response = resolved(operation.get().path("responses").path(Integer.toString(exchange.status())));
        if (response.isMissingNode()) {
            throw broken(exchange, "the document has no such status there");
        }
        requireHeaders(exchange, response);
        JsonNode content = response.path("content");
        String type = exchange.contentType().orElse("none").split(";", 2)[0].strip();
        if (!content.has(type)) {
            throw broken(exchange, "the document has no content of type [" + type + "] there");
        }
        if (type.endsWith("json")) {
            requireBody(exchange, type, content.path(type).path("schema"));
        }
        if (exchange.status() < 300) {
            requireRequest(exchange, operation.get());
        }
    }

    private Optional<JsonNode> operation(Exchange exchange) {
        String path = exchange.path().substring(Answer.API.length());
        // A literal path such as /badges/learn goes before the template /badges/{id}, as OpenAPI says.
        JsonNode literal = document.path("paths").path(path);
        if (!literal.isMissingNode()) {
            return method(literal, exchange);
        }
        for (var field : document.path("paths").properties()) {
            if (path.matches(field.getKey().replaceAll("\\{[^}]+}", "[^/]+"))) {
                return method(field.getValue(), exchange);
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> method(JsonNode path, Exchange exchange) {
        return Optional.ofNullable(path.get(exchange.method().toLowerCase(Locale.ROOT)));
    }

    private void requireHeaders(Exchange exchange, JsonNode response) {
        for (var header : response.path("headers").properties()) {
            boolean there = exchange.headers().keySet().stream().anyMatch(header.getKey()::equalsIgnoreCase);
            if (header.getValue().path("required").asBoolean() && !there) {
                throw broken(exchange, "header [" + header.getKey() + "] is missing");
            }
        }
    }

    private void requireRequest(Exchange exchange, JsonNode operation) {
        JsonNode schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        if (!schema.isMissingNode()) {
            requireValid(exchange, "request", schema, exchange.requestBody());
        }
    }

    private void requireBody(Exchange exchange, String type, JsonNode schema) {
        if (!exchange.contentType().orElse("none").startsWith(type)) {
            throw broken(exchange, "the content type must be [" + type + "]");
        }
        requireValid(exchange, "response", schema, exchange.body());
    }

    private void requireValid(Exchange exchange, String what, JsonNode schema, String body) {
        JsonNode value;
        try {
            value = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw broken(exchange, "the " + what + " is not JSON");
        }
        List<String> faults = new ArrayList<>();
        for (ValidationMessage message : compiled(schema).validate(value)) {
            faults.add(message.getMessage());
        }
        if (!faults.isEmpty()) {
            throw broken(exchange, "the " + what + " is not as documented: " + String.join("; ", faults));
        }
    }

    /** Each schema is compiled with the components beside it, so that its references lead somewhere. */
    private JsonSchema compiled(JsonNode schema) {
        return compiled.computeIfAbsent(schema.toString(), _ -> {
            ObjectNode root = schema.deepCopy();
            root.set("components", document.path("components"));
            return SCHEMAS.getSchema(root, config());
        });
    }

    private static SchemaValidatorsConfig config() {
        return SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : document.at(reference.textValue().substring(1));
    }

    private static JsonNode reference(String schema) {
        return JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    }

    private static AssertionError broken(Exchange exchange, String why) {
        return new AssertionError("%s %s answered %d: %s%n%s"
                .formatted(exchange.method(), exchange.path(), exchange.status(), why, exchange.body()));
    }
}
