package knutpunkt.hardware.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.BadgeReaderContract;
import knutpunkt.hardware.ReaderHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader on a serial line promises beyond that, over a real pseudo terminal. */
abstract class SerialReaderContract extends BadgeReaderContract {
    @TempDir
    private Path directory;

    private final SerialReaderKind kind;
    private SocatLine line;
    private SerialReader reader;

    SerialReaderContract(SerialReaderKind kind) {
        this.kind = kind;
    }

    abstract byte[] frame(long number);

    @BeforeEach
    void plugIn() throws Exception {
        line = new SocatLine(directory);
        line.plug();
        reader = new SerialReader(line.device(), kind, System::nanoTime);
    }

    @AfterEach
    void pullOut() {
        reader.close();
        line.close();
    }

    @Override
    protected BadgeReader reader() {
        return reader;
    }

    @Override
    protected void present(long number) {
        line.send(frame(number));
    }

    @Override
    protected void unplug() throws Exception {
        line.unplug();
    }

    @Override
    protected void replug() throws Exception {
        line.plug();
    }

    @Test
    void aFrameThatComesByteByByteIsHeard() {
        start();

        for (byte next : frame(ONE)) {
            line.send(new byte[] {next});
        }

        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE));
    }

    @Test
    void aReadIsDatedWhenItCame() {
        start();
        long before = System.nanoTime();

        present(ONE);
        await().untilAsserted(() -> assertThat(heard.reads()).hasSize(1));

        assertThat(heard.reads().getFirst().atNanos() - before)
                .isBetween(0L, Duration.ofSeconds(1).toNanos());
    }

    @Test
    void whatWaitedBeforeTheLineWasOpenedIsNotHeard() {
        present(ONE);
        await().pollDelay(Duration.ofMillis(200)).until(() -> true); // Until it waits at the near end.
        start();

        heard.staysAt(0);
        present(ANOTHER);
        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ANOTHER));
    }

    @Test
    void halfAFrameBeforeTheUnplugIsDropped() throws Exception {
        start();
        byte[] whole = frame(ONE);
        line.send(Arrays.copyOf(whole, 7));
        await().during(Duration.ofMillis(50)).until(() -> heard.reads().isEmpty());

        unplug();
        await().until(() -> !heard.lastHealth().online());
        assertThat(heard.lastHealth().reason()).isEqualTo("unplugged");
        replug();
        await().until(() -> heard.lastHealth().online());
        line.send(Arrays.copyOfRange(whole, 7, whole.length));

        heard.staysAt(0);
        await().untilAsserted(() -> assertThat(heard.lastHealth().noiseBytes()).isEqualTo(whole.length));
    }

    @Test
    void aReaderThatIsNotThereIsOfflineUntilItComes() throws Exception {
        line.unplug();

        reader.start(heard);
        await().untilAsserted(() -> assertThat(heard.healths())
                .containsExactly(new ReaderHealth(false, "no serial port at [" + line.device() + "]", 0, 0, 0)));

        replug();
        await().until(() -> heard.lastHealth().online());
        present(ONE);
        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE));
    }

    @Test
    void unpluggingManyTimesIsSurvived() throws Exception {
        start();

        for (int i = 1; i <= 3; i++) {
            unplug();
            await().until(() -> !heard.lastHealth().online());
            replug();
            await().until(() -> heard.lastHealth().online());
        }

        present(ONE);
        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE));
        long online = heard.healths().stream().filter(ReaderHealth::online).count();
        assertThat(online).as("told once each time it came").isEqualTo(4);
    }

    @Test
    void checksumErrorsAndNoiseAreTold() {
        start();
        byte[] wrong = frame(ONE);
        wrong[12] = (byte) (wrong[12] == '0' ? '1' : '0');

        line.send(new byte[] {'x', 'y'});
        line.send(wrong);

        await().untilAsserted(() -> assertThat(heard.lastHealth()).isEqualTo(new ReaderHealth(true, "", 1, 2, 0)));
    }

    @Test
    void closingEndsTheThreadWhileTheReaderIsAwayToo() throws Exception {
        line.unplug();
        reader.start(heard);
        await().until(() -> !heard.healths().isEmpty());

        reader.close();

        assertThat(readerThreads()).isZero();
    }

    @Test
    void closingEndsTheThreadInTheMiddleOfARead() {
        start();

        reader.close();

        assertThat(readerThreads()).isZero();
    }

    @Test
    void aListenerMayCloseTheReader() {
        reader.start(new BadgeReader.Listener() {
            @Override
            public void read(BadgeRead read) {
                heard.read(read);
                reader.close();
            }

            @Override
            public void health(ReaderHealth health) {
                heard.health(health);
            }
        });
        await().until(() -> heard.lastHealth().online());

        present(ONE);

        await().until(() -> readerThreads() == 0);
        assertThat(heard.numbers()).containsExactly(ONE);
    }

    private long readerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("reader " + line.device()))
                .count();
    }
}
