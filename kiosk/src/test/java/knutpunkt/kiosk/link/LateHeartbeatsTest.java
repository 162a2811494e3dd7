package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service makes of heartbeats that somebody kept back, on the test's own thread. */
class LateHeartbeatsTest extends LinkFixture {
    private static final Challenge OF_A_RUN_BEFORE = new Challenge("e".repeat(32));

    private Conversation conversation;

    @BeforeEach
    void converse() {
        conversation = conversation();
        hears(c1.birth());
        hears(echoing(Challenge.NONE));
        assertThat(leases()).hasSize(1);
    }

    private Conversation conversation() {
        var way = new Way(0, link, clock, new Random(2));
        way.outbox().opened(outbox);
        return new Conversation(c1.id, parts(), new Route(List.of(way)));
    }

    @Test
    void aControllerThatRepeatsWhatItHearsStaysAlive() {
        for (int i = 0; i < 20; i++) {
            passes(Duration.ofSeconds(5));
            hears(echoing(newestNonce()));
            assertThat(liveness.isOnline(c1.id)).isTrue();
        }
        assertThat(alarms()).isEmpty();
    }

    @Test
    void heartbeatsThatWereKeptBackDoNotMakeADeadControllerLookAliveAndAreToldOnce() {
        Challenge nonce = newestNonce();
        List<Heartbeat> held = Stream.generate(() -> echoing(nonce)).limit(20).toList();
        passes(Duration.ofSeconds(16));
        assertThat(liveness.isOnline(c1.id)).isFalse();

        for (Heartbeat beat : held) {
            hears(beat);
            assertThat(liveness.isOnline(c1.id)).isFalse();
            passes(Duration.ofSeconds(5));
        }

        assertThat(alarms()).containsExactly("MESSAGES_LATE 1");
    }

    @Test
    void whatWasKeptBackOverARestartOfTheServiceCountsForOneGraceOnly() {
        conversation = conversation();
        int alive = 0;
        for (int i = 0; i < 20; i++) {
            hears(echoing(OF_A_RUN_BEFORE));
            alive += liveness.isOnline(c1.id) ? 1 : 0;
            passes(Duration.ofSeconds(5));
        }

        assertThat(alive).isLessThanOrEqualTo(6);
        assertThat(alarms()).containsExactly("MESSAGES_LATE 1");
    }

    @Test
    void aRestartOfTheServiceAlarmsNobody() {
        conversation = conversation();
        hears(echoing(OF_A_RUN_BEFORE));
        for (int i = 0; i < 20; i++) {
            passes(Duration.ofSeconds(5));
            hears(echoing(newestNonce()));
            assertThat(liveness.isOnline(c1.id)).isTrue();
        }

        assertThat(alarms()).isEmpty();
    }

    @Test
    void aControllerThatIsHeardAfterAPauseCountsAtItsSecondHeartbeatAndNobodyIsAlarmed() {
        passes(Duration.ofSeconds(40));
        assertThat(liveness.isOnline(c1.id)).isFalse();

        hears(echoing(Challenge.NONE));
        assertThat(liveness.isOnline(c1.id)).isFalse();
        passes(Duration.ofSeconds(5));
        hears(echoing(newestNonce()));

        assertThat(liveness.isOnline(c1.id)).isTrue();
        assertThat(alarms()).isEmpty();
    }

    @Test
    void aPauseOfTheServiceItselfMakesNothingLate() {
        Heartbeat waited = echoing(newestNonce());

        clock.pass(Duration.ofMinutes(5));
        hears(waited);

        assertThat(liveness.isOnline(c1.id)).isTrue();
        assertThat(alarms()).isEmpty();
    }

    @Test
    void theChallengeOfALateHeartbeatIsWorthNothingToACommand() {
        Heartbeat late = echoing(newestNonce());
        passes(Duration.ofSeconds(16));

        hears(late);

        assertThat(conversation.commands().fresh()).isEmpty();
    }

    @Test
    void anOlderControllerThatRepeatsNothingIsTakenAsItAlwaysWas() {
        for (int i = 0; i < 20; i++) {
            passes(Duration.ofSeconds(5));
            hears(c1.heartbeat());
            assertThat(liveness.isOnline(c1.id)).isTrue();
        }
        assertThat(alarms()).isEmpty();
    }

    private void hears(Message message) {
        conversation.perform(new Inbox.Task.Handle(message, 0));
    }

    private void passes(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minusMillis(500)) {
            clock.pass(Duration.ofMillis(500));
            conversation.perform(new Inbox.Task.Tick());
            liveness.check();
        }
    }

    private List<LeaseRenewal> leases() {
        return told(c1, LeaseRenewal.class);
    }

    private Challenge newestNonce() {
        return leases().getLast().nonce().orElseThrow();
    }

    private List<String> alarms() {
        return lists.database.read(Alarms::list).stream()
                .map(alarm -> alarm.kind() + " " + alarm.occurrences())
                .toList();
    }

    private Heartbeat echoing(Challenge nonce) {
        Heartbeat beat = c1.heartbeat();
        return new Heartbeat(
                beat.boot(),
                beat.uptimeMillis(),
                beat.challenge(),
                beat.revision(),
                beat.journalPending(),
                beat.messagesRejected(),
                beat.signalsDropped(),
                beat.health(),
                Optional.of(nonce));
    }
}
