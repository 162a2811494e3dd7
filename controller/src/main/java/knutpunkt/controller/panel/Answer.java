package knutpunkt.controller.panel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import knutpunkt.wire.message.WireJson;

/**
 * What the panel answers.
 *
 * @param allow the methods the address knows, for 405 only
 */
@SuppressWarnings("ArrayRecordComponent") // made and sent within one request
record Answer(int status, String type, byte[] body, Optional<String> allow) {
    private static final String JSON = "application/json; charset=utf-8";

    /** Nothing from elsewhere, no inline code, no frame around it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static Answer json(int status, Object value) {
        try {
            return new Answer(status, JSON, WireJson.mapper().writeValueAsBytes(value), Optional.empty());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a panel answer must have a JSON form", e);
        }
    }

    /** A refusal that names the field and the rule. */
    static Answer error(int status, String text) {
        return json(status, Map.of("error", text));
    }

    static Answer wrongMethod(String allow) {
        Answer error = error(405, "this address takes " + allow + " only");
        return new Answer(error.status, error.type, error.body, Optional.of(allow));
    }

    static Answer text(String type, String text) {
        return new Answer(200, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    void send(HttpExchange exchange) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        allow.ifPresent(methods -> headers.set("Allow", methods));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
