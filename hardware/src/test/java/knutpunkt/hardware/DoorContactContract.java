package knutpunkt.hardware;

import static knutpunkt.hardware.DoorContact.Position.CLOSED;
import static knutpunkt.hardware.DoorContact.Position.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every door contact promises. */
public abstract class DoorContactContract {
    private static final Duration LONG_ENOUGH_FOR_ANY_DEBOUNCE = Duration.ofMillis(100);

    protected final List<DoorContact.Position> told = new CopyOnWriteArrayList<>();

    /** The contact of a closed door. */
    protected abstract DoorContact contact();

    protected abstract void move(DoorContact.Position position);

    @AfterEach
    void close() {
        contact().close();
    }

    @Test
    void thePositionIsKnownFromTheStartAndNotTold() {
        contact().onChange(told::add);

        assertThat(contact().position()).isEqualTo(CLOSED);
        stays(List.of());
    }

    @Test
    void eachMoveIsToldOnceInOrder() {
        contact().onChange(told::add);

        move(OPEN);
        await().until(() -> contact().position() == OPEN);
        move(OPEN);
        move(CLOSED);
        await().until(() -> contact().position() == CLOSED);

        await().untilAsserted(() -> assertThat(told).containsExactly(OPEN, CLOSED));
        stays(List.of(OPEN, CLOSED));
    }

    @Test
    void aListenerThatThrowsHearsOfTheNextMoveToo() {
        contact().onChange(position -> {
            told.add(position);
            throw new IllegalStateException("the listener failed");
        });

        move(OPEN);
        await().untilAsserted(() -> assertThat(told).containsExactly(OPEN));
        move(CLOSED);
        await().untilAsserted(() -> assertThat(told).containsExactly(OPEN, CLOSED));
    }

    @Test
    void aSecondListenerIsRefused() {
        contact().onChange(told::add);

        assertThatThrownBy(() -> contact().onChange(told::add)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsToldAfterClosing() {
        contact().onChange(told::add);

        contact().close();
        move(OPEN);

        stays(List.of());
    }

    private void stays(List<DoorContact.Position> expected) {
        await().during(LONG_ENOUGH_FOR_ANY_DEBOUNCE).until(() -> told.equals(expected));
    }
}
