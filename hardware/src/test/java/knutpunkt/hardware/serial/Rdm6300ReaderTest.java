package knutpunkt.hardware.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class Rdm6300ReaderTest extends SerialReaderContract {
    Rdm6300ReaderTest() {
        super(SerialReaderKind.RDM6300);
    }

    @Override
    byte[] frame(long number) {
        return FrameBytes.rdm6300(number);
    }

    @Test
    void aBadgeHeldForLongIsHeardOnceAndAgainAfterASecondsAbsence() {
        start();

        await().pollInterval(Duration.ofMillis(65))
                .during(Duration.ofMillis(1_500))
                .until(() -> {
                    present(ONE);
                    return heard.reads().size() <= 1;
                });
        assertThat(heard.numbers()).containsExactly(ONE);
        await().during(Duration.ofMillis(1_100)).until(() -> true);
        present(ONE);

        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE, ONE));
    }
}
