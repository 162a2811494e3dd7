package knutpunkt.kiosk.wall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WallRoutesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, InstantSource.system());
    }

    @AfterEach
    void close() {
        http.shutdownNow();
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/wall/wall.css, text/css; charset=utf-8",
        "/wall/wall.js, text/javascript; charset=utf-8",
        "/wall/words.json, application/json",
        "/wall/icon.svg, image/svg+xml",
        "/favicon.ico, image/svg+xml"
    })
    void everyFileOfTheWallIsThereForEverybody(String path, String type) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(path), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("script-src 'self'"));
    }

    @Test
    void thePageHasNoScriptOrStyleOfItsOwn() throws IOException, InterruptedException {
        String page =
                http.send(request("/"), HttpResponse.BodyHandlers.ofString()).body();

        assertThat(page).doesNotContain("<style", "style=", "onclick", "{{");
        assertThat(page).containsOnlyOnce("<script ").contains("lang=\"sv\"", "Antal på plats");
    }

    @Test
    void everythingElseIsNotFound() throws IOException, InterruptedException {
        for (String path : new String[] {"/wall/", "/wall/../site.db", "/wall/wall.html", "/index.html", "/%2e%2e/"}) {
            assertThat(http.send(request(path), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void theStreamTellsThePresenceAndTheDoors() throws IOException, InterruptedException {
        var example = new ExampleSite(site);
        String person = example.person(example.partner("Polisen"), "Maja Öberg");
        try (BufferedReader events = stream()) {
            assertThat(next(events).get("total").asInt()).isZero();

            site.pass(person, Direction.IN, Instant.now());

            JsonNode state = next(events);
            while (state.get("total").asInt() == 0) {
                state = next(events);
            }
            assertThat(state.at("/partners/0/name").asText()).isEqualTo("Polisen");
            assertThat(state.at("/partners/0/count").asInt()).isEqualTo(1);
            assertThat(state.get("zone").asText()).isEqualTo("Europe/Stockholm");
            assertThat(Instant.parse(state.get("lastChange").asText())).isBeforeOrEqualTo(Instant.now());
            assertThat(state.at("/doors/0/name").asText()).isEqualTo("Kontoret");
            assertThat(state.at("/doors/0/heard").asBoolean()).isTrue();
            assertThat(state.toString()).doesNotContain("Maja", person);
        }
    }

    @Test
    void aStopDoesNotWaitForWhoeverListens() throws IOException {
        try (BufferedReader events = stream()) {
            next(events);
            long start = System.nanoTime();

            site.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(events.lines().filter(line -> line.startsWith("data:")).count())
                    .isLessThan(3);
        }
        site = RunningSite.open(folder, InstantSource.system());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(site.address() + path)).build();
    }

    private BufferedReader stream() throws IOException {
        var response = http.sendAsync(request("/wall/stream"), HttpResponse.BodyHandlers.ofInputStream())
                .join();
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(response.headers().firstValue("Cache-Control")).isPresent();
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode next(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (!line.startsWith("data:")) {
            line = events.readLine();
        }
        return new ObjectMapper().readTree(line.substring("data:".length()));
    }
}
