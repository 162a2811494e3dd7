package knutpunkt.kiosk.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DoorsRoutesTest {
    private static final ControllerId C1 = new ControllerId("c1");
    private static final Instant SENT = Instant.parse("2026-11-22T10:02:11.300Z");
    private static final Instant CONFIRMED = Instant.parse("2026-11-22T10:02:11.400Z");

    @TempDir
    Path folder;

    private RunningSite site;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Revision change() {
        Reply added = site.client().post("/partners", "{\"name\":\"Polisen\"}");
        return Revision.parse(added.text("change"));
    }

    private JsonNode doorOf(Revision change) {
        Reply reply = site.client().get("/changes/" + change);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text("id")).isEqualTo(change.toString());
        assertThat(reply.text("revision")).isEqualTo(change.toString());
        return reply.json().get("doors").get(0);
    }

    @Test
    void everyDoorIsListedWithItsControllersLife() {
        site.database().write(t -> t.update("UPDATE controller SET offline_since = ?", SENT));

        JsonNode doors = site.client().get("/doors").json().get("doors");

        assertThat(doors).hasSize(2);
        assertThat(doors.get(0).get("door").textValue()).isEqualTo("office");
        assertThat(doors.get(0).get("controller").textValue()).isEqualTo("c1");
        assertThat(doors.get(0).get("liveness").textValue()).isEqualTo("offline");
        assertThat(doors.get(0).get("offlineSince").textValue()).isEqualTo(SENT.toString());
        assertThat(doors.get(0).get("strike").textValue()).isEqualTo("unknown");
        assertThat(doors.get(0).has("confirmed")).isFalse();
    }

    @Test
    void aChangeIsWaitingThenSentThenConfirmed() {
        Revision change = change();
        Hash digest = site.accessList().digest();
        assertThat(doorOf(change).get("state").textValue()).isEqualTo("waiting");

        site.database().write(t -> {
            Confirmations.sent(t, C1, change, SENT);
            return 0;
        });
        assertThat(doorOf(change).get("state").textValue()).isEqualTo("sent");
        assertThat(doorOf(change).get("sentAt").textValue()).isEqualTo(SENT.toString());

        var confirmations = new Confirmations((transaction, revision) -> Optional.of(digest));
        site.database().write(t -> confirmations.confirmed(t, C1, change, digest, CONFIRMED));
        assertThat(doorOf(change).get("state").textValue()).isEqualTo("confirmed");
        assertThat(doorOf(change).get("confirmedAt").textValue()).isEqualTo(CONFIRMED.toString());
        JsonNode door = site.client().get("/doors").json().get("doors").get(0);
        assertThat(door.get("confirmed").textValue()).isEqualTo(change.toString());
        assertThat(door.get("confirmedSince").textValue()).isEqualTo(CONFIRMED.toString());
    }

    @Test
    void aChangeIsNotConfirmedWhileItsControllerIsAwayAndSaysSinceWhen() {
        Revision change = change();
        site.database().write(t -> t.update("UPDATE controller SET offline_since = ?", SENT));

        assertThat(doorOf(change).get("state").textValue()).isEqualTo("offline");
        assertThat(doorOf(change).get("offlineSince").textValue()).isEqualTo(SENT.toString());
        assertThat(doorOf(change).has("confirmedAt")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.99", "2.1", "0.0", "x", "1", "-1.1", "1.1.1", "1%2F1"})
    void aChangeThatNeverWasIsNotFound(String id) {
        change();

        Reply reply = site.client().get("/changes/" + id);

        assertThat(reply.status()).as(reply.text()).isEqualTo(404);
    }

    @Test
    void aQueryIsRefused() {
        assertThat(List.of(
                        site.client().get("/doors?all=1").status(),
                        site.client().get("/changes/1.1?all=1").status(),
                        site.client().get("/presence?all=1").status()))
                .containsOnly(400);
    }
}
