package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import knutpunkt.kiosk.doors.Releases;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.CommandResult.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Doors released by command, from the asking to what came of it, over the real link. */
final class ReleasesTest extends LinkFixture {
    private static final DoorId DOOR = new DoorId("door-c1");

    private Releases releases;

    @BeforeEach
    void connectReleases() {
        releases = new Releases(lists.database);
        releases.connect((controller, door) ->
                link.send(controller, door, Optional.empty(), Command.Action.RELEASE_ONCE, _ -> {}));
    }

    @Test
    void aReleaseIsSentToTheDoorsControllerAndEndsWithItsOutcome() {
        connect(c1);
        connect(c2);

        CommandId id = releases.release(DOOR).orElseThrow();

        Command command = awaitTold(c1, Command.class);
        assertThat(command)
                .isEqualTo(new Command(id, DOOR, Optional.empty(), Command.Action.RELEASE_ONCE, c1.challenge()));
        assertThat(told(c2, Command.class)).isEmpty();
        assertThat(releases.find(id)).hasValueSatisfying(release -> {
            assertThat(release.door()).isEqualTo(DOOR);
            assertThat(release.sentAt()).isEqualTo(clock.instant());
            assertThat(release.outcome()).isEmpty();
            assertThat(release.endedAt()).isEmpty();
        });
        clock.pass(Duration.ofSeconds(1));
        say(c1, new CommandResult(id, Outcome.DONE, Optional.empty()));
        awaitOutcome(id, Outcome.DONE);
        assertThat(releases.find(id).flatMap(Releases.Release::endedAt)).contains(clock.instant());
        assertThat(learnt).isEmpty();
    }

    @Test
    void onlyTheFirstAnswerCounts() {
        connect(c1);
        CommandId id = releases.release(DOOR).orElseThrow();

        say(c1, new CommandResult(id, Outcome.IN_LOCKDOWN, Optional.empty()));
        say(c1, new CommandResult(id, Outcome.DONE, Optional.empty()));
        flush(c1);

        awaitOutcome(id, Outcome.IN_LOCKDOWN);
    }

    @Test
    void aDoorThatDoesNotAnswerLeavesItUnknown() {
        connect(c1);
        CommandId id = releases.release(DOOR).orElseThrow();

        clock.pass(Commands.RESULT_WAIT);

        awaitOutcome(id, Outcome.UNKNOWN);
    }

    @Test
    void aReleaseThatCannotBeSentEndsAtOnce() {
        connect(c1);
        outbox.broken.set(true);

        CommandId id = releases.release(DOOR).orElseThrow();

        awaitOutcome(id, Outcome.UNKNOWN);
    }

    @Test
    void aControllerThatCannotBeToldNowIsNotTold() {
        assertThat(releases.release(DOOR)).isEmpty();
        assertThat(new Releases(lists.database).release(DOOR)).isEmpty();
    }

    @Test
    void aDoorThatTheSiteDoesNotHaveIsAProblem() {
        assertThatThrownBy(() -> releases.release(new DoorId("yard")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
    }

    @Test
    void anotherCommandIsNoRelease() {
        connect(c1);
        CommandId id = link.send(c1.id, DOOR, Optional.of(POINT), Command.Action.IDENTIFY, _ -> {})
                .orElseThrow();

        assertThat(releases.find(id)).isEmpty();
        assertThat(releases.find(new CommandId("never-sent"))).isEmpty();
    }

    @Test
    void aCommandThatDoesNotFitItsActionIsNeitherWrittenDownNorSent() {
        connect(c1);

        assertThatThrownBy(() -> link.send(c1.id, DOOR, Optional.of(POINT), Command.Action.RELEASE_ONCE, _ -> {}))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(lists.database.<Boolean>read(t -> t.exists("SELECT 1 FROM command")))
                .isFalse();
    }

    private void awaitOutcome(CommandId id, Outcome outcome) {
        await().untilAsserted(() ->
                assertThat(releases.find(id).flatMap(Releases.Release::outcome)).contains(outcome));
    }
}
