package knutpunkt.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every badge reader promises. */
public abstract class BadgeReaderContract {
    protected static final long ONE = 0x0123456789L;
    protected static final long ANOTHER = 0xFEDCBA9876L;

    protected final HeardReads heard = new HeardReads();

    protected abstract BadgeReader reader();

    /** Holds an EM4100 badge to the reader once. */
    protected abstract void present(long number) throws Exception;

    /** Takes the reader away. */
    protected abstract void unplug() throws Exception;

    /** Brings it back; may need a moment until it is online. */
    protected abstract void replug() throws Exception;

    @Test
    void aBadgeIsHeardOnceAsItIs() throws Exception {
        start();

        present(ONE);

        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE));
        heard.staysAt(1);
        var read = heard.reads().getFirst();
        assertThat(read.technology()).isEqualTo(Technology.EM4100);
        assertThat(read.bitCount()).isEqualTo(40);
    }

    @Test
    void anotherBadgeIsHeardAtOnce() throws Exception {
        start();

        present(ONE);
        present(ANOTHER);

        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE, ANOTHER));
    }

    @Test
    void goingAndComingBackIsToldAndReadsGoOn() throws Exception {
        start();

        unplug();
        await().untilAsserted(() -> assertThat(heard.lastHealth().online()).isFalse());
        assertThat(heard.lastHealth().reason()).isNotEmpty();
        replug();
        await().untilAsserted(() -> assertThat(heard.lastHealth().online()).isTrue());

        present(ONE);
        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE));
    }

    @Test
    void aListenerThatThrowsDoesNotStopTheReader() throws Exception {
        heard.throwing = true;
        start();

        present(ONE);
        present(ANOTHER);

        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE, ANOTHER));
    }

    @Test
    void aSecondStartIsRefused() {
        start();

        assertThatThrownBy(() -> reader().start(heard)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsHeardAfterClosing() throws Exception {
        start();

        reader().close();
        reader().close();
        present(ONE);

        heard.staysAt(0);
    }

    @Test
    void showingASignalNeverFails() {
        start();

        for (var signal : ReaderSignal.values()) {
            reader().show(signal);
        }

        await().during(Duration.ofMillis(50)).until(() -> heard.lastHealth().online());
    }

    protected final void start() {
        reader().start(heard);
        await().untilAsserted(() -> assertThat(heard.lastHealth().online()).isTrue());
    }
}
