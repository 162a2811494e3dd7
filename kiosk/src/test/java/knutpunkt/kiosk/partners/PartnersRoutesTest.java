package knutpunkt.kiosk.partners;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RefusedCase;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartnersRoutesTest {
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
    void aNewPartnerIsThereUnderItsLocation() {
        Reply added = site.client().post("/partners", "{\"name\":\"Polisen\",\"visibility\":\"alias\"}");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.text("change")).isEqualTo("1.1");
        String path = added.header("Location").orElseThrow();
        assertThat(path).isEqualTo("/api/v1/partners/" + added.text("id"));
        Reply found = site.client().get("/partners/" + added.text("id"));
        assertThat(found.text("name")).isEqualTo("Polisen");
        assertThat(found.text("visibility")).isEqualTo("alias");
    }

    @Test
    void aPartnerThatSaysNothingShowsItsPeople() {
        Reply added = site.client().post("/partners", "{\"name\":\"Polisen\"}");

        assertThat(added.text("visibility")).isEqualTo("normal");
    }

    @Test
    void aNameIsKeptWithoutTheSpaceAroundIt() {
        Reply added = site.client().post("/partners", "{\"name\":\"  Företagarna \"}");

        assertThat(added.text("name")).isEqualTo("Företagarna");
    }

    @Test
    void aSecondPartnerOfTheSameNameIsAConflict() {
        new ExampleSite(site).partner("Polisen");

        new RefusedCase(409, "name", "another partner", "{\"name\":\"Polisen \"}").check(site, "/partners");
    }

    static Stream<RefusedCase> refused() {
        return Stream.of(
                new RefusedCase(400, "name", "is missing", "{}"),
                new RefusedCase(400, "name", "must be text", "{\"name\":null}"),
                new RefusedCase(400, "name", "must be text", "{\"name\":7}"),
                new RefusedCase(400, "name", "must be text", "{\"name\":[\"a\"]}"),
                new RefusedCase(400, "name", "1 to 60", "{\"name\":\"\"}"),
                new RefusedCase(400, "name", "1 to 60", "{\"name\":\"   \"}"),
                new RefusedCase(400, "name", "1 to 60", "{\"name\":\"" + "x".repeat(61) + "\"}"),
                new RefusedCase(400, "name", "visible", "{\"name\":\"a\\u0000b\"}"),
                new RefusedCase(400, "name", "visible", "{\"name\":\"a\\nb\"}"),
                new RefusedCase(400, "name", "visible", "{\"name\":\"a\\u202eb\"}"),
                new RefusedCase(400, "name", "visible", "{\"name\":\"\\ud800\"}"),
                new RefusedCase(400, "visibility", "normal, alias or hidden", "{\"name\":\"a\",\"visibility\":\"\"}"),
                new RefusedCase(
                        400, "visibility", "normal, alias or hidden", "{\"name\":\"a\",\"visibility\":\"ALIAS\"}"),
                new RefusedCase(400, "visibility", "must be text", "{\"name\":\"a\",\"visibility\":null}"),
                new RefusedCase(400, "id", "not a field", "{\"name\":\"a\",\"id\":\"x\"}"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aBrokenRuleIsNamedAndNothingIsWritten(RefusedCase refused) {
        refused.check(site, "/partners");
    }

    @Test
    void theLongestNameIsTaken() {
        Reply added = site.client().post("/partners", "{\"name\":\"" + "å".repeat(60) + "\"}");

        assertThat(added.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"o-0000", "NOT%20AN%20ID", "%2e%2e", "x%2Fy"})
    void anUnknownPartnerIsNotFound(String id) {
        assertThat(site.client().get("/partners/" + id).status()).isEqualTo(404);
    }

    @Test
    void everyPartnerIsListedOnceAcrossPages() {
        var example = new ExampleSite(site);
        List<String> added = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            added.add(example.partner("Partner " + i));
        }

        List<String> listed = new ArrayList<>();
        String after = "";
        for (int page = 0; page < 3; page++) {
            Reply reply = site.client().get("/partners?limit=2" + (after.isEmpty() ? "" : "&after=" + after));
            reply.json()
                    .get("partners")
                    .forEach(partner -> listed.add(partner.get("id").asText()));
            after = reply.json().path("next").asText();
        }

        added.sort(Comparator.naturalOrder());
        assertThat(listed).isEqualTo(added);
        assertThat(after).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=501", "limit=-1", "limit=x", "limit=1&limit=2", "limit=", "colour=red"})
    void aWrongQueryIsABadRequest(String query) {
        Reply reply = site.client().get("/partners?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void aSiteHasAMostNumberOfPartners() {
        var example = new ExampleSite(site);
        for (int i = 0; i < Partners.PARTNERS_MAX; i++) {
            example.partner("Partner " + i);
        }

        new RefusedCase(409, "name", "at most " + Partners.PARTNERS_MAX, "{\"name\":\"One more\"}")
                .check(site, "/partners");
    }
}
