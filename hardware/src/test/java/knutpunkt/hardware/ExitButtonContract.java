package knutpunkt.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every exit button promises. */
public abstract class ExitButtonContract {
    protected final AtomicInteger presses = new AtomicInteger();

    protected abstract ExitButton button();

    /** Presses the button and lets it go, as a person does. */
    protected abstract void press();

    @AfterEach
    void close() {
        button().close();
    }

    @Test
    void eachPressIsToldOnce() {
        button().onPress(presses::incrementAndGet);

        press();
        await().untilAsserted(() -> assertThat(presses).hasValue(1));
        press();

        await().untilAsserted(() -> assertThat(presses).hasValue(2));
        await().during(Duration.ofMillis(100)).until(() -> presses.get() == 2);
    }

    @Test
    void aListenerThatThrowsHearsOfTheNextPressToo() {
        button().onPress(() -> {
            presses.incrementAndGet();
            throw new IllegalStateException("the listener failed");
        });

        press();
        await().untilAsserted(() -> assertThat(presses).hasValue(1));
        press();

        await().untilAsserted(() -> assertThat(presses).hasValue(2));
    }

    @Test
    void aSecondListenerIsRefused() {
        button().onPress(presses::incrementAndGet);

        assertThatThrownBy(() -> button().onPress(presses::incrementAndGet)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsToldAfterClosing() {
        button().onPress(presses::incrementAndGet);

        button().close();
        press();

        await().during(Duration.ofMillis(100)).until(() -> presses.get() == 0);
    }
}
