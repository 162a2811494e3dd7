package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.grants.Given;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.people.Person;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service goes back to a backup; its controllers do not. */
final class RestoredTest {
    private static final BadgeToken ANNA = new BadgeToken(1, 1L << 56, 1);
    private static final BadgeToken BO = new BadgeToken(1, 2L << 56, 2);
    private static final BadgeToken NEW = new BadgeToken(1, 3L << 56, 3);

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final FakeController c1 = new FakeController("c1");
    private final FakeController c2 = new FakeController("c2");
    private RestoredSite site;
    private Badge annas;
    private Given annasGrant;

    @BeforeEach
    void open() {
        site = new RestoredSite(folder, clock, c1.id, c2.id);
        Person anna = site.add("Anna");
        Person bo = site.add("Bo");
        annas = site.issue(anna.id(), "K-0001", ANNA);
        site.issue(bo.id(), "K-0002", BO);
        annasGrant = site.give(anna.id());
        site.give(bo.id());
        bring(c1);
        bring(c2);
        site.backUp();
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** The controller asks and takes what comes, until it has the newest list. */
    private void bring(FakeController controller) {
        site.say(controller, controller.birth());
        site.say(controller, controller.want());
        await().until(() -> {
            answer(controller);
            return controller.list().revision().equals(site.list().revision());
        });
    }

    /** Anna's badge is blocked, one door knows it, and the service forgets it. */
    private void blockAndRestore() {
        site.setBlocked(annas, true);
        bring(c1);
        site.restore();
    }

    /** Whatever came for the controller is done; false when nothing had come. */
    private boolean answer(FakeController controller) {
        boolean any = false;
        for (AccessRecall recall : site.outbox.takenBy(controller.id, AccessRecall.class)) {
            site.say(controller, controller.handOver(recall));
            any = true;
        }
        for (AccessUpdate update : site.outbox.takenBy(controller.id, AccessUpdate.class)) {
            controller.take(update).ifPresent(receipt -> site.say(controller, receipt));
            any = true;
        }
        return any;
    }

    /** The service hears from the controller that a badge was blocked. */
    private void awaitBlocked(BadgeToken token) {
        await().until(() -> {
            answer(c1);
            return site.list().badge(token).orElseThrow().blocked();
        });
    }

    private static boolean isOpenTo(BadgeToken token, FakeController at) {
        return at.list().badge(token).filter(badge -> !badge.blocked()).isPresent();
    }

    private List<Audit.Line> takenOver() {
        return site
                .database
                .read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 100))
                .stream()
                .filter(line -> line.deed() == Deed.REVOCATION_TAKEN_OVER)
                .toList();
    }

    private List<Alarms.Alarm> alarms() {
        return site.database.read(Alarms::list);
    }

    @Test
    void aBadgeThatWasBlockedAfterTheBackupOpensNothingAnywhere() {
        blockAndRestore();
        assertThat(site.list().badge(ANNA).orElseThrow().blocked()).isFalse();

        site.say(c1, c1.want());
        awaitBlocked(ANNA);
        bring(c2);
        bring(c1);

        assertThat(isOpenTo(ANNA, c1)).isFalse();
        assertThat(isOpenTo(ANNA, c2)).isFalse();
        assertThat(isOpenTo(BO, c1)).isTrue();
        assertThat(takenOver()).singleElement().satisfies(line -> {
            assertThat(line.subject()).isEqualTo(annas.id().text());
            assertThat(line.after()).containsEntry("label", "K-0001");
        });
        assertThat(alarms()).isEmpty();
    }

    @Test
    void whoAsksForAWholeListHandsOverWhatItHasFirst() {
        blockAndRestore();

        site.say(c1, c1.wantWhole());
        awaitBlocked(ANNA);
        bring(c2);
        bring(c1);

        assertThat(isOpenTo(ANNA, c1)).isFalse();
    }

    @Test
    void noListGoesOutBeforeEverybodyWhoMayHoldARevocationIsHeardOrHalfAMinuteHasPassed() {
        blockAndRestore();

        site.say(c2, c2.birth());
        site.say(c2, c2.want());
        clock.pass(SiteLink.GATHERING_MAX.minusSeconds(1));
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(5)).until(() -> !answer(c2));
        assertThat(site.recovery.isGathering()).isTrue();

        clock.pass(Duration.ofSeconds(1));
        bring(c2);

        assertThat(isOpenTo(ANNA, c2))
                .as("nobody who knows better has been heard")
                .isTrue();
    }

    @Test
    void whoComesLateStillHasItsRevocationsTakenOver() {
        blockAndRestore();
        clock.pass(SiteLink.GATHERING_MAX);
        bring(c2);

        bring(c1);
        bring(c2);

        assertThat(isOpenTo(ANNA, c1)).isFalse();
        assertThat(isOpenTo(ANNA, c2)).isFalse();
    }

    @Test
    void whatAControllerHandedOverOnceIsNotTakenOverAgainWhenItsUpdateWasLost() {
        blockAndRestore();
        site.say(c1, c1.want());
        awaitBlocked(ANNA);
        site.say(c2, c2.want());
        await().until(() -> !site.recovery.isGathering());
        site.setBlocked(annas, false);

        bring(c1);

        assertThat(isOpenTo(ANNA, c1))
                .as("somebody freed it after it was taken over")
                .isTrue();
        assertThat(takenOver()).hasSize(1);
    }

    @Test
    void aGrantThatWasTakenBackStaysSoAndOneThatWasGivenIsGone() {
        site.takeBack(annasGrant);
        Person carl = site.add("Carl");
        site.issue(carl.id(), "K-0003", NEW);
        site.give(carl.id());
        bring(c1);
        assertThat(isOpenTo(NEW, c1)).isTrue();
        site.restore();
        clock.pass(SiteLink.GATHERING_MAX);

        bring(c1);

        assertThat(c1.list().holder(annas.person()).orElseThrow().grants())
                .allSatisfy(grant -> assertThat(grant.until()).isBeforeOrEqualTo(clock.instant()));
        assertThat(c1.list().badge(NEW)).isEmpty();
        assertThat(c1.list().holder(carl.id())).isEmpty();
    }

    @Test
    void whatIsMadeAfterTheRestoreIsNotHeldToBeRevokedByAnOlderList() {
        blockAndRestore();
        clock.pass(SiteLink.GATHERING_MAX);
        Person carl = site.add("Carl");
        site.issue(carl.id(), "K-0003", NEW);
        site.give(carl.id());
        bring(c2);

        bring(c1);

        assertThat(isOpenTo(NEW, c1)).isTrue();
        assertThat(isOpenTo(ANNA, c1)).isFalse();
    }

    @Test
    void theNewEpochIsAboveEveryRevisionThatIsHeardAndTheLogTellsOfIt() {
        Revision last = site.list().revision();
        blockAndRestore();
        assertThat(site.list().revision()).isEqualTo(new Revision(2, 1));
        clock.pass(SiteLink.GATHERING_MAX);
        site.setBlocked(annas, false);
        for (int i = 0; i < 3; i++) {
            site.setBlocked(annas, true);
            site.setBlocked(annas, false);
        }
        bring(c1);
        assertThat(c1.list().revision().epoch()).isEqualTo(2);

        // Back once more, to the time before the first restore: the backup knows nothing of epoch 2.
        site.restore();
        clock.pass(SiteLink.GATHERING_MAX);
        bring(c1);

        assertThat(c1.list().revision()).isEqualTo(site.list().revision());
        assertThat(site.list().revision().epoch()).isEqualTo(3);
        List<Event> own = site.database.read(transaction -> Records.after(transaction, 0, 100)).stream()
                .flatMap(logged -> logged.event().stream())
                .filter(event -> event instanceof Event.Restored)
                .toList();
        assertThat(own)
                .containsExactly(
                        new Event.Restored(last, new Revision(2, 1)),
                        new Event.Restored(new Revision(2, 1), new Revision(3, 1)));
    }

    @Test
    void aCopyThatNobodyToldOfGivesADoorNoOlderTruthHoweverHighItsNumber() {
        site.setBlocked(annas, true);
        bring(c1);
        site.forgetThatItIsABackup();
        for (int badge = 10; badge < 20; badge++) {
            site.add("Person " + badge);
        }
        assertThat(site.list().revision().isAfter(c1.list().revision())).isTrue();

        site.say(c1, c1.birth());
        site.say(c1, c1.want());

        await().until(() -> !alarms().isEmpty());
        clock.pass(Duration.ofSeconds(5));
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(5)).until(() -> !answer(c1));
        assertThat(isOpenTo(ANNA, c1)).isFalse();
        assertThat(alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Alarms.Kind.REVISION_DIFFERS);
            assertThat(alarm.detail()).contains("run the command restore");
        });
    }

    /** A restore explains what was lost by it, and not what a controller has confirmed since. */
    @Test
    void aCopyThatNobodyToldOfIsNoticedAfterARestoreToo() {
        site.restore();
        clock.pass(SiteLink.GATHERING_MAX);
        bring(c1);
        await().until(() -> site.database
                .read(transaction -> Confirmations.of(transaction, c1.id))
                .filter(confirmed -> confirmed.revision().equals(site.list().revision()))
                .isPresent());
        site.backUpAgain();
        site.setBlocked(annas, true);
        bring(c1);
        site.forgetThatItIsABackup();

        site.say(c1, c1.birth());
        site.say(c1, c1.want());

        await().until(() -> !alarms().isEmpty());
        clock.pass(Duration.ofSeconds(5));
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(5)).until(() -> !answer(c1));
        assertThat(isOpenTo(ANNA, c1)).isFalse();
        assertThat(alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.detail()).contains("run the command restore"));
    }

    @Test
    void theSameListOfAnotherControllerRevokesNothingAgain() {
        site.setBlocked(annas, true);
        bring(c1);
        bring(c2);
        site.restore();
        clock.pass(SiteLink.GATHERING_MAX);
        bring(c1);
        assertThat(isOpenTo(ANNA, c1)).isFalse();
        site.setBlocked(annas, false);

        bring(c2);

        assertThat(isOpenTo(ANNA, c2)).isTrue();
        assertThat(takenOver()).hasSize(1);
    }

    /** Whatever was held from being forgotten after the backup is to be held again first. */
    @Test
    void noRecordIsForgottenInTheWeekAfter() {
        site.restore();

        Instant looked = site.database
                .read(transaction -> transaction.one("SELECT ended_at FROM disposal", row -> row.time("ended_at")))
                .orElseThrow();

        assertThat(looked)
                .isBetween(
                        clock.instant().plus(Duration.ofDays(6)),
                        clock.instant().plus(Duration.ofDays(7)));
    }

    @Test
    void aListThatNothingProvesIsNeitherTakenOverNorReplaced() {
        blockAndRestore();
        clock.pass(SiteLink.GATHERING_MAX);
        bring(c2);

        site.say(c1, c1.birth());
        site.say(c1, c1.want(c1.list().revision(), c1.list().digest()));

        await().until(() -> !alarms().isEmpty());
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(5)).until(() -> !answer(c1));
        assertThat(alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.kind()).isEqualTo(Alarms.Kind.REVISION_AHEAD));
        assertThat(takenOver()).isEmpty();
    }

    @Test
    void whoHandsOverAnotherListThanTheSealIsOverRevokesNothing() {
        site.setBlocked(annas, true);
        bring(c1);
        var lying = new FakeController("c1").knowing(c1);
        lying.alter(new AccessItem.Badge(BO, site.list().badge(BO).orElseThrow().person(), true));
        site.restore();

        site.say(lying, lying.birth());
        site.say(lying, lying.want(c1.list().revision(), c1.list().digest(), c1.seal()));

        await().until(() -> {
            answer(lying);
            return !alarms().isEmpty();
        });
        assertThat(takenOver()).isEmpty();
        assertThat(site.list().badge(BO).orElseThrow().blocked()).isFalse();
    }

    @Test
    void theLogHasEveryRecordOnceAndPresenceIsTheSame() {
        Instant at = clock.instant();
        c1.journal.add(at, passage("p-1", Direction.IN)).add(at.plusSeconds(1), passage("p-2", Direction.IN));
        site.say(c1, c1.birth());
        commit(2);
        site.backUpAgain();
        c1.journal
                .add(at.plusSeconds(2), passage("p-1", Direction.OUT))
                .add(at.plusSeconds(3), passage("p-3", Direction.IN));
        site.say(c1, c1.journal.batch(3, 4));
        await().until(() -> acknowledged(4));
        long before = site.presence.now().total();
        clock.pass(Duration.ofDays(3));
        site.restore();

        // Nothing is pending there: that the log lacks something is known from the heartbeat alone.
        site.say(c1, c1.birth());
        site.say(c1, c1.heartbeat());
        await().until(() -> site.outbox.to(c1.id, EventAck.class).stream()
                .anyMatch(answer -> answer instanceof EventAck.SendFrom request
                        && request.journal().equals(c1.journal.id())
                        && request.from() == 3
                        && request.challenge().isPresent()));
        site.say(c1, c1.journal.batch(3, 4));
        site.say(c1, c1.journal.batch(1, 4));
        await().until(() -> acknowledged(4));

        List<Long> sequences = site.database.read(transaction -> transaction.list(
                "SELECT sequence FROM record WHERE controller = 'c1' ORDER BY id", row -> row.number("sequence")));
        assertThat(sequences).containsExactly(1L, 2L, 3L, 4L);
        assertThat(site.presence.now().total()).isEqualTo(before).isEqualTo(2);
        site.presence.rebuild();
        assertThat(site.presence.now().total()).isEqualTo(before);
        assertThat(alarms()).isEmpty();
    }

    private void commit(int upTo) {
        site.say(c1, c1.journal.all());
        await().until(() -> acknowledged(upTo));
    }

    private boolean acknowledged(int upTo) {
        return site.outbox.to(c1.id, EventAck.class).contains(new EventAck.Committed(c1.journal.id(), upTo));
    }

    private static Event passage(String person, Direction direction) {
        return new Event.Passage(RestoredSite.DOOR, direction, new PersonId(person), 1, Confidence.CONFIRMED);
    }
}
