package knutpunkt.asyncapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.asyncapi.AsyncApiDocument;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.SampleMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AsyncApiDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireContract contract = WireContract.committed();

    @Test
    void theCommittedDocumentIsWhatTheProgramPrints() throws IOException {
        assertThat(Files.readString(WireContract.FILE))
                .as("write it anew: java -jar kiosk/target/knutpunkt-kiosk.jar asyncapi --to docs/asyncapi.json")
                .isEqualTo(AsyncApiDocument.text());
    }

    @Test
    void itIsAnAsyncApiDocumentBySpecification() throws IOException {
        assertThat(specification().validate(JSON.readTree(AsyncApiDocument.text())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "\"action\" : \"send\", \"action\" : \"say\"",
        "\"address\" :, \"adress\" :",
        "\"qos\" : 1, \"qos\" : 3",
        "\"type\" : \"boolean\", \"type\" : \"bool\""
    })
    void whatIsNotAsTheSpecificationSaysIsFound(String right, String wrong) throws IOException {
        String broken = AsyncApiDocument.text().replaceFirst(right, wrong);

        assertThat(broken).isNotEqualTo(AsyncApiDocument.text());
        assertThat(specification().validate(JSON.readTree(broken))).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = JSON.readTree(AsyncApiDocument.text());

        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everyChannelOfTheTableIsInIt() {
        assertThat(contract.channels()).hasSameSizeAs(Channel.values());
        assertThat(Arrays.stream(Channel.values())
                        .map(channel -> contract.check(sample(channel)))
                        .collect(Collectors.toSet()))
                .isEqualTo(contract.channels());
    }

    @Test
    void everyKindOfRecordIsInIt() throws IOException {
        JsonNode kinds = JSON.readTree(AsyncApiDocument.text())
                .at("/components/schemas/JournalRecord/properties/body/x-body-of-kind");

        assertThat(kinds.fieldNames()).toIterable().containsExactlyElementsOf(EventCodec.kinds());
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aMessageWithoutOneOfItsFieldsOrWithAnotherTypeIsFound(Channel channel) throws IOException {
        Incoming sample = sample(channel);
        JsonNode whole = JSON.readTree(sample.payload());
        var optional = Set.of("health", "point", "echo", "nonce", "authority", "request", "certificate");

        for (var field : whole.properties()) {
            ObjectNode wrong = whole.deepCopy();
            wrong.set(
                    field.getKey(),
                    field.getValue().isTextual()
                            ? JSON.getNodeFactory().numberNode(7)
                            : JSON.getNodeFactory().textNode("seven"));
            assertThatThrownBy(() -> contract.check(with(sample, wrong)))
                    .as("[%s] is of another type", field.getKey())
                    .isInstanceOf(AssertionError.class);
            if (!optional.contains(field.getKey())) {
                ObjectNode without = whole.deepCopy();
                without.remove(field.getKey());
                assertThatThrownBy(() -> contract.check(with(sample, without)))
                        .as("[%s] is missing", field.getKey())
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void aFieldThatNobodyDescribedAndAWrongWayToSendAreFound() {
        Incoming good = sample(Channel.LEASE);
        String more = new String(good.payload(), UTF_8).replaceFirst("\\{", "{\"name\":\"Anna\",");

        assertBroken(new Incoming(good.topic(), more.getBytes(UTF_8), good.jws(), 0, false), "name");
        assertBroken(new Incoming(good.topic(), good.payload(), good.jws(), 1, false), "quality of service");
        assertBroken(new Incoming(good.topic(), good.payload(), good.jws(), 0, true), "retained");
        assertBroken(new Incoming(good.topic(), good.payload(), Optional.empty(), 0, false), "signature");
        assertBroken(new Incoming(good.topic() + "/more", good.payload(), good.jws(), 0, false), "topic");
        assertBroken(
                new Incoming(good.topic(), new byte[Channel.LEASE.bytesMax() + 1], good.jws(), 0, false), "too large");
    }

    @Test
    void aRecordWhoseBodyIsNotOfItsKindIsFound() {
        Incoming good = sample(Channel.EVENTS);
        String body = new String(good.payload(), UTF_8);

        assertBroken(with(good, body.replace("\\\"door\\\"", "\\\"dor\\\"")), "door");
        assertBroken(with(good, body.replace("\"kind\":\"closed\"", "\"kind\":\"melted\"")), "melted");
    }

    private void assertBroken(Incoming message, String why) {
        assertThatThrownBy(() -> contract.check(message))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    private static Incoming sample(Channel channel) {
        return new Incoming(
                new Topic(new SiteId("demo"), new ControllerId("c1"), channel).text(),
                MessageCodec.encode(SampleMessages.of(channel)),
                Optional.of("header..signature"),
                channel.qos(),
                channel.retained());
    }

    private static Incoming with(Incoming message, JsonNode payload) {
        return with(message, payload.toString());
    }

    private static Incoming with(Incoming message, String payload) {
        return new Incoming(message.topic(), payload.getBytes(UTF_8), message.jws(), message.qos(), message.retained());
    }

    private static JsonSchema specification() throws IOException {
        try (InputStream in = AsyncApiDocumentTest.class.getResourceAsStream("/asyncapi/asyncapi-3.0.0-schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(JSON.readTree(in));
        }
    }
}
