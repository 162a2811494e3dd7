package knutpunkt.asyncapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import knutpunkt.wire.session.Incoming;

/**
 * Holds messages against the AsyncAPI document that is committed: topic, quality of service, retained flag, size, signature
 * and payload must all be in it. A field that the document does not describe is a fault here, although receivers ignore it:
 * whoever writes a field describes it. Safe for use by several threads.
 */
public final class WireContract {
    /** The tests run in the module's folder. */
    static final Path FILE = Path.of("").toAbsolutePath().resolveSibling("docs").resolve("asyncapi.json");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
    private static final SchemaValidatorsConfig FORMATS_COUNT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final ObjectNode components;
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    private WireContract(JsonNode document) {
        this.document = document;
        this.components = document.path("components").deepCopy();
        components.path("schemas").forEach(WireContract::close);
    }

    /** The document that is committed. */
    public static WireContract committed() {
        try {
            return new WireContract(JSON.readTree(Files.readString(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }

    /** The names of all channels. */
    public Set<String> channels() {
        var names = new TreeSet<String>();
        document.path("channels").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Whether the broker keeps the newest of a channel. */
    public boolean keeps(String channel) {
        return binding(channel).path("retain").asBoolean();
    }

    /**
     * Checks one message as it came.
     *
     * @return the name of its channel
     * @throws AssertionError that says what the document does not allow
     */
    public String check(Incoming message) {
        String channel = channels().stream()
                .filter(name -> message.topic().matches(address(name)))
                .findFirst()
                .orElseThrow(() -> broken(message, "the document has no such topic"));
        JsonNode binding = binding(channel);
        if (message.qos() != binding.path("qos").asInt()) {
            throw broken(message, "the quality of service must be " + binding.path("qos"));
        }
        if (message.retained() && !binding.path("retain").asBoolean()) {
            throw broken(message, "it must not be retained");
        }
        JsonNode described = document.at("/components/messages/" + channel);
        if (message.payload().length > described.path("x-payload-bytes-max").asInt()) {
            throw broken(message, "it is too large");
        }
        if (message.jws().isEmpty()) {
            throw broken(message, "it has no signature");
        }
        JsonNode payload = read(message);
        require(message, described.path("payload"), payload);
        for (JsonNode body : payload.path("records")) {
            requireBody(message, body);
        }
        return channel;
    }

    private void requireBody(Incoming message, JsonNode journalRecord) {
        JsonNode schema = document.at("/components/schemas/JournalRecord/properties/body/x-body-of-kind")
                .path(journalRecord.path("kind").asText());
        if (schema.isMissingNode()) {
            throw broken(message, "kind [" + journalRecord.path("kind").asText() + "] is not described");
        }
        try {
            require(message, schema, JSON.readTree(journalRecord.path("body").asText()));
        } catch (JsonProcessingException e) {
            throw broken(message, "a record's body is not JSON");
        }
    }

    private String address(String channel) {
        String address = document.at("/channels/" + channel + "/address").asText();
        for (var parameter : document.at("/components/parameters").properties()) {
            address = address.replace(
                    "{" + parameter.getKey() + "}",
                    parameter.getValue().path("x-pattern").asText());
        }
        return address;
    }

    private JsonNode binding(String channel) {
        for (JsonNode operation : document.path("operations")) {
            if (operation.at("/channel/$ref").asText().equals("#/channels/" + channel)) {
                return operation.at("/bindings/mqtt");
            }
        }
        throw new AssertionError("channel [" + channel + "] has no operation");
    }

    private static JsonNode read(Incoming message) {
        try {
            return JSON.readTree(message.payload());
        } catch (IOException _) {
            throw broken(message, "it is not JSON");
        }
    }

    private void require(Incoming message, JsonNode schema, JsonNode value) {
        Set<ValidationMessage> faults = compiled.computeIfAbsent(schema.toString(), _ -> compile(schema))
                .validate(value);
        if (!faults.isEmpty()) {
            throw broken(
                    message, faults.stream().map(ValidationMessage::getMessage).collect(Collectors.joining("; ")));
        }
    }

    /** Each is compiled with the components beside it, so that its references lead somewhere. */
    private JsonSchema compile(JsonNode schema) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", components);
        return SCHEMAS.getSchema(root, FORMATS_COUNT);
    }

    private static AssertionError broken(Incoming message, String why) {
        return new AssertionError("[%s]: %s%n%s"
                .formatted(
                        message.topic(),
                        why,
                        Optional.of(new String(message.payload(), UTF_8))
                                .filter(text -> !text.isBlank())
                                .orElse("(empty)")));
    }
}
