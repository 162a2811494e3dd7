package knutpunkt.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.loop.Loops.Weight;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThreadLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger turns = new AtomicInteger();
    private Optional<Loop> opened = Optional.empty();

    @AfterEach
    void stop() throws InterruptedException {
        if (opened.isPresent()) {
            opened.get().interrupt();
            assertThat(opened.get().awaitEnd(PATIENCE)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstTurnComesAtOnceAndTheNextWhenItIsWoken(Weight weight) {
        Loop loop = counting(weight, Rest.UNTIL_WOKEN);

        loop.start();
        await().until(() -> turns.get() == 1);
        loop.wake();

        await().until(() -> turns.get() == 2);
    }

    @ParameterizedTest
    @EnumSource
    void aRestThatIsOverEndsByItself(Weight weight) {
        counting(weight, Rest.upTo(Duration.ofMillis(1))).start();

        await().until(() -> turns.get() >= 3);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSaidDuringATurnBringsAnother(Weight weight) {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Loop loop = loop(weight, () -> {
            turns.incrementAndGet();
            inside.countDown();
            goOn.await();
            return Rest.UNTIL_WOKEN;
        });
        loop.start();
        await().until(() -> inside.getCount() == 0);

        loop.wake();
        goOn.countDown();

        await().until(() -> turns.get() == 2);
    }

    @ParameterizedTest
    @EnumSource
    void aFirmRestIsNotCutShortAndWhatWasSaidMeanwhileIsHeardAfterIt(Weight weight) {
        var firm = Duration.ofMillis(200);
        List<Long> begun = new ArrayList<>();
        Loop loop = loop(weight, () -> {
            begun.add(System.nanoTime());
            return turns.incrementAndGet() == 1 ? Rest.firmly(firm) : Rest.UNTIL_WOKEN;
        });
        loop.start();
        await().until(() -> turns.get() == 1);

        loop.wake();

        await().until(() -> turns.get() == 2);
        assertThat(begun.get(1) - begun.get(0)).isGreaterThanOrEqualTo(firm.toNanos());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsMissedAndNoTwoTurnsAreTakenAtATime(Weight weight) throws InterruptedException {
        Queue<Integer> queue = new ConcurrentLinkedQueue<>();
        var inside = new AtomicBoolean();
        var overlapped = new AtomicBoolean();
        var taken = new AtomicInteger();
        Loop loop = loop(weight, () -> {
            overlapped.compareAndSet(false, inside.getAndSet(true));
            taken.addAndGet(queue.poll() == null ? 0 : 1);
            inside.set(false);
            return queue.isEmpty() ? Rest.UNTIL_WOKEN : Rest.NONE;
        });
        loop.start();

        List<Thread> sayers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sayers.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < 5_000; j++) {
                    queue.add(j);
                    loop.wake();
                }
            }));
        }
        for (Thread sayer : sayers) {
            sayer.join();
        }

        await().until(() -> taken.get() == 20_000);
        assertThat(overlapped).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noTurnBeginsAfterTheEndAndTheOneUnderWayIsWaitedFor(Weight weight) throws InterruptedException {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Loop loop = loop(weight, () -> {
            turns.incrementAndGet();
            inside.countDown();
            goOn.await();
            return Rest.NONE;
        });
        loop.start();
        await().until(() -> inside.getCount() == 0);

        loop.end();
        assertThat(loop.awaitEnd(Duration.ofMillis(20))).isFalse();
        goOn.countDown();

        assertThat(loop.awaitEnd(PATIENCE)).isTrue();
        assertThat(turns).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRestingLoopEndsAtOnce(Weight weight) throws InterruptedException {
        Loop loop = counting(weight, Rest.firmly(Duration.ofDays(1)));
        loop.start();
        await().until(() -> turns.get() == 1);

        loop.end();

        assertThat(loop.awaitEnd(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aTurnMayEndItsLoop(Weight weight) throws InterruptedException {
        loop(weight, () -> {
            turns.incrementAndGet();
            opened.ifPresent(Loop::end);
            return Rest.NONE;
        });
        opened.orElseThrow().start();

        await().until(() -> turns.get() == 1);

        assertThat(opened.orElseThrow().awaitEnd(PATIENCE)).isTrue();
        assertThat(turns).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aTurnThatDoesNotReturnIsInterrupted(Weight weight) throws InterruptedException {
        var never = new CountDownLatch(1);
        Loop loop = loop(weight, () -> {
            turns.incrementAndGet();
            never.await();
            return Rest.NONE;
        });
        loop.start();
        await().until(() -> turns.get() == 1);

        loop.interrupt();

        assertThat(loop.awaitEnd(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aTurnThatFailsIsNotTheLast(Weight weight) {
        loop(weight, () -> {
                    if (turns.incrementAndGet() == 1) {
                        throw new IllegalStateException("a mistake");
                    }
                    return Rest.UNTIL_WOKEN;
                })
                .start();

        await().until(() -> turns.get() == 2);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatWasNeverStartedHasEndedOnceItIsToldTo(Weight weight) throws InterruptedException {
        Loop loop = counting(weight, Rest.NONE);
        loop.wake();
        assertThatIllegalStateException()
                .isThrownBy(() -> loop.awaitEnd(PATIENCE))
                .withMessageContaining("[loop of a test]");

        loop.end();

        assertThat(loop.awaitEnd(PATIENCE)).isTrue();
        assertThat(turns).hasValue(0);
    }

    private Loop counting(Weight weight, Rest rest) {
        return loop(weight, () -> {
            turns.incrementAndGet();
            return rest;
        });
    }

    private Loop loop(Weight weight, Turn turn) {
        Loop loop = Threads.THREADS.loop("loop of a test", weight, turn);
        opened = Optional.of(loop);
        return loop;
    }
}
