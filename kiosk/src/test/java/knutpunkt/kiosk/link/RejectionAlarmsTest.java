package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RejectionAlarmsTest {
    private static final BootId BOOT = new BootId("boot-1");

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final FakeController controller = new FakeController("c1");
    private Lists lists;
    private RejectionAlarms alarms;

    @BeforeEach
    void open() {
        lists = new Lists(folder, clock);
        lists.enrol(controller.id);
        alarms = new RejectionAlarms(controller.id, lists.database, clock, clock);
    }

    @AfterEach
    void close() {
        lists.close();
    }

    @Test
    void whatIsNotLetThroughHereIsAnAlarmThatNamesItsKindAndChannel() {
        alarms.refused(Channel.EVENTS, Rejection.WRONG_SIGNATURE, false);
        alarms.tick();

        Alarms.Alarm alarm = raised().getFirst();
        assertThat(alarm.kind()).isEqualTo(Alarms.Kind.MESSAGES_REJECTED);
        assertThat(alarm.detail()).contains("WRONG_SIGNATURE on [events]").contains("[1]");
    }

    @Test
    void aFloodIsToldOfEveryTenMinutes() {
        for (int second = 0; second < 1_199; second++) {
            alarms.refused(Channel.STATE, Rejection.UNSIGNED, false);
            alarms.tick();
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(raised()).hasSize(1);
        assertThat(raised().getFirst().occurrences()).isEqualTo(2);
    }

    @Test
    void whatWasHeardOnlyOnceIsToldOfOnce() {
        alarms.refused(Channel.STATE, Rejection.UNSIGNED, false);
        for (int minute = 0; minute < 60; minute++) {
            alarms.tick();
            clock.pass(Duration.ofMinutes(1));
        }

        assertThat(raised().getFirst().occurrences()).isEqualTo(1);
    }

    @Test
    void manyThatAControllerDoesNotLetThroughAreAnAlarmAndAFewAreNot() {
        beat(BOOT, RejectionAlarms.MANY - 1);
        assertThat(raised()).isEmpty();

        beat(BOOT, RejectionAlarms.MANY);
        assertThat(raised()).hasSize(1);
    }

    @Test
    void aFewNowAndThenAreNeverMany() {
        for (int hour = 0; hour < 24; hour++) {
            clock.pass(Duration.ofHours(1));
            beat(BOOT, 3L * hour);
        }
        beat(new BootId("boot-2"), 3);

        assertThat(raised()).isEmpty();
    }

    @Test
    void aStateThatWasKeptSinceBeforeAChangeOfKeysIsNoAlarmAndManyAre() {
        for (int hour = 0; hour < RejectionAlarms.MANY; hour++) {
            alarms.refused(Channel.STATE, Rejection.WRONG_SIGNATURE, true);
            alarms.tick();
            clock.pass(Duration.ofHours(1));
        }
        assertThat(raised()).isEmpty();

        for (int i = 0; i < RejectionAlarms.MANY; i++) {
            alarms.refused(Channel.STATE, Rejection.WRONG_SIGNATURE, true);
        }
        alarms.tick();
        assertThat(raised()).hasSize(1);
    }

    @Test
    void manyThatCannotBeToldOfAtOnceAreToldOfLater() {
        beat(BOOT, 0);
        clock.pass(RejectionAlarms.EACH_EVERY.dividedBy(2));
        alarms.refused(Channel.STATE, Rejection.UNSIGNED, false);
        alarms.tick();
        clock.pass(RejectionAlarms.EACH_EVERY.dividedBy(2));
        beat(BOOT, RejectionAlarms.MANY);
        clock.pass(RejectionAlarms.EACH_EVERY);

        beat(BOOT, RejectionAlarms.MANY);

        assertThat(raised().getFirst().detail()).startsWith("it has not let");
    }

    @Test
    void whatIsRefusedWhileAnAlarmIsRaisedIsToldOfByTheNext() {
        var once = new AtomicBoolean(true);
        InstantSource busy = () -> {
            if (once.getAndSet(false)) {
                alarms.refused(Channel.EVENTS, Rejection.WRONG_SENDER, false);
            }
            return clock.instant();
        };
        alarms = new RejectionAlarms(controller.id, lists.database, busy, clock);
        alarms.refused(Channel.STATE, Rejection.UNSIGNED, false);
        alarms.tick();
        clock.pass(RejectionAlarms.EACH_EVERY);

        alarms.tick();

        assertThat(raised().getFirst().detail()).contains("WRONG_SENDER on [events]");
    }

    private void beat(BootId boot, long rejected) {
        clock.pass(Duration.ofSeconds(5));
        alarms.heard(new Heartbeat(
                boot,
                5_000,
                controller.challenge(),
                Revision.NONE,
                0,
                rejected,
                0,
                Optional.empty(),
                Optional.empty()));
    }

    private List<Alarms.Alarm> raised() {
        return lists.database.read(Alarms::list);
    }
}
