package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import knutpunkt.wire.session.InFlight.Entry;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final long LONG = 30_000;

    private final InFlight inFlight = new InFlight(2);
    private final BlockingQueue<Entry> third = new ArrayBlockingQueue<>(1);

    @Test
    void oneMoreThanAllowedWaitsUntilAnotherLeaves() throws InterruptedException {
        inFlight.enter(LONG);
        inFlight.enter(LONG);
        Thread waiting = enterThird();
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        inFlight.leave();

        assertThat(third.take()).isEqualTo(Entry.ENTERED);
    }

    @Test
    void oneThatWaitsInVainIsTold() throws InterruptedException {
        inFlight.enter(LONG);
        inFlight.enter(LONG);

        assertThat(inFlight.enter(1)).isEqualTo(Entry.TIMED_OUT);
    }

    @Test
    void theEndOfTheConnectionEndsTheWaiting() throws InterruptedException {
        inFlight.enter(LONG);
        inFlight.enter(LONG);
        Thread waiting = enterThird();
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        inFlight.end();

        assertThat(third.take()).isEqualTo(Entry.ENDED);
        assertThat(inFlight.enter(LONG)).isEqualTo(Entry.ENDED);
    }

    private Thread enterThird() {
        return Thread.ofPlatform().start(() -> {
            try {
                third.add(inFlight.enter(Duration.ofMillis(LONG).toMillis()));
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this", e);
            }
        });
    }
}
