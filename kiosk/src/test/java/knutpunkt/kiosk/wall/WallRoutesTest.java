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
import java.util.Map;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.screens.ScreenCookie;
import knutpunkt.kiosk.screens.Screens;
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
        "/pages/tokens.css, text/css; charset=utf-8",
        "/wall/wall.js, text/javascript; charset=utf-8",
        "/wall/big.js, text/javascript; charset=utf-8",
        "/wall/draw.js, text/javascript; charset=utf-8",
        "/wall/pages.js, text/javascript; charset=utf-8",
        "/wall/picture.js, text/javascript; charset=utf-8",
        "/wall/stream.js, text/javascript; charset=utf-8",
        "/wall/words.js, text/javascript; charset=utf-8",
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
            assertThat(state.at("/rows/0/name").asText()).isEqualTo("Polisen");
            assertThat(state.at("/rows/0/count").asInt()).isEqualTo(1);
            assertThat(state.get("zone").asText()).isEqualTo("Europe/Stockholm");
            assertThat(Instant.parse(state.get("now").asText())).isBeforeOrEqualTo(Instant.now());
            assertThat(state.get("screen").asText()).isEqualTo("indoors");
            assertThat(state.at("/doors/0/name").asText()).isEqualTo("Kontoret");
            assertThat(state.at("/doors/0/heard").asBoolean()).isTrue();
            assertThat(state.toString()).doesNotContain("Maja", person);
        }
    }

    @Test
    void whoeverIsNotPairedHearsNothingAboutPeople() throws IOException, InterruptedException {
        revokeTable();
        var example = new ExampleSite(site);
        site.pass(example.person(example.partner("Polisen"), "Maja Öberg"), Direction.IN, Instant.now());

        try (BufferedReader events = stream()) {
            for (int i = 0; i < 3; i++) {
                JsonNode state = next(events);
                assertThat(state.get("screen").asText()).isEqualTo("unpaired");
                assertThat(state.properties())
                        .extracting(Map.Entry::getKey)
                        .containsOnly("now", "screen", "zone", "theme");
            }
        }
        for (String path : new String[] {"/wall/occupancy.svg", "/wall/occupancy.txt"}) {
            assertThat(http.send(request(path), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void aScreenThatIsPairedIsKnownByItsCookieAlone() throws IOException, InterruptedException {
        revokeTable();
        HttpResponse<String> asked = http.send(pairing("{}", "application/json"), HttpResponse.BodyHandlers.ofString());

        assertThat(asked.statusCode()).isEqualTo(204);
        String cookie = asked.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith(ScreenCookie.NAME + "=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=34560000")
                .doesNotContain("Domain");
        String secret = cookie.substring(0, cookie.indexOf(';'));
        site.database()
                .write(transaction ->
                        transaction.update("UPDATE screen SET paired_at = 1, code = NULL WHERE code IS NOT NULL"));
        assertThat(picture(secret).statusCode()).isEqualTo(200);
        assertThat(picture(secret).headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(picture(secret.replaceAll("[0-9a-f]$", "x")).statusCode()).isEqualTo(404);
        assertThat(picture(ScreenCookie.NAME + "=" + "0".repeat(64)).statusCode())
                .isEqualTo(404);
        assertThat(picture(ScreenCookie.NAME + "=none").statusCode()).isEqualTo(404);
    }

    @Test
    void aSecretThatNobodyWasGivenIsNotTakenOver() throws IOException, InterruptedException {
        revokeTable();
        String chosen = "a".repeat(64);

        HttpResponse<String> asked = http.send(
                HttpRequest.newBuilder(pairing("{}", "application/json"), (_, _) -> true)
                        .header("Cookie", ScreenCookie.NAME + "=" + chosen)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(asked.headers().firstValue("Set-Cookie").orElseThrow()).doesNotContain(chosen);
    }

    @Test
    void anotherSitesPageCannotAskForAPlaceAmongThoseThatWait() throws IOException, InterruptedException {
        revokeTable();

        assertThat(http.send(pairing("{}", "text/plain"), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(415);
        assertThat(http.send(pairing("", "application/x-www-form-urlencoded"), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(400);
        assertThat(http.send(request("/wall/pair"), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void onlySoManyMayWaitAtOnce() throws IOException, InterruptedException {
        revokeTable();
        for (int i = 0; i < Screens.WAITING_MAX; i++) {
            assertThat(http.send(pairing("{}", "application/json"), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
        }

        assertThat(http.send(pairing("{}", "application/json"), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void thePictureIsInTheLanguageAndThemeThatIsAskedFor() throws IOException, InterruptedException {
        assertThat(body("/wall/occupancy.svg?language=ar&theme=dark")).contains("xml:lang=\"ar\"");
        assertThat(body("/wall/occupancy.svg?language=nonsense")).contains("xml:lang=\"sv\"");
        assertThat(body("/wall/occupancy.txt?language=en")).isEqualTo("Fewer than three so far today");
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

    private void revokeTable() {
        site.screens().revoke(site.screens().list().getFirst().id());
    }

    private HttpRequest pairing(String body, String type) {
        return HttpRequest.newBuilder(URI.create(site.address() + "/wall/pair"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> picture(String cookie) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(site.address() + "/wall/occupancy.svg"))
                        .header("Cookie", cookie)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String body(String path) throws IOException, InterruptedException {
        return http.send(request(path), HttpResponse.BodyHandlers.ofString()).body();
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
