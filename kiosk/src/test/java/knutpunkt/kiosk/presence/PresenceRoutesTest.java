package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PresenceRoutesTest {
    @TempDir
    Path folder;

    @Test
    void theCountIsToldInAllAndPerPartnerHiddenPersonsIncludedAndNamesNobody() {
        try (var site = RunningSite.open(folder)) {
            String partner =
                    site.client().post("/partners", "{\"name\":\"Polisen\"}").text("id");
            site.client().post("/partners", "{\"name\":\"Kommunen\"}");
            String body = "{\"partner\":\"" + partner + "\",\"name\":\"Somebody\",\"visibility\":\"hidden\"}";
            String person = site.client().post("/people", body).text("id");

            site.pass(person, Direction.IN, Instant.parse("2026-11-22T11:00:00Z"));
            site.pass("p-unknown", Direction.IN, Instant.parse("2026-11-22T11:00:00Z"));

            await().until(() -> now(site).get("total").intValue() == 2);
            JsonNode now = now(site);
            assertThat(now.get("partners")).hasSize(2);
            assertThat(now.get("partners").get(0).get("name").textValue()).isEqualTo("Kommunen");
            assertThat(now.get("partners").get(0).get("count").intValue()).isZero();
            assertThat(now.get("partners").get(1).get("id").textValue()).isEqualTo(partner);
            assertThat(now.get("partners").get(1).get("count").intValue()).isEqualTo(1);
            assertThat(now.get("asOf").textValue()).isEqualTo("2026-11-22T12:00:00Z");
            assertThat(now.toString()).doesNotContain("Somebody");
        }
    }

    @Test
    void whoIsOnSiteIsToldByIdsWithHowSureThatIsAndWhy() {
        try (var site = RunningSite.open(folder)) {
            site.pass("p-1", Direction.IN, Instant.parse("2026-11-22T11:00:00Z"));
            site.pass("p-2", Direction.UNKNOWN, Instant.parse("2026-11-22T11:00:00Z"));
            site.awaitLogged();

            assertThat(site.client().get("/presence/people?limit=1").json().toString())
                    .isEqualTo("{\"people\":[{\"person\":\"p-1\",\"counted\":true,\"uncertain\":false,"
                            + "\"tooLong\":false,\"confidence\":\"confirmed\",\"reason\":\"door-opened\"}],"
                            + "\"next\":\"p-1\"}");
            JsonNode rest = site.client().get("/presence/people?after=p-1").json();
            assertThat(rest.get("people")).hasSize(1);
            assertThat(rest.get("people").get(0).get("uncertain").booleanValue())
                    .isTrue();
            assertThat(rest.get("people").get(0).get("reason").textValue()).isEqualTo("direction-unknown");
            assertThat(rest.has("next")).isFalse();
        }
    }

    private static JsonNode now(RunningSite site) {
        return site.client().get("/presence").json();
    }
}
