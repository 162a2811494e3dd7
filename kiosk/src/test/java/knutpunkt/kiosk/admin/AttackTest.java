package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.RunningSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody tries who is not meant to get through. */
class AttackTest {
    /** Twice as long as a body may take. */
    private static final int SLOW_MILLIS = 20_000;

    private static final String LONG = "Å".repeat(80);
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "${7*7} #{7*7} {{7*7}} @{7*7}",
            "'; DROP TABLE person; --",
            "Jürgen 👮🏽 & <b>co</b>",
            "محمد العربي",
            LONG);

    @TempDir
    private Path folder;

    private RunningSite site;
    private TwoPartners partners;
    private Surfer owner;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        partners = new TwoPartners(site);
        owner = partners.signedIn(Role.OWNER);
        owner.get("/admin/account");
    }

    @AfterEach
    void close() {
        owner.close();
        site.close();
    }

    @Test
    void aFormOfAnotherSiteIsRefusedWhateverItCarries() {
        String path = partners.filled("/badges/{id}/block", partners.own());
        for (Map.Entry<String, String> header : List.of(
                Map.entry("Origin", "http://evil.example"),
                Map.entry("Origin", "null"),
                Map.entry("Sec-Fetch-Site", "cross-site"),
                Map.entry("Sec-Fetch-Site", "same-site"))) {
            var request = HttpRequest.newBuilder()
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header(header.getKey(), header.getValue())
                    .POST(HttpRequest.BodyPublishers.ofString(Surfer.form(owner.token())));
            assertThat(owner.send(path, request).statusCode())
                    .as(header.toString())
                    .isEqualTo(403);
        }
        assertThat(owner.find("/admin/badges", "K-0001").words()).doesNotContain("Spärrad");
    }

    @Test
    void hostileNamesAreShownAsTheyAreAndDoNothing() {
        for (String name : HOSTILE) {
            Surfer.Seen added = owner.addPerson(partners.own().partner(), name, "", "normal", "2027-03-01");
            assertThat(added.status()).as(name).isEqualTo(200);
            String escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
            assertThat(added.text()).as(name).contains("<bdi>" + escaped + "</bdi>");
            assertThat(added.text())
                    .doesNotContain("<script>alert")
                    .doesNotContain("<img src=x")
                    .doesNotContain("49 ");
            assertThat(owner.find("/admin/people", name).text()).contains(escaped);
        }
    }

    @Test
    void whatCannotBeSeenIsNoName() {
        for (String name : List.of("Anna\r\nSet-Cookie: x=1", "Anna\u0000", "\u202Eanna", "x".repeat(300))) {
            Surfer.Seen refused = owner.addPerson(partners.own().partner(), name, "", "normal", "2027-03-01");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.words()).contains("Skriv ett namn");
            assertThat(refused.response().headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void aSearchIsNeverSql() {
        for (String query : List.of("'", "%25", "_", "' OR '1'='1", "\" OR \"\"=\"", "K-0001') --")) {
            Surfer.Seen seen = owner.find("/admin/people", query);
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.words()).as(query).contains("Ingen hittades").doesNotContain("Amina");
        }
    }

    @Test
    void whatIsSearchedForIsInNoAddressAndNobodyElses() {
        Surfer.Seen seen = owner.find("/admin/people", "Amina Lindqvist");

        assertThat(seen.words()).contains("Amina Lindqvist");
        String address = seen.response().uri().toString();
        new Needle("Amina", "Lindqvist").assertNowhere("the address", address);
        assertThat(address).contains("find=q-");
        try (Surfer another = partners.signedIn(Role.OWNER)) {
            String theirs =
                    another.get(address.substring(address.indexOf("/admin"))).text();
            assertThat(theirs).contains("name=\"q\" type=\"search\" value=\"\"");
        }
        assertThat(owner.find("/admin/people", "x".repeat(101)).status()).isEqualTo(400);
        assertThat(owner.find("/admin/people", "  ").response().uri().getQuery())
                .isEqualTo("find=");
    }

    @Test
    void anotherPartnersPersonIsFoundByNoSearch() {
        try (Surfer admin = partners.signedIn(Role.PARTNER_ADMIN)) {
            for (Surfer.Seen seen : List.of(
                    admin.find("/admin/people", "Örjan"),
                    admin.find("/admin/people", "K-0002"),
                    admin.get("/admin/people?partner=" + partners.other().partner()),
                    admin.find("/admin/badges", "K-0002"),
                    admin.find("/admin/badges", "Åkesson"),
                    admin.get("/admin/audit"))) {
                assertThat(seen.status()).isEqualTo(200);
                assertThat(seen.text())
                        .as(seen.path())
                        .doesNotContain("Örjan Åkesson")
                        .doesNotContain(partners.other().ids().get("/people"));
            }
            admin.get("/admin/people");
            Surfer.Seen refused = admin.addPerson(partners.other().partner(), "Trojan", "", "normal", "2027-03-01");
            assertThat(refused.status()).isEqualTo(404);
        }
    }

    @Test
    void tenThousandWrongPasswordsAreCheapAndLockNobodyElseOut() {
        try (var stranger = new Surfer(site.address())) {
            stranger.get("/admin/sign-in");
            String login =
                    partners.staff().account(Role.TECHNICIAN, Optional.empty()).text();
            int looked = 0;
            for (int i = 0; i < 10_000; i++) {
                String text = stranger.postOnce(
                                "/admin/sign-in",
                                Surfer.form(
                                        stranger.token(), "login", login, "password", "gissning " + i, "to", "/admin"))
                        .body();
                looked += text.contains("stämmer inte") ? 1 : 0;
            }
            assertThat(looked).as("passwords that were looked at").isEqualTo(Failures.FREE);
        }
        assertThat(owner.get("/admin/people").status()).isEqualTo(200);
    }

    @Test
    void manyLoginsThatFailFillNoDisk() {
        site.database().write(transaction -> {
            for (int i = 0; i < Failures.LOGINS_MAX + 50; i++) {
                Failures.add(transaction, "login " + i, site.now().plusMillis(i));
            }
            return 0;
        });
        long rows = site.database()
                .read(transaction ->
                        transaction.one("SELECT count(*) AS n FROM sign_in_failure", row -> row.number("n")))
                .orElseThrow();
        assertThat(rows).isEqualTo(Failures.LOGINS_MAX);
    }

    @Test
    void bodiesThatAreTooLargeOrNoFormAreRefused() {
        String path = "/admin/people/new";
        assertThat(owner.postOnce(path, Surfer.form(owner.token(), "name", "x".repeat(70_000)))
                        .statusCode())
                .isEqualTo(413);
        assertThat(owner.postOnce(path, "=&=&%zz=1").statusCode()).isEqualTo(400);
        assertThat(owner.postOnce(path, "a=1&".repeat(600)).statusCode()).isEqualTo(400);
        var json = HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + owner.token() + "\"}"));
        assertThat(owner.send(path, json).statusCode()).isEqualTo(415);
    }

    @Test
    void whoeverSendsTooSlowlyIsCutOff() throws IOException {
        try (var socket = new Socket(site.address().getHost(), site.address().getPort())) {
            socket.setSoTimeout(SLOW_MILLIS);
            socket.getOutputStream()
                    .write(("POST /admin/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
                                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.US_ASCII)).doesNotContain("200 OK");
        }
    }

    @Test
    void theAnswersTellBrowsersToKeepNothingAndLoadNothingFromElsewhere() {
        var headers = owner.get("/admin/people").response().headers();
        assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("form-action 'self'")
                .doesNotContain("unsafe");
    }
}
