package knutpunkt.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What every strike promises, on pins and in memory alike. */
public abstract class StrikeContract {
    protected final ManualNanos clock = new ManualNanos();

    /** A secured strike, which the test closes. */
    protected abstract Strike open(LongSupplier nanoClock);

    /** The output as it is, asked past the strike. */
    protected abstract boolean isEnergised();

    @Test
    void aNewStrikeIsSecured() {
        try (var strike = open(clock)) {
            assertThat(strike.isReleased()).isFalse();
            assertThat(isEnergised()).isFalse();
        }
    }

    @Test
    void releasingEnergisesAndSecuringEndsIt() {
        try (var strike = open(clock)) {
            strike.release();
            assertThat(strike.isReleased()).isTrue();
            assertThat(isEnergised()).isTrue();

            strike.secure();
            assertThat(strike.isReleased()).isFalse();
            assertThat(isEnergised()).isFalse();
        }
    }

    @Test
    void aReleaseThatNobodyRenewsEnds() {
        try (var strike = open(clock)) {
            strike.release();

            clock.advance(Strike.LEASE);

            await().untilAsserted(() -> assertThat(isEnergised()).isFalse());
            assertThat(strike.isReleased()).isFalse();
        }
    }

    @Test
    void aReleaseThatIsRenewedLasts() {
        try (var strike = open(clock)) {
            strike.release();

            for (int i = 0; i < 10; i++) {
                clock.advance(Duration.ofMillis(500));
                strike.renew();
            }

            assertThat(isEnergised()).isTrue();
            clock.advance(Strike.LEASE);
            await().untilAsserted(() -> assertThat(isEnergised()).isFalse());
        }
    }

    @Test
    void renewingASecuredStrikeDoesNothing() {
        try (var strike = open(clock)) {
            strike.renew();
            assertThat(isEnergised()).isFalse();

            strike.release();
            strike.secure();
            strike.renew();
            assertThat(isEnergised()).isFalse();
        }
    }

    @Test
    void aRenewalAfterTheLeaseRanOutComesTooLate() {
        try (var strike = open(clock)) {
            strike.release();

            clock.advance(Strike.LEASE);
            strike.renew();

            await().untilAsserted(() -> assertThat(isEnergised()).isFalse());
        }
    }

    @Test
    void closingSecuresAndNothingReleasesAfterwards() {
        var strike = open(clock);
        strike.release();

        strike.close();
        strike.close();

        assertThat(isEnergised()).isFalse();
        assertThatThrownBy(strike::release).isInstanceOf(IllegalStateException.class);
        strike.renew();
        strike.secure();
        assertThat(isEnergised()).isFalse();
    }

    /** The one test in real time: the whole promise, with the thread that released it dead. */
    @Test
    void theLeaseEndsWithinItsTimeAfterTheCallersThreadDied() throws InterruptedException {
        try (var strike = open(System::nanoTime)) {
            var releasedNanos = new AtomicLong();
            var caller = Thread.ofPlatform().start(() -> {
                strike.release();
                releasedNanos.set(System.nanoTime());
            });
            caller.join();
            assertThat(isEnergised()).isTrue();

            await().pollInterval(Duration.ofMillis(2)).until(() -> !isEnergised());

            assertThat(System.nanoTime() - releasedNanos.get()).isLessThanOrEqualTo(Strike.LEASE.toNanos());
        }
    }

    @Test
    void whateverThreadsDoTogetherItEndsSecured() throws InterruptedException {
        try (var strike = open(clock);
                var threads = Executors.newFixedThreadPool(3)) {
            var done = new CountDownLatch(3);
            Runnable[] calls = {strike::release, strike::renew, strike::secure};
            for (var call : calls) {
                threads.execute(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        call.run();
                        assertThat(strike.isReleased()).isIn(true, false);
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();

            clock.advance(Strike.LEASE);

            await().untilAsserted(() -> assertThat(isEnergised()).isFalse());
            assertThat(strike.isReleased()).isFalse();
        }
    }

    @Test
    void releasingWhileAnotherThreadClosesNeverLeavesItReleased() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            var strike = open(clock);
            var releaser = Thread.ofPlatform().start(() -> {
                try {
                    strike.release();
                } catch (IllegalStateException _) {
                    assertThat(isEnergised()).isFalse(); // It was closed first.
                }
            });
            strike.close();
            releaser.join();
            assertThat(isEnergised()).isFalse();
        }
    }
}
