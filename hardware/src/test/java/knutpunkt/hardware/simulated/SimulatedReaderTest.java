package knutpunkt.hardware.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.BadgeReaderContract;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.hardware.ReaderSignal;
import org.junit.jupiter.api.Test;

class SimulatedReaderTest extends BadgeReaderContract {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final SimulatedReader reader = new SimulatedReader("entry");
    private final BadgeRead read = BadgeRead.em4100(ONE, 5_000_000_000L);

    @Override
    protected BadgeReader reader() {
        return reader;
    }

    @Override
    protected void present(long number) {
        reader.tap(BadgeRead.em4100(number, 0));
    }

    @Override
    protected void unplug() {
        reader.goOffline("unplugged");
    }

    @Override
    protected void replug() {
        reader.goOnline();
    }

    @Test
    void aTapIsAnsweredByTheOutcomeShownAfterIt() {
        reader.show(ReaderSignal.GRANTED); // An older one, which must not count.
        reader.start(
                new Answering(ReaderSignal.IDENTIFY, ReaderSignal.IDLE, ReaderSignal.REFUSED, ReaderSignal.GRANTED));

        assertThat(reader.tapAndAwait(read, LONG)).contains(ReaderSignal.REFUSED);
    }

    @Test
    void anOutcomeFromAnotherThreadIsAwaited() {
        reader.start(new Answering() {
            @Override
            public void read(BadgeRead read) {
                Thread.ofVirtual().start(() -> reader.show(ReaderSignal.GRANTED));
            }
        });

        assertThat(reader.tapAndAwait(read, LONG)).contains(ReaderSignal.GRANTED);
    }

    @Test
    void noOutcomeInTimeIsEmpty() {
        reader.start(new Answering(ReaderSignal.IDLE));

        assertThat(reader.tapAndAwait(read, SHORT)).isEmpty();
    }

    @Test
    void aTapWhileAwayIsLostAndNotKept() {
        start();
        reader.goOffline("cable cut");

        assertThat(reader.tapAndAwait(read, LONG)).isEmpty();
        reader.goOnline();

        heard.staysAt(0);
    }

    @Test
    void aDelayedTapIsDatedBack() {
        start();

        reader.tapDelayed(read, Duration.ofSeconds(3));

        assertThat(heard.reads()).containsExactly(BadgeRead.em4100(ONE, 2_000_000_000L));
    }

    @Test
    void aReaderThatRepeatsItselfTellsEachTapSeveralTimes() {
        start();
        reader.repeat(3);

        reader.tap(read);

        assertThat(heard.reads()).containsExactly(read, read, read);
    }

    /** Shows its signals, in order, on each read. */
    private class Answering implements BadgeReader.Listener {
        private final ReaderSignal[] signals;

        Answering(ReaderSignal... signals) {
            this.signals = signals;
        }

        @Override
        public void read(BadgeRead read) {
            for (var signal : signals) {
                reader.show(signal);
            }
        }

        @Override
        public void health(ReaderHealth health) {}
    }
}
