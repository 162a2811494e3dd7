package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventsRoutesTest {
    private static final Instant AT = Instant.parse("2026-11-22T11:00:00Z");
    private static final DoorId SQUARE = new DoorId("square");
    private static final PointId POINT = new PointId("square-out");
    private static final PersonId PERSON = new PersonId("p-1");
    private static final Situation SITUATION =
            new Situation(SQUARE, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);

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

    private void commit(FakeJournal journal, int from, int to) {
        EventBatch batch = journal.batch(from, to);
        site.database()
                .write(transaction -> new BatchCommit(transaction, RunningSite.NOW).add(journal.controller(), batch));
    }

    private Reply page(String query) {
        Reply reply = site.client().get("/events" + query);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    private static List<String> ids(Reply page) {
        var ids = new ArrayList<String>();
        page.json().get("events").forEach(event -> ids.add(event.get("id").textValue()));
        return ids;
    }

    private static FakeJournal closings(int count) {
        var journal = new FakeJournal("c1", "j1");
        for (int i = 0; i < count; i++) {
            journal.add(AT.plusSeconds(i), new Event.Closed(SQUARE));
        }
        return journal;
    }

    @Test
    void anEmptyLogHasACursorToGoOnFrom() {
        Reply page = page("");

        assertThat(ids(page)).isEmpty();
        assertThat(page.text("cursor")).isEqualTo("0");
    }

    @Test
    void anEventTellsWhatHappenedWhereAndWhenInOpaqueIds() {
        var journal = new FakeJournal("c1", "j1")
                .add(AT, new Event.Granted(POINT, PERSON, new GrantId("g-1"), new Revision(1, 4), SITUATION));
        commit(journal, 1, 1);

        JsonNode event = page("").json().get("events").get(0);

        assertThat(event.get("id").textValue()).isEqualTo("1");
        assertThat(event.get("controller").textValue()).isEqualTo("c1");
        assertThat(event.get("journal").textValue()).isEqualTo("j1");
        assertThat(event.get("sequence").longValue()).isEqualTo(1);
        assertThat(event.get("kind").textValue()).isEqualTo("granted");
        assertThat(event.get("at").textValue()).isEqualTo("2026-11-22T11:00:00Z");
        assertThat(event.get("receivedAt").textValue()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(event.get("clock").textValue()).isEqualTo("TRUSTED");
        assertThat(event.get("readable").booleanValue()).isTrue();
        assertThat(event.get("door").textValue()).isEqualTo("square");
        assertThat(event.get("person").textValue()).isEqualTo("p-1");
        assertThat(event.get("details").get("revision").textValue()).isEqualTo("1.4");
    }

    @Test
    void everyKindOfEventHasAForm() {
        var journal = new FakeJournal("c1", "j1")
                .add(AT, new Event.Started("1.0"))
                .add(AT, new Event.Gap("lost", Optional.of(new JournalId("j0"))))
                .add(AT, new Event.Granted(POINT, PERSON, new GrantId("g-1"), new Revision(1, 4), SITUATION))
                .add(AT, new Event.Refused(POINT, Reason.BLOCKED, Optional.empty(), new Revision(1, 4), SITUATION))
                .add(AT, new Event.ExitRead(SQUARE, POINT, Optional.of(PERSON)))
                .add(AT, new Event.ReleasedByCommand(SQUARE, new CommandId("k-1")))
                .add(AT, new Event.Passage(SQUARE, Direction.IN, PERSON, 3, Confidence.CONFIRMED))
                .add(AT, new Event.NotOpened(SQUARE, 3))
                .add(AT, new Event.ExitRequested(SQUARE))
                .add(AT, new Event.Opened(SQUARE, Cause.FORCED))
                .add(AT, new Event.Closed(SQUARE))
                .add(AT, new Event.Held(SQUARE))
                .add(AT, new Event.ContactSuspect(SQUARE))
                .add(AT, new Event.StaleRead(SQUARE, POINT, 2_500))
                .add(AT, new Event.PartHealth(SQUARE, "reader", false, "unplugged"))
                .add(AT, new Event.ListApplied(new Revision(1, 4), Hash.ZERO))
                .add(AT, new Event.LeaseChanged(Lease.ENDED))
                .add(AT, new Event.ClockChanged(ClockTrust.LOST))
                .add(AT, new Event.CommandHandled(new CommandId("k-1"), "identify", "done"))
                .add(AT, new Event.MessageRejected("commands", "RETAINED"));
        commit(journal, 1, journal.size());

        Reply page = page("");

        assertThat(ids(page)).hasSize(20);
        page.json()
                .get("events")
                .forEach(event ->
                        assertThat(event.get("readable").booleanValue()).isTrue());
    }

    @Test
    void aReleaseByCommandNamesItsDoorAndNobody() {
        commit(new FakeJournal("c1", "j1").add(AT, new Event.ReleasedByCommand(SQUARE, new CommandId("k-1"))), 1, 1);

        JsonNode event = page("").json().get("events").get(0);

        assertThat(event.get("kind").textValue()).isEqualTo("released-by-command");
        assertThat(event.get("door").textValue()).isEqualTo("square");
        assertThat(event.has("person")).isFalse();
        assertThat(event.get("details").get("command").textValue()).isEqualTo("k-1");
    }

    @Test
    void aRecordThatCannotBeReadIsListedWithoutDetails() {
        var journal = new FakeJournal("c1", "j1").addRaw(AT, "teleported", "{\"to\":\"somebody's name\"}");
        commit(journal, 1, 1);

        Reply page = page("");

        assertThat(page.json().get("events").get(0).get("readable").booleanValue())
                .isFalse();
        assertThat(page.text()).contains("teleported").doesNotContain("somebody");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        commit(closings(7), 1, 7);

        Reply first = page("?limit=3");
        Reply second = page("?limit=3&cursor=" + first.text("cursor"));
        Reply third = page("?limit=3&cursor=" + second.text("cursor"));
        Reply end = page("?limit=3&cursor=" + third.text("cursor"));

        assertThat(ids(first)).containsExactly("1", "2", "3");
        assertThat(ids(second)).containsExactly("4", "5", "6");
        assertThat(ids(third)).containsExactly("7");
        assertThat(ids(end)).isEmpty();
        assertThat(end.text("cursor")).isEqualTo(third.text("cursor"));
    }

    @Test
    void whatHappenedEarlierAndArrivesLaterComesAfterTheCursor() {
        FakeJournal journal = closings(3);
        commit(journal, 1, 3);
        String cursor = page("").text("cursor");
        site.database().write(t -> t.update("INSERT INTO controller (id, name) VALUES ('c2', 'Two')"));
        var late = new FakeJournal("c2", "j2").add(AT.minusSeconds(86_400), new Event.Closed(SQUARE));

        commit(late, 1, 1);

        Reply page = page("?cursor=" + cursor);
        assertThat(ids(page)).containsExactly("4");
        assertThat(page.json().get("events").get(0).get("controller").textValue())
                .isEqualTo("c2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cursor=-1",
                "cursor=x",
                "cursor=",
                "cursor=99999999999999999999",
                "limit=0",
                "limit=501",
                "limit=x",
                "limit=-1",
                "limit=",
                "cursor=1&cursor=2",
                "after=1"
            })
    void aQueryThatBreaksARuleIsRefusedByName(String query) {
        Reply reply = site.client().get("/events?" + query);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo(query.substring(0, query.indexOf('=')));
    }
}
