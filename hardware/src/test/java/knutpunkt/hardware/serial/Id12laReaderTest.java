package knutpunkt.hardware.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class Id12laReaderTest extends SerialReaderContract {
    Id12laReaderTest() {
        super(SerialReaderKind.ID12LA);
    }

    @Override
    byte[] frame(long number) {
        return FrameBytes.id12la(number);
    }

    @Test
    void theSameBadgeTwiceIsHeardTwice() {
        start();

        present(ONE);
        present(ONE);

        await().untilAsserted(() -> assertThat(heard.numbers()).containsExactly(ONE, ONE));
    }
}
