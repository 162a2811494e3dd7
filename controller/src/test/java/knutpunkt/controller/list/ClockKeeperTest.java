package knutpunkt.controller.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import knutpunkt.access.ClockTrust;
import org.junit.jupiter.api.Test;

class ClockKeeperTest {
    private final Times times = new Times();

    @Test
    void aClockSetByTheNetworkIsTrusted() {
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(times.wall);
    }

    @Test
    void aClockThatIsNotSetGivesTheLastKnownTimePlusUptime() {
        Instant stopped = times.wall;
        times.stop();
        times.off(Duration.ofDays(2));
        times.synchronised = false;

        times.boot();
        times.run(Duration.ofMinutes(5));

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
        assertThat(times.clock.instant()).isEqualTo(stopped.plusSeconds(300));
    }

    @Test
    void aControllerThatNeverKnewTheTimeSaysSo() {
        var fresh = new Times();
        fresh.disk.delete("list");
        fresh.synchronised = false;

        fresh.boot();

        assertThat(fresh.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
        assertThat(fresh.clock.instant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aLowerBoundIsGoodForADayOfUptime() {
        times.synchronised = false;
        times.stop();
        times.boot();

        times.run(Duration.ofHours(24));
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
        times.run(Duration.ofMinutes(1));
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOST);
    }

    @Test
    void rebootingDoesNotStartTheDayAnew() {
        times.synchronised = false;
        times.boot();

        for (int reboot = 0; reboot < 5; reboot++) {
            times.run(Duration.ofHours(5));
            times.stop();
            times.boot();
        }

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOST);
    }

    @Test
    void theNetworksTimeEndsTheDoubt() {
        times.synchronised = false;
        times.boot();
        times.run(Duration.ofHours(30));

        times.synchronised = true;
        times.keep();
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);

        times.synchronised = false;
        times.boot();
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
    }

    @Test
    void aClockBehindTheLastKnownTimeIsNotBelieved() {
        times.stop();
        Instant known = times.wall;
        times.wall = Instant.parse("1970-01-01T00:00:10Z");

        times.boot();

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
        assertThat(times.clock.instant()).isEqualTo(known);
    }

    @Test
    void aSmallStepBackIsTheNetworksAndTimeStillDoesNotGoBackBehindWhatWasKnown() {
        times.stop();
        Instant known = times.wall;
        times.wall = known.minusSeconds(2);

        times.boot();

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(known);
    }

    @Test
    void cuttingThePowerAgainAndAgainDoesNotStretchTheDay() {
        times.synchronised = false;

        for (int cut = 0; cut < 26; cut++) {
            times.boot();
            times.run(Duration.ofMinutes(59));
        }

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOST);
    }

    @Test
    void aClockThatGoesFarBackWhileTheMachineRunsIsNotBelieved() {
        Instant known = times.clock.instant();

        times.wall = known.minus(Duration.ofDays(300));
        times.uptimeNanos += Duration.ofMinutes(5).toNanos();

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
        assertThat(times.clock.instant()).isEqualTo(known.plusSeconds(300));
        times.wall = known.plusSeconds(310);
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(times.wall);
    }

    @Test
    void aClockThatGoesBackAndStaysThereIsGoodForADayOfUptime() {
        Instant known = times.clock.instant();
        times.wall = known.minus(Duration.ofDays(300));

        times.run(Duration.ofHours(24));
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
        times.run(Duration.ofMinutes(1));

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOST);
    }

    @Test
    void aSmallStepBackWhileTheMachineRunsStopsTheTimeForAMoment() {
        Instant known = times.clock.instant();

        times.wall = known.minusSeconds(50);

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(known);
    }

    @Test
    void aClockThatJumpsAheadForAMomentChangesNothing() {
        Instant known = times.clock.instant();

        times.wall = known.plus(Duration.ofDays(400));
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
        assertThat(times.clock.instant()).isEqualTo(known);
        times.keep();
        times.wall = known.plusSeconds(5);
        times.uptimeNanos += Duration.ofSeconds(5).toNanos();

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(times.wall);
    }

    @Test
    void aClockThatStaysAheadIsBelievedInTheEnd() {
        times.wall = times.wall.plus(Duration.ofDays(400));
        times.keep();

        times.run(ClockKeeper.AHEAD_FOR.minusMinutes(1));
        assertThat(times.clock.trust()).isEqualTo(ClockTrust.LOWER_BOUND);
        times.run(Duration.ofMinutes(1));

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(times.wall);
    }

    @Test
    void aClockThatIsTrustedAgainBehindItsLowerBoundTellsNoEarlierTime() {
        Instant known = times.clock.instant();
        times.wall = known.minus(Duration.ofMinutes(5));
        times.run(Duration.ofMinutes(3));
        assertThat(times.clock.instant()).isEqualTo(known.plusSeconds(180));

        times.run(Duration.ofMinutes(1));

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(known.plusSeconds(180));
        times.run(Duration.ofMinutes(5));
        assertThat(times.clock.instant()).isEqualTo(times.wall).isEqualTo(known.plusSeconds(240));
    }

    @Test
    void whatHadEndedByTheLowerBoundStaysEndedWhenTheNetworkSetsAnEarlierTime() {
        times.stop();
        Instant known = times.wall;
        times.synchronised = false;
        times.boot();
        times.run(Duration.ofHours(5));
        assertThat(times.clock.instant()).isEqualTo(known.plus(Duration.ofHours(5)));

        times.wall = known.plus(Duration.ofHours(1));
        times.synchronised = true;

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(known.plus(Duration.ofHours(5)));
        times.run(Duration.ofHours(4));
        assertThat(times.clock.instant()).isEqualTo(times.wall);
        times.run(Duration.ofMinutes(1));
        assertThat(times.clock.instant()).isEqualTo(times.wall);
    }

    @Test
    void aTimeThatStandsStillIsNotTakenForKnownByTheNextBoot() {
        times.stop();
        times.synchronised = false;
        times.boot();
        times.run(Duration.ofHours(5));
        times.wall = times.wall.minus(Duration.ofHours(4));
        times.synchronised = true;
        times.clock.instant();
        times.stop();

        times.boot();

        assertThat(times.clock.trust()).isEqualTo(ClockTrust.TRUSTED);
        assertThat(times.clock.instant()).isEqualTo(times.wall);
    }

    @Test
    void nobodyWaitsForTheTimeWhileItIsWrittenDown() throws InterruptedException {
        var writing = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        var slow = new Keepsakes() {
            @Override
            public OptionalLong find(String name) {
                return OptionalLong.empty();
            }

            @Override
            public void put(Map<String, Long> numbers) {
                writing.countDown();
                try {
                    written.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        var clock = new ClockKeeper(slow, () -> true, () -> times.wall, () -> 0);
        Thread keeper = Thread.ofPlatform().start(() -> clock.keep(false));
        writing.await();

        var asked = CompletableFuture.supplyAsync(() -> Map.entry(clock.instant(), clock.trust()));

        try {
            assertThat(asked)
                    .succeedsWithin(Duration.ofSeconds(5))
                    .isEqualTo(Map.entry(times.wall, ClockTrust.TRUSTED));
        } finally {
            written.countDown();
            keeper.join();
        }
    }

    @Test
    void theTimeIsWrittenDownAboutOnceAnHour() {
        long before = times.disk.syncs();

        times.run(Duration.ofDays(1));

        assertThat(times.disk.syncs() - before).isBetween(23L, 25L);
    }
}
