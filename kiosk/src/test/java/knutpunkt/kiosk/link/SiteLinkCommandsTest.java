package knutpunkt.kiosk.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.signature.Sealer;
import org.junit.jupiter.api.Test;

/** Commands and what comes of them. */
final class SiteLinkCommandsTest extends LinkFixture {
    @Test
    void aCommandGoesOutOverTheNewestChallengeAndItsFirstResultCounts() {
        connect(c1);
        say(c1, c1.heartbeat());
        awaitTold(c1, LeaseRenewal.class);
        var announced = new AtomicReference<CommandId>();

        CommandId id = link.send(
                        c1.id, new DoorId("door-c1"), Optional.of(POINT), Command.Action.LEARN_BADGE, announced::set)
                .orElseThrow();

        Command command = awaitTold(c1, Command.class);
        assertThat(announced).hasValue(id);
        assertThat(command.id()).isEqualTo(id);
        assertThat(command.challenge()).isEqualTo(c1.challenge());
        assertThat(command.action()).isEqualTo(Command.Action.LEARN_BADGE);
        String sealed = new Sealer(sealing.getPublic()).seal(TOKEN.text().getBytes(UTF_8));
        say(c1, new CommandResult(id, CommandResult.Outcome.LEARNT, Optional.of(sealed)));
        say(c1, new CommandResult(id, CommandResult.Outcome.NOTHING_READ, Optional.empty()));
        say(c1, new CommandResult(id, CommandResult.Outcome.LEARNT, Optional.of(sealed)));
        flush(c1);
        assertThat(learnt).containsExactly(id + " " + TOKEN.text());
        assertThat(outcome(id)).contains("LEARNT");
    }

    @Test
    void aRepetitionOfACommandThatStillWaitsDoesNotEndIt() {
        connect(c1);
        CommandId id = learn();

        say(c1, new CommandResult(id, CommandResult.Outcome.REPEATED, Optional.empty()));
        say(c1, new CommandResult(id, CommandResult.Outcome.NOTHING_READ, Optional.empty()));

        await().untilAsserted(() -> assertThat(learnt).containsExactly(id + " NOTHING_READ"));
    }

    @Test
    void aTokenThatCannotBeOpenedIsNotLearnt() {
        connect(c1);
        CommandId id = learn();

        say(c1, new CommandResult(id, CommandResult.Outcome.LEARNT, Optional.of("not a box")));

        await().untilAsserted(() -> assertThat(learnt).containsExactly(id + " UNKNOWN"));
    }

    @Test
    void aCommandWithoutAResultEndsByItself() {
        connect(c1);
        CommandId id = learn();

        clock.pass(Duration.ofSeconds(60));

        await().untilAsserted(() -> assertThat(learnt).containsExactly(id + " UNKNOWN"));
        say(c1, new CommandResult(id, CommandResult.Outcome.NOTHING_READ, Optional.empty()));
        flush(c1);
        assertThat(learnt).hasSize(1);
    }

    @Test
    void aResultOfAnotherControllersCommandIsIgnored() {
        connect(c1);
        connect(c2);
        CommandId id = learn();

        say(c2, new CommandResult(id, CommandResult.Outcome.NOTHING_READ, Optional.empty()));
        flush(c2);

        assertThat(learnt).isEmpty();
        assertThat(outcome(id)).isEmpty();
    }

    @Test
    void noCommandIsMadeForAControllerThatIsNotHeardFromOrWhoseChallengeIsOld() {
        assertThat(link.send(c1.id, new DoorId("door-c1"), Optional.of(POINT), Command.Action.IDENTIFY, id -> {}))
                .isEmpty();
        connect(c1);
        clock.pass(Duration.ofSeconds(12));
        assertThat(link.send(c1.id, new DoorId("door-c1"), Optional.of(POINT), Command.Action.IDENTIFY, id -> {}))
                .isEmpty();
    }

    @Test
    void noMoreCommandsWaitForTheirResultThanAreKept() {
        connect(c1);
        var made = new ArrayList<Boolean>();
        for (int i = 0; i <= Commands.PENDING_MAX; i++) {
            made.add(link.send(c1.id, new DoorId("door-c1"), Optional.of(POINT), Command.Action.IDENTIFY, id -> {})
                    .isPresent());
        }

        assertThat(made).startsWith(true).endsWith(false);
        assertThat(made.stream().filter(one -> one)).hasSize(Commands.PENDING_MAX);
    }

    @Test
    void commandsOfAnEarlierRunAreEnded() {
        connect(c1);
        CommandId id = learn();
        link.close();

        link = openLink();

        assertThat(outcome(id)).contains("UNKNOWN");
    }

    private CommandId learn() {
        CommandId id = link.send(
                        c1.id, new DoorId("door-c1"), Optional.of(POINT), Command.Action.LEARN_BADGE, made -> {})
                .orElseThrow();
        awaitTold(c1, Command.class);
        return id;
    }

    private Optional<String> outcome(CommandId id) {
        return lists.database
                .read(t -> t.one("SELECT outcome FROM command WHERE id = ?", row -> row.findText("outcome"), id.text()))
                .flatMap(outcome -> outcome);
    }
}
