package knutpunkt.controller.run;

import static knutpunkt.controller.run.LoopUnderTest.ANNAS_BADGE;
import static knutpunkt.controller.run.LoopUnderTest.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.BadgeToken;
import knutpunkt.hardware.DoorContact.Position;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.wire.message.DoorState;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop with its thread, and parts that call from others. */
class DoorLoopThreadTest {
    private final LoopUnderTest test = new LoopUnderTest();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aTapAtTheReaderReleasesTheStrikeAndAMoveOfTheLeafSecuresIt() {
        start();

        test.outside.tap(test.read(ANNAS_BADGE));
        await().until(() -> test.outside.shown().contains(ReaderSignal.GRANTED));
        assertThat(test.strike.isReleased()).isTrue();
        assertThat(test.loop.lastOutcome()).isEqualTo(LastOutcome.GRANTED);

        test.contact.move(Position.OPEN);
        await().until(() -> test.loop.state().condition() == DoorState.Condition.OPEN);
        assertThat(test.strike.isReleased()).isFalse();
    }

    @Test
    void theExitButtonIsHeard() {
        start();

        test.exitButton.press();
        test.contact.move(Position.OPEN);

        await().untilAsserted(() -> assertThat(test.recorded(Event.Opened.class))
                .containsExactly(new Event.Opened(LoopUnderTest.DOOR, Cause.EXIT)));
    }

    @Test
    void aDoorFoundOpenAtTheStartIsOpen() {
        test.contact.stand(Position.OPEN);

        test.loop.start();

        await().until(() -> test.loop.state().condition() == DoorState.Condition.OPEN);
    }

    @Test
    void aThreadThatFailsGoesOn() {
        start();
        test.strike.thrown = new IllegalStateException("a mistake in a driver");
        test.outside.tap(test.read(ANNAS_BADGE));
        await().until(() -> test.loop.faults() > 0);
        test.strike.thrown = null;

        test.outside.tap(test.read(LoopUnderTest.BOS_BADGE));

        await().until(test.strike::isReleased);
    }

    @Test
    void stoppingSecuresTheStrikeAndClosesEveryPart() {
        start();
        test.outside.tap(test.read(ANNAS_BADGE));
        await().until(test.strike::isReleased);

        test.loop.close();

        assertThat(test.strike.isReleased()).isFalse();
        assertThat(test.strike.closed).isTrue();
        assertThat(test.outside.closed && test.inside.closed).isTrue();
        assertThat(test.contact.closed && test.exitButton.closed).isTrue();
        assertThat(test.recorded()).hasExactlyElementsOfTypes(Event.Granted.class, Event.NotOpened.class);
    }

    @Test
    void whoWaitsForABadgeToLearnIsToldWhenTheDoorStops() {
        start();
        var heard = new AtomicReference<Optional<BadgeToken>>();
        test.loop.learn(OUTSIDE, Duration.ofSeconds(30), heard::set);
        await().until(() -> test.outside.shown().contains(ReaderSignal.LEARNING));

        test.loop.close();

        assertThat(heard.get()).isEmpty();
    }

    private void start() {
        test.loop.start();
        await().until(() -> test.loop.state().condition() == DoorState.Condition.SECURED);
    }
}
