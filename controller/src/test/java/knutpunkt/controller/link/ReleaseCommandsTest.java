package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.Posture;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.DoorState;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command to release a door: done by a door's real loop, and answered with what came of it, whatever that is. */
class ReleaseCommandsTest {
    private static final CommandId ID = new CommandId("k-1");

    private final ManualNanos nanos = new ManualNanos();
    private final Challenges challenges = new Challenges(new Random(3), nanos);
    private final Outgoing outgoing = new Outgoing();
    private final AtomicReference<CountDownLatch> stuck = new AtomicReference<>(new CountDownLatch(0));

    @TempDir
    Path folder;

    private Rig rig;
    private Worker worker;
    private Commands commands;

    @BeforeEach
    void start() {
        rig = new Rig(folder, nanos);
        rig.loop.onChange(_ -> waitWhileStuck());
        rig.loop.start();
        await().until(() -> rig.loop.state().condition() == DoorState.Condition.SECURED);
        worker = new Worker(Threads.THREADS, Loops.Weight.LIGHT, "commands", 64, Duration.ofMillis(50));
        commands = commands(rig.parts);
        worker.start(() -> commands.settle());
    }

    private Commands commands(Link.Parts parts) {
        return new Commands(rig.self, parts, challenges, rig.rejections, outgoing, Rig.QUICK, worker);
    }

    @AfterEach
    void stop() {
        stuck.get().countDown();
        worker.close();
        rig.close();
    }

    @Test
    void theStrikeIsReleasedAndWhenItIsThatIsAnswered() {
        outgoing.onSent(_ -> {
            assertThat(rig.hand().strikeReleased()).isTrue();
            assertThat(rig.events())
                    .containsExactly(
                            new Event.ReleasedByCommand(Rig.DOOR, ID),
                            new Event.CommandHandled(ID, "release-once", "done"));
        });

        handle(release("k-1"));

        assertThat(answers()).containsExactly("k-1 DONE");
    }

    @Test
    void theOpeningAfterItIsNeitherForcedNorAnybodysPassage() {
        handle(release("k-1"));

        rig.hand().open();

        await().untilAsserted(() ->
                assertThat(rig.events(Event.Opened.class)).containsExactly(new Event.Opened(Rig.DOOR, Cause.COMMAND)));
        assertThat(rig.events(Event.Passage.class)).isEmpty();
        assertThat(rig.hand().strikeReleased()).isFalse();
    }

    @Test
    void aReleaseThatIsRepeatedReleasesNothing() {
        var command = release("k-1");
        handle(command);
        openAndClose();

        handle(command);

        assertThat(answers()).containsExactly("k-1 DONE", "k-1 REPEATED");
        assertNothingReleased();
    }

    @Test
    void aReleaseWhoseChallengeHasDiedReleasesNothing() {
        var command = release("k-1");
        nanos.advance(Challenges.LIFE);

        handle(command);

        assertThat(answers()).containsExactly("k-1 STALE");
        assertNothingReleased();
    }

    @Test
    void aReleaseThatAnswersNoChallengeOfOursReleasesNothing() {
        handle(new Command(ID, Rig.DOOR, Optional.empty(), Command.Action.RELEASE_ONCE, new Challenge("0".repeat(32))));

        assertThat(answers()).containsExactly("k-1 STALE");
        assertNothingReleased();
    }

    @Test
    void aRetainedReleaseReleasesNothing() {
        assertThat(worker.offer(() -> commands.handle(release("k-1"), true))).isTrue();

        await().untilAsserted(() -> assertThat(answers()).containsExactly("k-1 RETAINED"));
        assertThat(rig.rejected(Channel.COMMANDS, Rejection.RETAINED)).isOne();
        assertNothingReleased();
    }

    @Test
    void aReleaseOfADoorThatIsNotHereReleasesNothing() {
        handle(new Command(ID, new DoorId("yard"), Optional.empty(), Command.Action.RELEASE_ONCE, challenges.next()));

        assertThat(answers()).containsExactly("k-1 WRONG_DOOR");
        assertNothingReleased();
    }

    @Test
    void inLockdownTheReleaseIsDeniedAndThatIsOnRecord() {
        rig.posture = Posture.LOCKDOWN;

        handle(release("k-1"));

        assertThat(answers()).containsExactly("k-1 IN_LOCKDOWN");
        assertThat(rig.events()).containsExactly(new Event.CommandHandled(ID, "release-once", "in-lockdown"));
        assertNothingReleased();
    }

