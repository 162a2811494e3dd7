package knutpunkt.kiosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontTest {
    private static final String PARTNER = "{\"name\":\"Polisen\"}";

    @TempDir
    private Path folder;

    private RunningSite site;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void withoutATokenNothingIsAnswered() {
        Reply reply = site.client().send("GET", "/partners", Optional.empty(), Map.of());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer wrong", "Basic abc", "Bearer", "bearer\tx"})
    void aWrongTokenIsRefused(String authorization) {
        Reply reply = site.client().send("GET", "/partners", Optional.empty(), Map.of("Authorization", authorization));

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void theStartOfTheTokenIsNotEnough() {
        String start = site.token().substring(0, 42);

        Reply reply =
                site.client().send("GET", "/partners", Optional.empty(), Map.of("Authorization", "Bearer " + start));

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void anUnknownPathBehindTheTokenIsToldToNobodyElse() {
        Reply reply = site.client().send("GET", "/no-such-thing", Optional.empty(), Map.of());

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void theDocumentNeedsNoToken() {
        Reply reply = site.client().send("GET", "/openapi.yaml", Optional.empty(), Map.of());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).startsWith("openapi: 3.1");
    }

    @Test
    void anUnknownPathIsNotFound() {
        assertThat(site.client().get("/no-such-thing").status()).isEqualTo(404);
    }

    @Test
    void aWrongMethodIsToldWhichOnesThePathTakes() {
        Reply reply = site.client().delete("/partners");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).hasValue("GET, POST");
    }

    @Test
    void aForeignHostIsRefused() throws IOException {
        String answer = raw("GET /api/v1/partners HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 421").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1:9", "[::1]", "[::1]:8080"})
    void aLoopbackHostIsTaken(String host) throws IOException {
        String answer = raw("GET /api/v1/partners HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    @Test
    void whatIsNotHttpIsAProblemToo() throws IOException {
        String answer = raw("GET /api/v1/partners HTTP/1.1\r\nbroken header\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("urn:knutpunkt:problem:bad-request");
    }

    @Test
    void aBodyLargerThanTheLimitIsRefused() {
        Reply reply = site.client().post("/partners", " ".repeat(Body.BYTES_MAX) + PARTNER);

        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() {
        Reply reply = site.client().post("/partners", PARTNER + " ".repeat(Body.BYTES_MAX - PARTNER.length()));

        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void aBodyInChunksCannotPassTheLimit() throws IOException {
        int size = Body.BYTES_MAX + 1;
        String answer = raw("POST /api/v1/partners HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + site.token()
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + Integer.toHexString(size) + "\r\n" + " ".repeat(size) + "\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"text/plain, 415", "application/json/more, 415", "json, 400", "application, 400", "/, 400", ";;, 400"})
    void anotherMediaTypeOrWhatIsNoneIsRefused(String type, int status) {
        Reply reply = site.client()
                .send("POST", "/partners", Optional.of(PARTNER.getBytes(StandardCharsets.UTF_8)), bearer(), type);

        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void aBodyWithoutAMediaTypeIsRefused() {
        Reply reply = site.client()
                .send("POST", "/partners", Optional.of(PARTNER.getBytes(StandardCharsets.UTF_8)), bearer(), "");

        assertThat(reply.status()).isEqualTo(415);
    }

    @Test
    void aCharsetBesideTheMediaTypeIsFine() {
        Reply reply = site.client()
                .send(
                        "POST",
                        "/partners",
                        Optional.of(PARTNER.getBytes(StandardCharsets.UTF_8)),
                        bearer(),
                        "application/json; charset=utf-8");

        assertThat(reply.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "\"x\"",
                "{\"name\":\"a\"}{}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{name:1}",
                "{\"name\":\"\u0001\"}",
                "{\"name\":NaN}"
            })
    void aBodyThatIsNoObjectIsABadRequest(String body) {
        Reply reply = site.client().post("/partners", body);

        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void aBodyThatIsNotUtf8IsABadRequest() {
        byte[] latin = "{\"name\":\"Fältet\"}".getBytes(StandardCharsets.ISO_8859_1);

        Reply reply = site.client().send("POST", "/partners", Optional.of(latin), bearer(), "application/json");

        assertThat(reply.text("detail")).isEqualTo("body must be UTF-8");
    }

    @Test
    void aDeeplyNestedBodyIsABadRequest() {
        String body = "{\"name\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThat(site.client().post("/partners", body).status()).isEqualTo(400);
    }

    @Test
    void anUnknownFieldIsNamed() {
        Reply reply = site.client().post("/partners", "{\"name\":\"a\",\"colour\":\"red\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo("colour");
        assertThat(reply.text("rule")).isEqualTo("is not a field of this request");
    }

    @Test
    void anAnswerMayNotBeKeptOrFramedOrSniffed() {
        Reply reply = site.client().get("/partners");

        assertThat(reply.header("Cache-Control")).hasValue("no-store");
        assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(reply.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
    }

    @Test
    void aRefusalHasTheSameHeaders() {
        Reply reply = site.client().get("/no-such-thing");

        assertThat(reply.header("Cache-Control")).hasValue("no-store");
        assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.header("Content-Security-Policy")).isPresent();
    }

    @Test
    void aFailureOfOursSaysNothingOfTheInside() {
        site.database().close();

        Reply reply = site.client().get("/partners");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text("incident")).matches("[0-9a-f]{12}");
        assertThat(reply.text()).doesNotContain("database", "SQL", "Exception");
    }

    private Map<String, String> bearer() {
        return Map.of("Authorization", "Bearer " + site.token());
    }

    /** Sends bytes as they are and reads until the other side closes. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(site.address().getHost(), site.address().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
