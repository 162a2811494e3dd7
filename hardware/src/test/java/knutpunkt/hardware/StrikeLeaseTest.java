package knutpunkt.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class StrikeLeaseTest extends StrikeContract {
    private final List<HardwareFailure> faults = new CopyOnWriteArrayList<>();
    private final Coil coil = new Coil();

    @Override
    protected Strike open(LongSupplier nanoClock) {
        return new StrikeLease("test", coil, nanoClock, faults::add);
    }

    @Override
    protected boolean isEnergised() {
        return coil.energised;
    }

    @Test
    void itIsStillReleasedJustBeforeTheWatchdogsTime() {
        try (var strike = open(clock)) {
            strike.release();

            clock.advance(StrikeLease.SECURED_AFTER.minusNanos(1));
            strike.renew();

            clock.advance(StrikeLease.SECURED_AFTER.minusNanos(1));
            assertThat(strike.isReleased()).isTrue();
        }
    }

    @Test
    void anOutputThatRefusesToReleaseIsSecuredAndReported() {
        try (var strike = open(clock)) {
            coil.refusesHigh = true;

            assertThatThrownBy(strike::release)
                    .isInstanceOf(HardwareFailure.class)
                    .hasMessage("strike [test] refused to release");

            assertThat(strike.isReleased()).isFalse();
            assertThat(coil.energised).isFalse();
        }
    }

    @Test
    void anOutputThatEnergisesAndThenThrowsIsSecured() {
        try (var strike = open(clock)) {
            coil.throwsAfterHigh = true;

            assertThatThrownBy(strike::release).isInstanceOf(HardwareFailure.class);

            assertThat(coil.energised).isFalse();
        }
    }

    @Test
    void anOutputThatRefusesToSecureIsTriedUntilItDoes() {
        try (var strike = open(clock)) {
            strike.release();
            coil.refusesLow = true;

            assertThatThrownBy(strike::secure).hasMessage("strike [test] refused to secure");
            assertThat(strike.isReleased()).isTrue();
            coil.refusesLow = false;
            clock.advance(StrikeLease.RETRY_AFTER);

            await().untilAsserted(() -> assertThat(strike.isReleased()).isFalse());
            assertThat(coil.energised).isFalse();
        }
    }

    @Test
    void aFailureToSecureAtExpiryIsReportedOnceAndTriedOn() {
        try (var strike = open(clock)) {
            strike.release();
            coil.refusesLow = true;
            clock.advance(Strike.LEASE);
            await().untilAsserted(() -> assertThat(faults).hasSize(1));

            int before = coil.lowCalls;
            await().untilAsserted(() -> {
                clock.advance(StrikeLease.RETRY_AFTER);
                assertThat(coil.lowCalls).isGreaterThan(before + 3);
            });
            assertThat(faults).hasSize(1);

            coil.refusesLow = false;
            clock.advance(StrikeLease.RETRY_AFTER);
            await().untilAsserted(() -> assertThat(coil.energised).isFalse());
        }
    }

    @Test
    void aRenewalDoesNotReviveAStrikeThatShouldBeSecured() {
        try (var strike = open(clock)) {
            strike.release();
            coil.refusesLow = true;
            assertThatThrownBy(strike::secure).isInstanceOf(HardwareFailure.class);

            strike.renew();
            coil.refusesLow = false;
            clock.advance(StrikeLease.RETRY_AFTER);

            await().untilAsserted(() -> assertThat(coil.energised).isFalse());
        }
    }

    @Test
    void theWatchdogSurvivesWhoHearsOfFaults() {
        LongSupplier time = clock;
        try (var strike = new StrikeLease("test", coil, time, _ -> {
            throw new IllegalStateException("the listener failed");
        })) {
            strike.release();
            coil.refusesLow = true;
            clock.advance(Strike.LEASE);
            await().until(() -> coil.lowCalls > 1);

            coil.refusesLow = false;
            clock.advance(StrikeLease.RETRY_AFTER);
            await().untilAsserted(() -> assertThat(coil.energised).isFalse());

            strike.release();
            clock.advance(Strike.LEASE);
            await().untilAsserted(() -> assertThat(coil.energised).isFalse());
        }
    }

    @Test
    void theWatchdogGoesOnWhileWhoHearsOfFaultsHangs() {
        var never = new CountDownLatch(1);
        try (var strike = new StrikeLease("test", coil, clock, _ -> awaitForLong(never))) {
            strike.release();
            coil.refusesLow = true;
            clock.advance(Strike.LEASE);
            await().until(() -> coil.lowCalls > 1);

            coil.refusesLow = false;
            clock.advance(StrikeLease.RETRY_AFTER);

            await().untilAsserted(() -> assertThat(coil.energised).isFalse());
        }
        never.countDown();
    }

    @Test
    void theWatchdogSurvivesAnErrorOfTheOutput() {
        try (var strike = open(clock)) {
            coil.error = new LinkageError("a native library went away");
            assertThatThrownBy(strike::release).isInstanceOf(HardwareFailure.class);

            coil.error = null;
            clock.advance(StrikeLease.RETRY_AFTER);
            await().untilAsserted(() -> assertThat(coil.energised).isFalse());
            strike.release();
            assertThat(coil.energised).isTrue();
        }
    }

    @Test
    void aClockThatThrowsSecures() {
        var broken = new boolean[1];
        try (var strike = new StrikeLease(
                "test",
                coil,
                () -> {
                    if (broken[0]) {
                        throw new IllegalStateException("no clock");
                    }
                    return clock.getAsLong();
                },
                faults::add)) {
            strike.release();

            broken[0] = true;

            await().untilAsserted(() -> assertThat(coil.energised).isFalse());
        }
    }

    @Test
    void anOutputThatCannotBeSecuredAtItsStartIsRefused() {
        coil.refusesLow = true;

        assertThatThrownBy(() -> open(clock)).hasMessage("strike [test] could not be secured at its start");
    }

    @Test
    void closingSaysSoWhenItCouldNotSecureAndGivesUpInTheEnd() {
        var strike = open(System::nanoTime);
        strike.release();
        coil.refusesLow = true;

        assertThatThrownBy(strike::close).hasMessage("strike [test] could not be secured at its end");

        assertThat(coil.lowCalls).isBetween(5, 12);
    }

    @Test
    void closingWaitsForAnOutputThatSecuresAtTheSecondAttempt() {
        var strike = open(System::nanoTime);
        strike.release();
        coil.lowRefusals = 2;

        strike.close();

        assertThat(coil.energised).isFalse();
    }

    @Test
    void closingFromWhoHearsOfFaultsDoesNotHang() {
        var holder = new StrikeLease[1];
        holder[0] = new StrikeLease("test", coil, clock, _ -> {
            try {
                holder[0].close();
            } catch (HardwareFailure failure) {
                faults.add(failure);
            }
        });
        holder[0].release();
        coil.refusesLow = true;
        clock.advance(Strike.LEASE);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(faults).hasSize(1));
    }

    private static void awaitForLong(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A coil that can be told to refuse. */
    private static final class Coil implements StrikeLease.Output {
        volatile boolean energised;
        volatile boolean refusesHigh;
        volatile boolean refusesLow;
        volatile boolean throwsAfterHigh;
        volatile int lowRefusals;
        volatile int lowCalls;
        volatile Error error;

        @Override
        public synchronized void set(boolean level) {
            if (!level) {
                lowCalls++;
            }
            if (error != null) {
                throw error;
            }
            if (level ? refusesHigh : refusesLow || lowRefusals-- > 0) {
                throw new IllegalStateException("the coil refuses " + level);
            }
            energised = level;
            if (level && throwsAfterHigh) {
                throw new IllegalStateException("the coil took it and complained");
            }
        }
    }
}
