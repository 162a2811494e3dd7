package knutpunkt.wire.asyncapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Name;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.message.WireJson;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.SessionSettings;

/**
 * What travels between a site's controllers and its service, as an AsyncAPI 3.0 document: channels from the table, with
 * their operations as the service sees them, and messages from their records. The same at every call.
 */
public final class AsyncApiDocument {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String BINDING_VERSION = "0.2.0";
    private static final String SERVER = "broker";
    private static final String CERTIFICATE = "certificate";
    private static final String SIGNATURE = "signature";
    private static final String ID = "Matches " + Name.VALID.pattern() + ".";

    private AsyncApiDocument() {}

    /** JSON, each value on its line, with a line feed at its end. */
    public static String text() {
        var schemas = new Schemas();
        ObjectNode document = JSON.objectNode().put("asyncapi", "3.0.0");
        document.set("info", info());
        document.put("defaultContentType", "application/json");
        document.putObject("servers").set(SERVER, server());
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode messages = JSON.objectNode();
        for (Channel channel : Channel.values()) {
            String name = name(channel);
            messages.set(name, message(channel, schemas));
            channels.set(name, channel(channel));
            operations.set(verb(channel) + capital(name), operation(channel));
        }
        bodies(schemas);
        ObjectNode components = document.putObject("components");
        components.set("messages", messages);
        components.set("parameters", parameters());
        components.set("securitySchemes", securitySchemes());
        ObjectNode all = schemas.all();
        all.set(SIGNATURE, signature());
        components.set("schemas", all);
        return written(document);
    }

    private static ObjectNode info() {
        return JSON.objectNode()
                .put("title", "Knutpunkt: between controllers and the service")
                .put("version", "1")
                .put(
                        "description",
                        "What the controllers of a site and its service say to each other. Operations are the service's."
                                + " Every message is signed by its sender, in the user property jws. Fields that are not"
                                + " described here are ignored; one that is described and not required is left out when"
                                + " there is nothing to say, and is never null. Names of people are in none of them.")
                .set("license", JSON.objectNode().put("name", "Apache-2.0"));
    }

    private static ObjectNode server() {
        ObjectNode server = JSON.objectNode()
                .put("host", "{host}:{port}")
                .put("protocol", "secure-mqtt")
                .put("protocolVersion", "5.0")
                .put(
                        "description",
                        "The site's broker: the one inside the service, or Mosquitto. TLS 1.3 with certificates of the"
                                + " site's own authority on both sides; a client's common name is its client id, and says"
                                + " which topics are its own. Sessions start clean and end with their connection.");
        ObjectNode variables = server.putObject("variables");
        variables.putObject("host").put("description", "A name or address that is in the broker's certificate.");
        variables.putObject("port").put("description", "As it is configured.").put("default", "8883");
        server.putArray("security").add(reference("securitySchemes", CERTIFICATE));
        ObjectNode mqtt = server.putObject("bindings").putObject("mqtt");
        mqtt.put("cleanSession", true)
                .put("keepAlive", SessionSettings.KEEP_ALIVE.toSeconds())
                .put("sessionExpiryInterval", 0);
        mqtt.putObject("lastWill")
                .put("topic", Topic.template(Channel.STATE))
                .put("qos", Channel.STATE.qos())
                .put("message", "A controller's state with the status offline, signed; the service leaves none.")
                .put("retain", Channel.STATE.retained());
        mqtt.put("bindingVersion", BINDING_VERSION);
        return server;
    }

    private static ObjectNode channel(Channel channel) {
        String name = name(channel);
        ObjectNode node =
                JSON.objectNode().put("address", Topic.template(channel)).put("description", description(channel));
        node.putObject("messages").set(name, reference("messages", name));
        ObjectNode parameters = node.putObject("parameters");
        parameters.set("site", reference("parameters", "site"));
        parameters.set("controller", reference("parameters", "controller"));
        return node;
    }

