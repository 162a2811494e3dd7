package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.helidon.http.Method;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.database.Row;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A name that must be nowhere (invariant I10), searched for everywhere, however it may be written. */
class HiddenNameTest {
    private static final String NAME = "Ingegärd Överskott";
    private static final Needle NEEDLE = new Needle(NAME, "Överskott");
    private static final List<String> API = List.of(
            "presence", "events", "doors", "partners", "people", "badges", "grants", "schedules", "openapi.yaml");

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningSite site;
    private TwoPartners partners;
    private String person;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, InstantSource.system());
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
        partners = new TwoPartners(site);
        var example = new ExampleSite(site);
        person = example.person(partners.own().partner(), NAME);
        example.badge(person, "K-0099", "0102030499");
        example.grant(person, "square");
        site.pass(person, Direction.IN, site.now());
        try (Surfer owner = partners.signedIn(Role.OWNER)) {
            assertThat(owner.get("/admin/people").text()).contains(NAME);
            owner.get("/admin/people/" + person);
            owner.post("/admin/people/" + person + "/hide");
        }
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        site.close();
    }

    @Test
    void itIsOnNoPageOfAnyRole() {
        for (Role role : Role.values()) {
            try (Surfer surfer = partners.signedIn(role)) {
                for (String path : paths()) {
                    NEEDLE.assertNowhere(role + " " + path, surfer.get(path).text());
                }
                for (String path : List.of("/admin/people", "/admin/badges")) {
                    NEEDLE.assertNowhere(
                            role + " " + path, surfer.find(path, "K-0099").text());
                }
            }
        }
    }

    private List<String> paths() {
        var one = new TwoPartners.One(partners.own().partner(), withPerson());
        Stream<String> routes = site.admin().table().stream()
                .filter(route -> route.method().equals(Method.GET))
                .map(route -> partners.filled(route.path(), one));
        Stream<String> searches =
                Stream.of("/admin/log?purpose=incident", "/admin/log?purpose=incident&person=" + person);
        return Stream.concat(routes, searches).toList();
    }

    private Map<String, String> withPerson() {
        var ids = new HashMap<>(partners.own().ids());
        ids.put("/people", person);
        return ids;
    }

    @Test
    void noSearchTellsThatItIsThere() {
        try (Surfer owner = partners.signedIn(Role.OWNER);
                Surfer admin = partners.signedIn(Role.PARTNER_ADMIN)) {
            for (Surfer surfer : List.of(owner, admin)) {
                assertThat(surfer.find("/admin/people", "Ingeg").text()).doesNotContain(person);
                assertThat(surfer.find("/admin/badges", "Ingeg").text())
                        .doesNotContain(person)
                        .doesNotContain("K-0099");
            }
        }
    }

    @Test
    void itIsInNoAnswerOfTheApiAndOnNoWall() throws IOException, InterruptedException {
        var paths = new ArrayList<String>(List.of("/", "/wall/words.json"));
        API.forEach(path -> paths.add("/api/v1/" + path));
        paths.add("/api/v1/people/" + person);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : paths) {
                HttpResponse<byte[]> answer = client.send(request(path), HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                NEEDLE.assertNowhere(path, answer.body());
            }
            HttpResponse<InputStream> stream =
                    client.send(request("/wall/stream"), HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < 8; i++) {
                    NEEDLE.assertNowhere("the wall's stream", lines.readLine());
                }
            }
        }
    }

    private HttpRequest request(String path) {
        URI address = site.address().resolve(path);
        return HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + site.token())
                .header("Accept-Encoding", "gzip")
                .build();
    }

    @Test
    void itIsInNoLogLineAndInNoFileButTheDatabaseItself() throws IOException {
        log.list.forEach(event -> NEEDLE.assertNowhere("the log", event.getFormattedMessage()));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith("site.db")) {
                    NEEDLE.assertNowhere(file.toString(), Files.readAllBytes(file));
                }
            }
        }
        List<String> tables = site.database()
                .read(transaction -> transaction.list(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'person'",
                        row -> row.text("name")));
        for (String table : tables) {
            List<String> rows = site.database()
                    .read(transaction -> transaction.list("SELECT * FROM " + table, row -> allColumns(row, table)));
            NEEDLE.assertNowhere("table " + table, String.join("\n", rows));
        }
    }

    private String allColumns(Row row, String table) {
        List<String> columns = site.database()
                .read(transaction -> transaction.list(
                        "SELECT name FROM pragma_table_info('" + table + "')", one -> one.text("name")));
        var text = new StringBuilder();
        columns.forEach(column -> text.append(row.findText(column).orElse("")).append(' '));
        return text.toString();
    }

    @Test
    void onlyThePersonsOwnPartnerReadsItAndSaysWhatFor() {
        try (Surfer owner = partners.signedIn(Role.OWNER);
                Surfer admin = partners.signedIn(Role.PARTNER_ADMIN);
                Surfer other = partners.staff().partnerAdmin(partners.other().partner())) {
            String path = "/admin/people/" + person + "/name";
            for (Surfer surfer : List.of(owner, other)) {
                surfer.get("/admin/account");
                Surfer.Seen refused = surfer.post(path, "purpose", "incident");
                assertThat(refused.status()).isIn(403, 404);
                NEEDLE.assertNowhere(path, refused.text());
            }
            admin.get("/admin/people/" + person);
            assertThat(admin.post(path, "purpose", "").status()).isEqualTo(400);
            assertThat(admin.post(path, "purpose", "data-subject").text()).contains(NAME);
            NEEDLE.assertNowhere(
                    "afterwards", admin.get("/admin/people/" + person).text());
            assertThat(admin.get("/admin/audit").words())
                    .contains("Läste ett riktigt namn")
                    .contains("Personen själv vill veta");
        }
    }
}
