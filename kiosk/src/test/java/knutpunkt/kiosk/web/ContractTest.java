package knutpunkt.kiosk.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractTest {
    private final Contract contract = Contract.of("""
            paths:
              /things:
                post:
                  requestBody:
                    content:
                      application/json:
                        schema:
                          $ref: "#/components/schemas/Thing"
                  responses:
                    "201":
                      headers:
                        Location:
                          required: true
                      content:
                        application/json:
                          schema:
                            $ref: "#/components/schemas/Thing"
                    "404":
                      $ref: "#/components/responses/Gone"
            components:
              responses:
                Gone:
                  content:
                    application/problem+json:
                      schema:
                        $ref: "#/components/schemas/Problem"
              schemas:
                Problem:
                  type: object
                  required: [status]
                Thing:
                  type: object
                  additionalProperties: false
                  required: [name, at]
                  properties:
                    name:
                      type: string
                    at:
                      type: string
                      format: date-time
            """);

    private static final String THING = "{\"name\":\"a\",\"at\":\"2026-11-22T12:00:00Z\"}";

    @Test
    void whatIsDocumentedPasses() {
        assertThatCode(() -> contract.check(answer(201, "application/json", THING)))
                .doesNotThrowAnyException();
    }

    @Test
    void anUndocumentedStatusFails() {
        assertThatThrownBy(() -> contract.check(answer(200, "application/json", THING)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no such status");
    }

    @Test
    void aBodyWithoutARequiredFieldFails() {
        assertThatThrownBy(() -> contract.check(answer(201, "application/json", "{\"name\":\"a\"}")))
                .hasMessageContaining("'at'");
    }

    @Test
    void aBodyWithAFieldTooManyFails() {
        String body = THING.replace("}", ",\"secret\":1}");

        assertThatThrownBy(() -> contract.check(answer(201, "application/json", body)))
                .hasMessageContaining("'secret'");
    }

    @Test
    void aTextThatIsNoTimeFails() {
        String body = "{\"name\":\"a\",\"at\":\"noon\"}";

        assertThatThrownBy(() -> contract.check(answer(201, "application/json", body)))
                .hasMessageContaining("date-time");
    }

    @Test
    void anUndocumentedContentTypeFails() {
        assertThatThrownBy(() -> contract.check(answer(201, "text/html", THING)))
                .hasMessageContaining("no content of type");
    }

    @Test
    void aMissingHeaderFails() {
        var exchange = new Contract.Exchange(
                "POST", "/api/v1/things", THING, 201, Optional.of("application/json"), Map.of(), THING);

        assertThatThrownBy(() -> contract.check(exchange)).hasMessageContaining("[Location] is missing");
    }

    @Test
    void anUndocumentedPathThatAnswersFails() {
        var exchange = new Contract.Exchange(
                "GET", "/api/v1/secrets", "", 200, Optional.of("application/json"), Map.of(), "{}");

        assertThatThrownBy(() -> contract.check(exchange)).hasMessageContaining("no such path");
    }

    @Test
    void anUndocumentedMethodThatAnswersFails() {
        var exchange = new Contract.Exchange(
                "PUT", "/api/v1/things", THING, 201, Optional.of("application/json"), Map.of(), THING);

        assertThatThrownBy(() -> contract.check(exchange)).hasMessageContaining("no such path and method");
    }

    @Test
    void anUndocumentedPathMayBeRefused() {
        var exchange = new Contract.Exchange(
                "GET",
                "/api/v1/secrets",
                "",
                404,
                Optional.of("application/problem+json"),
                Map.of(),
                "{\"status\":404}");

        assertThatCode(() -> contract.check(exchange)).doesNotThrowAnyException();
    }

    @Test
    void aRequestThatWasTakenMustBeDocumented() {
        var exchange = new Contract.Exchange(
                "POST",
                "/api/v1/things",
                "{\"name\":7}",
                201,
                Optional.of("application/json"),
                Map.of("location", List.of("/")),
                THING);

        assertThatThrownBy(() -> contract.check(exchange)).hasMessageContaining("the request is not as documented");
    }

    private static Contract.Exchange answer(int status, String type, String body) {
        return new Contract.Exchange(
                "POST",
                "/api/v1/things",
                THING,
                status,
                Optional.of(type),
                Map.of("location", List.of("/things/1")),
                body);
    }
}
