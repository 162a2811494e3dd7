package knutpunkt.controller.link;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.BadgeToken;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.run.DoorLoop;
import knutpunkt.controller.run.Doors;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.CommandResult.Outcome;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Rejections;
import knutpunkt.wire.signature.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the service commands, once and only while it is fresh (invariant I7). What came of a fresh command is recorded
 * before it is answered. One that is late or repeated is counted and answered, but makes no record of its own: whoever
 * holds the broker could repeat it for ever and fill the journal. Used by one thread.
 */
final class Commands {
    /** Ids are kept as long as a challenge can live, and this many at most; beyond that nothing is done. */
    static final int SEEN_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final Doors doors;
    private final Challenges challenges;
    private final Journal journal;
    private final Rejections rejections;
    private final Sealer sealer;
    private final Outbox outbox;
    private final Identity self;
    private final Duration learnTime;
    private final Worker worker;
    private final Map<CommandId, Long> seen = new LinkedHashMap<>();

    /**
     * Does nothing yet.
     *
     * @param worker whose thread this is used by
     */
    Commands(
            Identity self,
            Link.Parts parts,
            Challenges challenges,
            Rejections rejections,
            Outbox outbox,
            LinkTimes times,
            Worker worker) {
        this.self = self;
        this.doors = parts.doors();
        this.journal = parts.journal();
        this.sealer = parts.sealer();
        this.challenges = challenges;
        this.rejections = rejections;
        this.outbox = outbox;
        this.learnTime = times.learn();
        this.worker = worker;
    }

    void handle(Command command, boolean retained) {
        forgetOld();
        if (retained) {
            refuse(command, Rejection.RETAINED, Outcome.RETAINED);
        } else if (seen.containsKey(command.id())) {
            refuse(command, Rejection.REPLAYED, Outcome.REPEATED);
        } else if (!challenges.isLive(command.challenge())) {
            refuse(command, Rejection.REPLAYED, Outcome.STALE);
        } else if (seen.size() >= SEEN_MAX) {
            rejections.rejected(Channel.COMMANDS, Rejection.NOT_HANDLED, "too many commands at a time");
        } else {
            seen.put(command.id(), self.uptimeNanos().getAsLong());
            perform(command);
        }
    }

    private void perform(Command command) {
        Optional<DoorLoop> door =
                doors.door(command.door()).filter(one -> one.points().contains(command.point()));
        if (door.isEmpty()) {
            finish(command, Outcome.WRONG_DOOR, Optional.empty());
            return;
        }
        switch (command.action()) {
            case IDENTIFY ->
                finish(
                        command,
                        door.get().identify(command.point()) ? Outcome.DONE : Outcome.UNKNOWN,
                        Optional.empty());
            case LEARN_BADGE -> learn(command, door.get());
            case UNKNOWN -> finish(command, Outcome.NOT_KNOWN, Optional.empty());
        }
    }

    /** The door answers on its own thread, and may not wait: the answer comes back here as a job. */
    private void learn(Command command, DoorLoop door) {
        door.learn(command.point(), learnTime, token -> {
            if (!worker.offer(() -> learnt(command, token))) {
                LOG.warn("what came of learning a badge is not sent: too much waits, or the link is stopping");
            }
        });
    }

    private void learnt(Command command, Optional<BadgeToken> token) {
        finish(
                command,
                token.isPresent() ? Outcome.LEARNT : Outcome.NOTHING_READ,
                token.map(one -> sealer.seal(one.text().getBytes(StandardCharsets.UTF_8))));
    }

    private void finish(Command command, Outcome outcome, Optional<String> sealedToken) {
        journal.append(new Event.CommandHandled(command.id(), word(command.action()), word(outcome)));
        answer(new CommandResult(command.id(), outcome, sealedToken));
    }

    private void refuse(Command command, Rejection reason, Outcome outcome) {
        rejections.rejected(Channel.COMMANDS, reason, "a command: " + outcome);
        answer(new CommandResult(command.id(), outcome, Optional.empty()));
    }

    private void answer(CommandResult result) {
        try {
            outbox.send(result);
        } catch (NotDelivered e) {
            // The service gives up waiting and says so to whoever asked; a late answer would surprise them.
            LOG.warn("the answer to command {} was not delivered: {}", result.id(), e.reason());
        }
    }

    /** Once its challenge is dead, a command is refused as late: its id need not be known. */
    private void forgetOld() {
        long now = self.uptimeNanos().getAsLong();
        seen.values().removeIf(at -> now - at >= Challenges.LIFE.toNanos());
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
