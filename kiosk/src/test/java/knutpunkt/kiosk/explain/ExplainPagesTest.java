package knutpunkt.kiosk.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.AccessList;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.log.Records;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainPagesTest {
    private static final DoorId SQUARE = new DoorId("square");
    private static final PointId POINT = new PointId("square-entry");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> time = new AtomicReference<>(RunningSite.NOW);
    private RunningSite site;
    private ExampleSite example;
    private Staff staff;
    private Surfer owner;
    private String police;
    private String maja;
    private String badge;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, time::get);
        example = new ExampleSite(site);
        police = example.partner("Polisen");
        maja = example.person(police, "Maja Öberg");
        badge = example.badge(maja, "K-0001", "04A1B2C3D4");
        staff = new Staff(site);
        owner = staff.owner();
        owner.get("/admin/explain");
    }

    @AfterEach
    void close() {
        owner.close();
        site.close();
    }

    private void later(Duration by) {
        time.set(time.get().plus(by));
    }

    private Seen ask(Surfer by, String who, String time, String... more) {
        var fields = new ArrayList<>(List.of("act", "ask", "who", who, "door", "square", "day", "2026-11-22"));
        fields.addAll(List.of("time", time, "purpose", "badge"));
        fields.addAll(List.of(more));
        return by.post("/admin/explain", fields.toArray(String[]::new));
    }

    @Test
    void theAnswerIsThatOfThenBesideThatOfNow() {
        later(Duration.ofMinutes(10));
        String grant = example.grant(maja, "square");
        later(Duration.ofMinutes(10));
        site.client().delete("/grants/" + grant);
        later(Duration.ofMinutes(10));

        Seen early = ask(owner, "maja", "13:05");
        Seen between = ask(owner, "K-0001", "13:15");

        assertThat(early.words()).containsPattern("K-0001 +Ingen behörighet +Ingen behörighet");
        assertThat(between.words())
                .containsPattern(
                        "K-0001 +Öppnas +Genom en behörighet som har återkallats sedan dess. +Ingen behörighet");
        assertThat(between.words()).contains("Med reglerna som gällde då (1.4)");
    }

    @Test
    void whatTheDoorHadConfirmedCountsNotWhatWasNewest() {
        later(Duration.ofMinutes(1));
        Revision before = site.accessList().revision();
        Instant confirmed = time.get();
        site.database().write(transaction -> {
            transaction.update(
                    "INSERT INTO delivery (controller, epoch, number, confirmed_at) VALUES ('c1', ?, ?, ?)",
                    before.epoch(),
                    before.number(),
                    confirmed);
            return true;
        });
        later(Duration.ofMinutes(1));
        example.grant(maja, "square");
        later(Duration.ofMinutes(10));

        Seen seen = ask(owner, "maja", "13:05");

        assertThat(seen.words()).contains("(" + before + ")").containsPattern("K-0001 +Ingen behörighet +Öppnas");
        Optional<Revision> earlier = site.database()
                .read(transaction ->
                        Confirmations.inForce(transaction, new ControllerId("c1"), confirmed.minusMillis(1)));
        assertThat(earlier).isEmpty();
    }

    @Test
    void aTimeToComeIsAnsweredByTheRulesOfNow() {
        example.grant(maja, "square");

        Seen seen = ask(owner, "maja", "23:00");

        assertThat(seen.words())
                .contains("vid den tiden")
                .containsPattern("K-0001 +Öppnas +Får öppna Torgdörren: alla dagar hela dygnet");
    }

    @Test
    void whoHasNoBadgeIsAnsweredForAnyBadge() {
        String ali = example.person(police, "Ali Larsson");
        example.grant(ali, "square");

        assertThat(ask(owner, "ali", "23:00").words())
                .containsPattern("Har ingen bricka: vilken bricka som helst +Öppnas");
    }

    @Test
    void noPurposeNoAnswerAndEveryAnswerIsNotedWithoutAName() {
        Seen without = owner.post(
                "/admin/explain",
                "act",
                "ask",
                "who",
                "maja",
                "door",
                "square",
                "day",
                "2026-11-22",
                "time",
                "12:00",
                "purpose",
                "");
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.words()).contains("Välj vad du behöver svaret till").doesNotContain("Med reglerna");

        ask(owner, "maja", "12:00");

        Audit.Line line = site.database()
                .read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 1))
                .getFirst();
        assertThat(line.deed()).isEqualTo(Deed.DECISION_READ);
        assertThat(line.purpose()).hasValue(Purpose.BADGE);
        assertThat(line.subject()).isEqualTo(maja);
        assertThat(line.after()).containsEntry("door", "square").containsEntry("time", "2026-11-22T11:00:00Z");
        assertThat(line.toString()).doesNotContain("Maja");
    }

    private Situation situation() {
        return new Situation(SQUARE, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);
    }

    private long told(Event event) {
        int before = site.database()
                .read(transaction -> Records.after(transaction, 0, 100))
                .size();
        site.tell(event, time.get());
        await().until(() -> site.database()
                        .read(transaction -> Records.after(transaction, 0, 100))
                        .size()
                > before);
        return before + 1L;
    }

    private Seen why(Surfer by, long record) {
        by.get("/admin/explain?record=" + record);
        return by.post("/admin/explain/record", "record", Long.toString(record), "purpose", "incident");
    }

    @Test
    void aRecordIsDecidedAgainWithTheListTheDoorHad() {
        Revision then = site.accessList().revision();
        long record =
                told(new Event.Refused(POINT, Reason.NO_GRANT, Optional.of(new PersonId(maja)), then, situation()));
        example.grant(maja, "square");

        Seen seen = why(owner, record);

        assertThat(seen.words())
                .contains("Maja Öberg")
                .containsPattern("Dörren svarade +Ingen behörighet")
                .containsPattern("Uträknat igen, K-0001 +Ingen behörighet")
                .contains("samma svar som dörren")
                .contains("vanligt läge, färska regler, rätt klocka");
    }

    @Test
    void aDoorThatAnsweredOtherwiseIsPointedOut() {
        long refused = told(new Event.Refused(
                POINT,
                Reason.BLOCKED,
                Optional.of(new PersonId(maja)),
                site.accessList().revision(),
                situation()));
        assertThat(why(owner, refused).words()).contains("ett annat svar än dörren");
        site.client().post("/badges/" + badge + "/block", "");
        long blocked = told(new Event.Refused(
                POINT,
                Reason.BLOCKED,
                Optional.of(new PersonId(maja)),
                site.accessList().revision(),
                situation()));
        assertThat(why(owner, blocked).words()).contains("samma svar som dörren");
        long opened = told(new Event.Granted(
                POINT, new PersonId(maja), new GrantId("g-x"), site.accessList().revision(), situation()));
        assertThat(why(owner, opened).words()).contains("ett annat svar än dörren");
    }

    @Test
    void aBadgeThatNobodyKnowsCannotBeDecidedAgain() {
        long record = told(new Event.Refused(
                POINT, Reason.UNKNOWN_BADGE, Optional.empty(), site.accessList().revision(), situation()));

        assertThat(why(owner, record).words())
                .contains("kan inte räknas ut igen")
                .contains("Okänd bricka");
        long other = told(new Event.Closed(SQUARE));
        assertThat(why(owner, other).status()).isEqualTo(404);
        assertThat(why(owner, 4_711).status()).isEqualTo(404);
    }

    @Test
    void anotherPartnersPeopleAndRecordsLookAsIfTheyWereNotThere() {
        String shop = example.partner("Butiken");
        String ali = example.person(shop, "Ali Larsson");
        example.badge(ali, "K-0002", "04A1B2C3D5");
        long record = told(new Event.Refused(
                POINT,
                Reason.NO_GRANT,
                Optional.of(new PersonId(ali)),
                site.accessList().revision(),
                situation()));
        long unknown = told(new Event.Refused(
                POINT, Reason.UNKNOWN_BADGE, Optional.empty(), site.accessList().revision(), situation()));
        try (Surfer admin = staff.partnerAdmin(police)) {
            admin.get("/admin/explain");
            for (String who : List.of("ali", "K-0002")) {
                Seen seen = ask(admin, who, "12:00");
                assertThat(seen.status()).isEqualTo(404);
                assertThat(seen.words()).doesNotContain("Ali");
            }
            Seen byId = ask(admin, "", "12:00", "person", ali);
            assertThat(byId.status()).isEqualTo(404);
            assertThat(byId.words()).doesNotContain("Ali");
            for (long one : List.of(record, unknown, 4_711L)) {
                Seen seen = why(admin, one);
                assertThat(seen.status()).as("record %d", one).isEqualTo(404);
                assertThat(seen.words()).doesNotContain("Ali").doesNotContain("Torgdörren,");
            }
            assertThat(ask(admin, "maja", "12:00").words()).contains("Maja Öberg");
        }
    }

    @Test
    void everyListThatEverWasCanBeMadeAgain() {
        String grant = example.grant(maja, "square");
        site.client().delete("/grants/" + grant);
        Revision newest = site.accessList().revision();

        for (long number = 1; number <= newest.number(); number++) {
            var revision = new Revision(1, number);
            site.database().read(transaction -> {
                var list = site.changes().at(transaction, revision).orElseThrow();
                assertThat(list.revision()).isEqualTo(revision);
                assertThat(site.changes().digest(transaction, revision)).hasValue(list.digest());
                return true;
            });
        }
        Optional<AccessList> beyond =
                site.database().read(transaction -> site.changes().at(transaction, newest.next()));
        assertThat(beyond).isEmpty();
    }
}
