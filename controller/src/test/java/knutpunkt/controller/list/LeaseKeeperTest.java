package knutpunkt.controller.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import knutpunkt.access.Lease;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private static final Duration WEEK = Duration.ofDays(7);

    private final Times times = new Times();

    @Test
    void aLeaseThatNeverWasHasEnded() {
        assertThat(times.lease.state()).isEqualTo(Lease.ENDED);
        assertThat(times.lease.remaining()).isZero();
        assertThat(times.lease.isLow()).isTrue();
    }

    @Test
    void aRenewedLeaseIsCurrentForSevenDaysThenForEssentialPersonsForSevenMoreThenEnded() {
        times.lease.renewed();

        times.run(WEEK.minusMinutes(1));
        assertThat(times.lease.state()).isEqualTo(Lease.CURRENT);
        times.run(Duration.ofMinutes(1));
        assertThat(times.lease.state()).isEqualTo(Lease.ESSENTIAL_ONLY);
        times.run(WEEK.minusMinutes(1));
        assertThat(times.lease.state()).isEqualTo(Lease.ESSENTIAL_ONLY);
        times.run(Duration.ofMinutes(1));
        assertThat(times.lease.state()).isEqualTo(Lease.ENDED);
    }

    @Test
    void theAlarmComesTwelveHoursBeforeTheEnd() {
        times.lease.renewed();

        times.run(WEEK.minusHours(12).minusMinutes(1));
        assertThat(times.lease.isLow()).isFalse();
        times.run(Duration.ofMinutes(1));
        assertThat(times.lease.isLow()).isTrue();
        assertThat(times.lease.remaining()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void aRenewalStartsTheWeekAnew() {
        times.lease.renewed();
        times.run(WEEK.plusDays(1));

        times.lease.renewed();

        assertThat(times.lease.state()).isEqualTo(Lease.CURRENT);
        assertThat(times.lease.remaining()).isEqualTo(WEEK);
    }

    @Test
    void aControllerKilledSoonAfterItsFirstLeaseStillHasIt() {
        times.lease.renewed();
        times.keep();

        times.boot();

        assertThat(times.lease.state()).isEqualTo(Lease.CURRENT);
    }

    @Test
    void rebootingAgainAndAgainDoesNotMakeALeaseLast() {
        times.lease.renewed();
        times.keep();
        times.synchronised = false;

        for (int reboot = 0; reboot < 24 * 7 + 1; reboot++) {
            times.run(Duration.ofMinutes(59));
            times.boot();
        }

        assertThat(times.lease.state()).isNotEqualTo(Lease.CURRENT);
    }

    @Test
    void aPowerCutMakesALeaseOlderByAnHourAtMost() {
        times.synchronised = false;
        times.lease.renewed();
        times.run(Duration.ofDays(3));

        times.boot();

        assertThat(times.lease.remaining()).isBetween(Duration.ofDays(4).minusHours(2), Duration.ofDays(4));
    }

    @Test
    void anOrderlyStopKeepsTheAgeToTheMinute() {
        times.synchronised = false;
        times.lease.renewed();
        times.run(Duration.ofDays(3));

        times.stop();
        times.boot();

        assertThat(times.lease.remaining()).isEqualTo(Duration.ofDays(4));
    }

    @Test
    void timeSwitchedOffCountsWhenTheClockCanBeTrusted() {
        times.lease.renewed();
        times.stop();

        times.off(Duration.ofDays(8));
        times.boot();

        assertThat(times.lease.state()).isEqualTo(Lease.ESSENTIAL_ONLY);
    }

    @Test
    void timeSwitchedOffCountsAlsoWhenTheTimeWasNotKnownAtTheRenewal() {
        times.synchronised = false;
        times.lease.renewed();
        times.run(Duration.ofMinutes(10));
        times.stop();

        times.off(Duration.ofDays(8));
        times.synchronised = true;
        times.boot();

        assertThat(times.lease.state()).isNotEqualTo(Lease.CURRENT);
    }

    @Test
    void aLeaseRenewedBeforeTheNetworkSetTheClockIsAsYoungAsItIs() {
        times.stop();
        times.off(Duration.ofDays(30));
        times.synchronised = false;
        times.boot();
        times.lease.renewed();
        times.run(Duration.ofMinutes(10));

        times.synchronised = true;

        assertThat(times.lease.remaining()).isEqualTo(WEEK.minusMinutes(10));
        times.stop();
        times.off(Duration.ofDays(3));
        times.boot();
        assertThat(times.lease.remaining()).isEqualTo(Duration.ofDays(4).minusMinutes(10));
    }

    @Test
    void timeSwitchedOffCountsAlsoWhenTheTimeStoodStillAtTheRenewal() {
        times.stop();
        times.synchronised = false;
        times.boot();
        times.run(Duration.ofHours(5));
        times.clock.instant();
        times.wall = times.wall.minus(Duration.ofHours(4));
        times.synchronised = true;
        times.lease.renewed();
        times.stop();

        times.off(Duration.ofHours(3));
        times.boot();

        assertThat(times.lease.remaining()).isEqualTo(WEEK.minusHours(3));
    }

    @Test
    void aLeaseRenewedAllTheTimeIsWrittenAboutOnceAnHour() {
        times.lease.renewed();
        times.run(Duration.ofHours(1));
        long before = times.disk.syncs();

        for (int i = 0; i < 24 * 60; i++) {
            times.lease.renewed();
            times.run(Duration.ofMinutes(1));
        }

        assertThat(times.disk.syncs() - before).isLessThanOrEqualTo(24 * 2 + 2);
    }

    @Test
    void aLeaseRenewedUntilThePowerCutIsAsGoodAsNew() {
        for (int i = 0; i < 3 * 24 * 60; i++) {
            times.lease.renewed();
            times.run(Duration.ofMinutes(1));
        }

        times.boot();

        assertThat(times.lease.remaining()).isGreaterThan(WEEK.minusHours(2).minusMinutes(10));
    }
}
