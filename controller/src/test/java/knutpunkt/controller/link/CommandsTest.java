package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.Command.Action;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private final ManualNanos nanos = new ManualNanos();
    private final Challenges challenges = new Challenges(new Random(3), nanos);
    private final Outgoing outgoing = new Outgoing();

    @TempDir
    Path folder;

    private Rig rig;
    private Worker worker;
    private Commands commands;

    @BeforeEach
    void start() {
        rig = new Rig(folder, nanos);
        rig.loop.start();
        worker = new Worker(Threads.THREADS, Loops.Weight.LIGHT, "commands", 64, Duration.ofMillis(50));
        commands = new Commands(
                rig.self, rig.parts, challenges, rig.rejections, outgoing, times(Duration.ofSeconds(20)), worker);
        worker.start(() -> {});
    }

    @AfterEach
    void stop() {
        worker.close();
        rig.close();
    }

    @Test
    void aFreshCommandIsDoneRecordedAndAnswered() {
        handle(command("k-1", Action.IDENTIFY));

        assertThat(answers()).containsExactly("k-1 DONE");
        assertThat(rig.reader.signal()).isEqualTo(ReaderSignal.IDENTIFY);
        assertThat(rig.events(Event.CommandHandled.class))
                .containsExactly(new Event.CommandHandled(new CommandId("k-1"), "identify", "done"));
    }

    @Test
    void whatCameOfItIsRecordedBeforeItIsAnswered() {
        outgoing.onSent(_ -> assertThat(rig.events(Event.CommandHandled.class)).hasSize(1));

        handle(command("k-1", Action.IDENTIFY));

        assertThat(answers()).hasSize(1);
    }

    @Test
    void aCommandSeenBeforeIsRefusedAndNotDoneAgain() {
        var command = command("k-1", Action.IDENTIFY);
        handle(command);
        rig.reader.show(ReaderSignal.IDLE);

        handle(command);

        assertThat(answers()).containsExactly("k-1 DONE", "k-1 REPEATED");
        assertThat(rig.reader.signal()).isEqualTo(ReaderSignal.IDLE);
        assertThat(rig.events(Event.CommandHandled.class)).hasSize(1);
        assertThat(rig.rejected(Channel.COMMANDS, Rejection.REPLAYED)).isOne();
    }

    @Test
    void aCommandWhoseChallengeHasDiedIsRefused() {
        var command = command("k-1", Action.IDENTIFY);
        nanos.advance(Challenges.LIFE);

        handle(command);

        assertThat(answers()).containsExactly("k-1 STALE");
        assertThat(rig.reader.signal()).isEqualTo(ReaderSignal.IDLE);
    }

    @Test
    void aReplayIsRefusedHoweverLateItComes() {
        var command = command("k-1", Action.IDENTIFY);
        handle(command);

        for (int i = 0; i < 40; i++) {
            nanos.advance(Duration.ofSeconds(1));
            challenges.next();
            handle(command);
        }

        assertThat(answers())
                .hasSize(41)
                .filteredOn(answer -> answer.equals("k-1 DONE"))
                .hasSize(1);
    }

    @Test
    void aCommandThatAnswersNoChallengeOfOursIsRefused() {
        challenges.next();

        handle(new Command(
                new CommandId("k-1"),
                Rig.DOOR,
                Optional.of(Rig.ENTRY),
                Action.IDENTIFY,
                new Challenge("0".repeat(32))));

        assertThat(answers()).containsExactly("k-1 STALE");
    }

    @Test
    void aCommandForAnotherDoorIsRefused() {
        handle(new Command(
                new CommandId("k-1"), new DoorId("yard"), Optional.of(Rig.ENTRY), Action.IDENTIFY, challenges.next()));

        assertThat(answers()).containsExactly("k-1 WRONG_DOOR");
        assertThat(rig.events(Event.CommandHandled.class))
                .containsExactly(new Event.CommandHandled(new CommandId("k-1"), "identify", "wrong-door"));
    }

    @Test
    void aCommandForAPointOfAnotherDoorIsRefused() {
        handle(new Command(
                new CommandId("k-1"),
                Rig.DOOR,
                Optional.of(new PointId("yard-entry")),
                Action.LEARN_BADGE,
                challenges.next()));

        assertThat(answers()).containsExactly("k-1 WRONG_DOOR");
    }

    @Test
    void anActionOfANewerServiceIsRefused() {
        handle(command("k-1", Action.UNKNOWN));

        assertThat(answers()).containsExactly("k-1 NOT_KNOWN");
    }

    @Test
    void aRetainedCommandIsRefusedThoughEverythingElseIsRight() {
        offer(command("k-1", Action.IDENTIFY), true);

        await().untilAsserted(() -> assertThat(answers()).containsExactly("k-1 RETAINED"));
        assertThat(rig.reader.signal()).isEqualTo(ReaderSignal.IDLE);
        assertThat(rig.rejected(Channel.COMMANDS, Rejection.RETAINED)).isOne();
    }

    @Test
    void aLearntBadgeComesSealedAndOpensNothing() {
        offer(command("k-1", Action.LEARN_BADGE), false);
        await().until(() -> rig.reader.signal() == ReaderSignal.LEARNING);

        rig.reader.tap(Rig.badge(0x0F00A1B2C3L, System::nanoTime));

        await().untilAsserted(() -> assertThat(answers()).containsExactly("k-1 LEARNT"));
        String sealed =
                outgoing.sent(CommandResult.class).getFirst().sealedToken().orElseThrow();
        assertThat(sealed).doesNotContain(Rig.token(0x0F00A1B2C3L).text());
        assertThat(new String(rig.opener.open(sealed).orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo(Rig.token(0x0F00A1B2C3L).text());
        assertThat(rig.events(Event.Granted.class)).isEmpty();
        assertThat(rig.events(Event.Refused.class)).isEmpty();
        assertThat(rig.events(Event.CommandHandled.class))
                .containsExactly(new Event.CommandHandled(new CommandId("k-1"), "learn-badge", "learnt"));
    }

    @Test
    void whenNobodyHoldsABadgeToTheReaderThatIsSaid() {
        commands = new Commands(
                rig.self, rig.parts, challenges, rig.rejections, outgoing, times(Duration.ofMillis(50)), worker);

        handle(command("k-1", Action.LEARN_BADGE));

        assertThat(answers()).containsExactly("k-1 NOTHING_READ");
    }

    @Test
    void aDoorThatIsLearningTakesOtherCommands() {
        offer(command("k-1", Action.LEARN_BADGE), false);

        handle(command("k-2", Action.IDENTIFY));

        assertThat(answers()).containsExactly("k-2 DONE");
    }

    @Test
    void aDoorThatHasStoppedIsSaidNotToHaveDoneIt() {
        rig.loop.close();

        handle(command("k-1", Action.IDENTIFY));
        handle(command("k-2", Action.LEARN_BADGE));

        assertThat(answers()).containsExactly("k-1 NOT_DONE", "k-2 NOT_DONE");
    }

    @Test
    void whatCannotBeRecordedIsAnsweredAsThat() {
        rig.journal.close();

        handle(command("k-1", Action.IDENTIFY));

        assertThat(answers()).containsExactly("k-1 NOT_RECORDED");
    }

    @Test
    void moreCommandsThanCanBeRememberedAreNotDone() {
        var challenge = challenges.next();
        for (int i = 0; i < Commands.SEEN_MAX; i++) {
            commands.handle(
                    new Command(new CommandId("k-" + i), Rig.DOOR, Optional.of(Rig.ENTRY), Action.UNKNOWN, challenge),
                    false);
        }

        commands.handle(
                new Command(new CommandId("one-more"), Rig.DOOR, Optional.of(Rig.ENTRY), Action.IDENTIFY, challenge),
                false);

        assertThat(answers()).hasSize(Commands.SEEN_MAX);
        assertThat(rig.reader.signal()).isEqualTo(ReaderSignal.IDLE);
        assertThat(rig.rejected(Channel.COMMANDS, Rejection.NOT_HANDLED)).isOne();
    }

    @Test
    void idsAreForgottenOnceTheirChallengesAreDead() {
        for (int i = 0; i < Commands.SEEN_MAX; i++) {
            commands.handle(command("k-" + i, Action.UNKNOWN), false);
        }
        nanos.advance(Challenges.LIFE);

        handle(command("one-more", Action.IDENTIFY));

        assertThat(answers()).contains("one-more DONE");
    }

    private Command command(String id, Action action) {
        return new Command(new CommandId(id), Rig.DOOR, Optional.of(Rig.ENTRY), action, challenges.next());
    }

    private void offer(Command command, boolean retained) {
        assertThat(worker.offer(() -> commands.handle(command, retained))).isTrue();
    }

    /** Offers a command and waits for its answer. */
    private void handle(Command command) {
        int before = answers().size();
        offer(command, false);
        await().untilAsserted(() -> assertThat(answers()).hasSize(before + 1));
    }

    private List<String> answers() {
        return outgoing.sent(CommandResult.class).stream()
                .map(result -> result.id() + " " + result.outcome())
                .toList();
    }

    private static LinkTimes times(Duration learn) {
        var quick = Rig.QUICK;
        return new LinkTimes(
                quick.heartbeat(),
                quick.ackWait(),
                quick.ackWaitMax(),
                quick.stateSpacing(),
                quick.wantSpacing(),
                quick.partWait(),
                learn,
                quick.keysAgain(),
                quick.keysWait(),
                quick.keysSpread(),
                quick.farewell());
    }
}
