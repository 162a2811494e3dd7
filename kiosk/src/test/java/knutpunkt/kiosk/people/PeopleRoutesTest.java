package knutpunkt.kiosk.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import knutpunkt.access.AccessItem;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RefusedCase;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeopleRoutesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private String partner;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        partner = new ExampleSite(site).partner("Polisen");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aNewPersonIsThereUnderItsLocation() {
        Reply added = add("Maja Öberg", "");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("Location")).hasValue("/api/v1/people/" + added.text("id"));
        Reply found = site.client().get("/people/" + added.text("id"));
        assertThat(found.text("name")).isEqualTo("Maja Öberg");
        assertThat(found.text("partner")).isEqualTo(partner);
    }

    @Test
    void aPersonGetsThePartnersVisibility() {
        partner = site.client()
                .post("/partners", "{\"name\":\"Ordning\",\"visibility\":\"alias\"}")
                .text("id");

        assertThat(add("Maja Öberg", "").text("visibility")).isEqualTo("alias");
    }

    @Test
    void aPersonsOwnVisibilityGoesFirst() {
        assertThat(add("Maja Öberg", ",\"visibility\":\"alias\"").text("visibility"))
                .isEqualTo("alias");
    }

    @Test
    void aHiddenPersonsNameIsInNoAnswer() {
        Reply added = add("Maja Öberg", ",\"visibility\":\"hidden\"");

        assertThat(added.text()).doesNotContain("Maja");
        assertThat(site.client().get("/people/" + added.text("id")).text()).doesNotContain("Maja");
        assertThat(site.client().get("/people").text())
                .contains(added.text("id"))
                .doesNotContain("Maja");
    }

    @Test
    void theAccessListKnowsThePersonAndNotTheName() {
        String id = add("Maja Öberg", "").text("id");

        assertThat(site.accessList().holder(new PersonId(id))).isPresent();
        assertThat(site.dump())
                .filteredOn(row -> row.startsWith("change"))
                .noneMatch(row -> row.contains("Maja"))
                .noneMatch(row -> row.contains("NORMAL"));
    }

    @Test
    void twoPeopleMayHaveTheSameName() {
        add("Maja Öberg", "");

        assertThat(add("Maja Öberg", "").status()).isEqualTo(201);
    }

    static Stream<RefusedCase> refused() {
        return Stream.of(
                new RefusedCase(400, "partner", "is missing", "{\"name\":\"a\"}"),
                new RefusedCase(400, "partner", "must be text", "{\"partner\":1,\"name\":\"a\"}"),
                new RefusedCase(400, "partner", "a partner of this site", "{\"partner\":\"NO ID\",\"name\":\"a\"}"),
                new RefusedCase(404, "partner", "a partner of this site", "{\"partner\":\"o-1\",\"name\":\"a\"}"),
                new RefusedCase(400, "name", "is missing", "{\"partner\":\"%s\"}"),
                new RefusedCase(400, "name", "must be text", "{\"partner\":\"%s\",\"name\":true}"),
                new RefusedCase(400, "name", "1 to 80", "{\"partner\":\"%s\",\"name\":\" \"}"),
                new RefusedCase(400, "name", "1 to 80", "{\"partner\":\"%s\",\"name\":\"" + "x".repeat(81) + "\"}"),
                new RefusedCase(
                        400, "visibility", "hidden", "{\"partner\":\"%s\",\"name\":\"a\",\"visibility\":\"dold\"}"),
                new RefusedCase(
                        400, "visibility", "must be text", "{\"partner\":\"%s\",\"name\":\"a\",\"visibility\":{}}"),
                new RefusedCase(400, "badge", "not a field", "{\"partner\":\"%s\",\"name\":\"a\",\"badge\":\"x\"}"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aBrokenRuleIsNamedAndNothingIsWritten(RefusedCase refused) {
        refused.check(site, "/people", partner);
    }

    @Test
    void aRefusalDoesNotRepeatTheName() {
        Reply reply = add("Maja\\u0007Öberg", "");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).doesNotContain("Maja");
    }

    @Test
    void peopleAreListedByPartner() {
        String other = new ExampleSite(site).partner("Butiken");
        String maja = add("Maja Öberg", "").text("id");
        new ExampleSite(site).person(other, "Ali Larsson");

        Reply listed = site.client().get("/people?partner=" + partner);

        assertThat(listed.json().get("people")).hasSize(1);
        assertThat(listed.json().at("/people/0/id").asText()).isEqualTo(maja);
    }

    @Test
    void aPartnerThatNoIdCanBeIsABadQuery() {
        Reply reply = site.client().get("/people?partner=NO%20ID");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo("partner");
    }

    @Test
    void anUnknownPersonIsNotFound() {
        assertThat(site.client().get("/people/p-1").status()).isEqualTo(404);
    }

    @Test
    void aPersonWithoutGrantsIsInTheListAllTheSame() {
        String id = add("Maja Öberg", "").text("id");

        assertThat(site.accessList().holder(new PersonId(id)))
                .map(AccessItem.Holder::grants)
                .hasValueSatisfying(grants -> assertThat(grants).isEmpty());
    }

    private Reply add(String name, String more) {
        return site.client().post("/people", "{\"partner\":\"" + partner + "\",\"name\":\"" + name + "\"" + more + "}");
    }
}