    @Test
    void aDoorThatIsReleasedAlreadyAndOneThatStandsOpenAreLeftAsTheyAre() {
        handle(release("k-1"));
        handle(release("k-2"));
        rig.hand().open();
        awaitCondition(DoorState.Condition.OPEN);
        handle(release("k-3"));

        assertThat(answers()).containsExactly("k-1 DONE", "k-2 ALREADY_RELEASED", "k-3 STANDS_OPEN");
        assertThat(rig.events(Event.ReleasedByCommand.class)).hasSize(1);
        assertNothingReleased();
    }

    @Test
    void theReleaseIsDeniedWhileTheJournalTakesNoRecordsAndThatIsAnswered() {
        rig.journal.close();

        handle(release("k-1"));

        assertThat(answers()).containsExactly("k-1 NOT_RECORDED");
        assertNothingReleased();
    }

    @Test
    void whatTheDoorHasOnRecordIsAnsweredThoughNothingElseCanBeRecorded() throws Exception {
        var full = SqliteJournal.open(
                Files.createDirectory(folder.resolve("full")).resolve("journal.db"),
                rig.self.boot(),
                rig.clock,
                rig.clock::trust,
                nanos,
                new Random(1));
        full.close();
        var parts = rig.parts;
        commands = commands(new Link.Parts(
                full, parts.lists(), parts.lease(), parts.clock(), parts.doors(), parts.sealer(), parts.keys()));

        handle(release("k-1"));

        assertThat(answers()).containsExactly("k-1 DONE");
        assertThat(rig.hand().strikeReleased()).isTrue();
    }

    @Test
    void aDoorWhoseQueueIsFullIsSaidNotToHaveDoneIt() {
        stickWithTheDoorOpen();
        while (rig.loop.identify(Rig.ENTRY)) {
            assertThat(answers()).isEmpty();
        }

        handle(release("k-1"));

        assertThat(answers()).containsExactly("k-1 NOT_DONE");
        assertThat(rig.events(Event.CommandHandled.class))
                .containsExactly(new Event.CommandHandled(ID, "release-once", "not-done"));
    }

    @Test
    void aDoorThatIsStuckIsSaidNotToHaveDoneItAndNothingIsSaidTwice() {
        stickWithTheDoorOpen();
        offer(release("k-1"));
        // A release of another door's is the sign that this one has been handed over.
        handle(new Command(
                new CommandId("k-2"),
                new DoorId("yard"),
                Optional.empty(),
                Command.Action.RELEASE_ONCE,
                challenges.next()));
        assertThat(answers()).containsExactly("k-2 WRONG_DOOR");

        nanos.advance(Commands.RELEASE_WAIT);

        await().untilAsserted(() -> assertThat(answers()).containsExactly("k-2 WRONG_DOOR", "k-1 NOT_DONE"));
        stuck.get().countDown();
        rig.hand().close();
        awaitCondition(DoorState.Condition.SECURED);
        handle(release("k-3"));
        assertThat(answers()).containsExactly("k-2 WRONG_DOOR", "k-1 NOT_DONE", "k-3 DONE");
    }

    @Test
    void aDoorThatHasStoppedIsSaidNotToHaveDoneIt() {
        rig.loop.close();

        handle(release("k-1"));

        assertThat(answers()).containsExactly("k-1 NOT_DONE");
    }

    private void waitWhileStuck() {
        try {
            stuck.get().await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The door's loop hears of nothing more until the latch is down. */
    private void stickWithTheDoorOpen() {
        stuck.set(new CountDownLatch(1));
        rig.hand().open();
        awaitCondition(DoorState.Condition.FORCED);
    }

    private void openAndClose() {
        rig.hand().open();
        awaitCondition(DoorState.Condition.OPEN);
        rig.hand().close();
        awaitCondition(DoorState.Condition.SECURED);
    }

    private void awaitCondition(DoorState.Condition condition) {
        await().until(() -> rig.loop.state().condition() == condition);
    }

    private void assertNothingReleased() {
        assertThat(rig.hand().strikeReleased()).isFalse();
    }

    private Command release(String id) {
        return new Command(
                new CommandId(id), Rig.DOOR, Optional.empty(), Command.Action.RELEASE_ONCE, challenges.next());
    }

    private void offer(Command command) {
        assertThat(worker.offer(() -> commands.handle(command, false))).isTrue();
    }

    /** Offers a command and waits for its answer. */
    private void handle(Command command) {
        int before = answers().size();
        offer(command);
        await().untilAsserted(() -> assertThat(answers()).hasSize(before + 1));
    }

    private List<String> answers() {
        return outgoing.sent(CommandResult.class).stream()
                .map(result -> result.id() + " " + result.outcome())
                .toList();
    }
}