    private static ObjectNode operation(Channel channel) {
        String name = name(channel);
        ObjectNode node = JSON.objectNode().put("action", verb(channel));
        node.putObject("channel").put("$ref", "#/channels/" + name);
        ObjectNode mqtt = node.putObject("bindings").putObject("mqtt");
        mqtt.put("qos", channel.qos()).put("retain", channel.retained());
        Courier.expiry(channel).ifPresent(expiry -> mqtt.put("messageExpiryInterval", expiry.toSeconds()));
        mqtt.put("bindingVersion", BINDING_VERSION);
        node.putArray("messages").addObject().put("$ref", "#/channels/" + name + "/messages/" + name);
        return node;
    }

    private static ObjectNode message(Channel channel, Schemas schemas) {
        Class<?> type = MessageCodec.typeOf(channel);
        ObjectNode node = JSON.objectNode()
                .put("name", name(channel))
                .put("title", type.getSimpleName())
                .put("description", description(channel))
                .put("contentType", "application/json");
        ObjectNode headers = node.putObject("headers").put("type", "object");
        headers.putObject("properties").set("jws", reference("schemas", SIGNATURE));
        headers.putArray("required").add("jws");
        node.set("payload", schemas.refer(type));
        return node.put("x-payload-bytes-max", channel.bytesMax());
    }

    private static String description(Channel channel) {
        Class<?> type = MessageCodec.typeOf(channel);
        return Schemas.description(type)
                .orElseThrow(() -> new IllegalStateException(
                        "message type [" + type.getSimpleName() + "] must say what it is, in a JsonClassDescription"));
    }

    /** A record's body is text, as its bytes are hashed; the kind beside it says what is in that text. */
    private static void bodies(Schemas schemas) {
        ObjectNode body = (ObjectNode) schemas.schema(JournalRecord.class).at("/properties/body");
        body.put("contentMediaType", "application/json");
        body.put(
                "description",
                "JSON, as text: its bytes are what the record's hash holds. What it is, the kind says; a kind that is not"
                        + " known is kept as it is. Salt and body are left out together once they are forgotten, and"
                        + " contentHash stands for them.");
        ObjectNode kinds = body.putObject("x-body-of-kind");
        EventCodec.types().forEach((kind, type) -> kinds.set(kind, schemas.refer(type)));
    }

    private static ObjectNode signature() {
        return JSON.objectNode()
                .put("type", "string")
                .put(
                        "description",
                        "The sender's signature: a detached compact JWS (header..signature, RFC 7515) with EdDSA over"
                                + " Ed25519, over the exact payload bytes. Its protected header has alg, iss (service, or"
                                + " the controller's id), site and topic, and nothing else. A message without it, or with"
                                + " another, is refused.");
    }

    private static ObjectNode parameters() {
        ObjectNode parameters = JSON.objectNode();
        parameters.putObject("site").put("description", "The site's id. " + ID).put("x-pattern", Name.VALID.pattern());
        parameters
                .putObject("controller")
                .put("description", "The controller's id, which is its certificate's common name. " + ID)
                .put("x-pattern", Name.VALID.pattern());
        return parameters;
    }

    private static ObjectNode securitySchemes() {
        ObjectNode schemes = JSON.objectNode();
        schemes.putObject(CERTIFICATE)
                .put("type", "X509")
                .put("description", "A certificate of the site's own authority, as enrolling makes it.");
        return schemes;
    }

    private static String verb(Channel channel) {
        return switch (channel.sender()) {
            case SERVICE -> "send";
            case CONTROLLER -> "receive";
        };
    }

    /** Of the channel's path, as a name: {@code accessWant}. */
    private static String name(Channel channel) {
        String[] levels = channel.path().split("/", -1);
        return levels[0]
                + Arrays.stream(levels, 1, levels.length)
                        .map(AsyncApiDocument::capital)
                        .collect(Collectors.joining());
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static ObjectNode reference(String place, String name) {
        return JSON.objectNode().put("$ref", "#/components/" + place + "/" + name);
    }

    private static String written(ObjectNode document) {
        var lines = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        try {
            return WireJson.mapper().writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }
}
