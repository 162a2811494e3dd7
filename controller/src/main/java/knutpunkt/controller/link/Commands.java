package knutpunkt.controller.link;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import knutpunkt.access.BadgeToken;
import knutpunkt.controller.door.ReleaseOutcome;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.controller.run.DoorLoop;
import knutpunkt.controller.run.Doors;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.PointId;
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
 * before it is answered; where it cannot be, the answer says so. One that is late or repeated is counted and answered,
 * but makes no record of its own: whoever holds the broker could repeat it for ever and fill the journal. Used by one
 * thread.
 */
final class Commands {
    /** Ids are kept as long as a challenge can live, and this many at most; beyond that nothing is done. */
    static final int SEEN_MAX = 256;

    /** A door that has not recorded a release by then does not do it. */
    static final Duration RELEASE_WITHIN = Duration.ofSeconds(2);

    /** Well beyond {@link #RELEASE_WITHIN}: a door that is silent for so long has not released and will not. */
    static final Duration RELEASE_WAIT = Duration.ofSeconds(5);

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
    private final List<Release> releases = new ArrayList<>(); // fewer than SEEN_MAX: each is given up before its id is

    /**
     * A release that a door was told of.
     *
     * @param came completed once: by the door on its thread, or here when the door takes too long
     */
    private record Release(Command command, long atNanos, CompletableFuture<ReleaseOutcome> came) {}

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
        Optional<DoorLoop> door = doors.door(command.door())
                .filter(one -> command.point().stream().allMatch(one.points()::contains));
        if (door.isEmpty()) {
            finish(command, Outcome.WRONG_DOOR, Optional.empty());
            return;
        }
        switch (command.action()) {
            case IDENTIFY ->
                finish(
                        command,
                        door.get().identify(pointOf(command)) ? Outcome.DONE : Outcome.NOT_DONE,
                        Optional.empty());
            case LEARN_BADGE -> learn(command, door.get());
            case RELEASE_ONCE -> release(command, door.get());
            case UNKNOWN -> finish(command, Outcome.NOT_KNOWN, Optional.empty());
        }
    }

    private static PointId pointOf(Command command) {
        return command.point().orElseThrow();
    }

    /** The door answers on its own thread, and may not wait: the answer comes back here as a job. */
    private void learn(Command command, DoorLoop door) {
        boolean taken = door.learn(pointOf(command), learnTime, token -> {
            if (!worker.offer(() -> learnt(command, token))) {
                LOG.warn("what came of learning a badge is not sent: too much waits, or the link is stopping");
            }
        });
        if (!taken) {
            finish(command, Outcome.NOT_DONE, Optional.empty());
        }
    }

    private void learnt(Command command, Optional<BadgeToken> token) {
        finish(
                command,
                token.isPresent() ? Outcome.LEARNT : Outcome.NOTHING_READ,
                token.map(one -> sealer.seal(one.text().getBytes(StandardCharsets.UTF_8))));
    }

    /** The door's answer is found when it is looked for, so that none can be lost because too much waits here. */
    private void release(Command command, DoorLoop door) {
        var release = new Release(command, self.uptimeNanos().getAsLong(), new CompletableFuture<>());
        boolean taken = door.release(command.id(), RELEASE_WITHIN, outcome -> {
            if (!release.came().complete(outcome)) {
                LOG.warn("door [{}] answered command {} after it was given up: {}", door.id(), command.id(), outcome);
            }
            boolean _ = worker.offer(this::settle); // who is too busy for it looks soon anyway
        });
        if (taken) {
            releases.add(release);
        } else {
            released(command, ReleaseOutcome.NOT_DONE);
        }
    }

    /** Answers the releases that the doors have answered, or have not in time. Called between jobs. */
    void settle() {
        long now = self.uptimeNanos().getAsLong();
        for (Release release : List.copyOf(releases)) {
            if (now - release.atNanos() >= RELEASE_WAIT.toNanos()) {
                boolean _ = release.came().complete(ReleaseOutcome.NOT_DONE); // unless the door was quicker
            }
            if (release.came().isDone()) {
                releases.remove(release);
                released(release.command(), release.came().join());
            }
        }
    }

    /** A release has a record of its own at the door, so what is answered is true even if this record cannot be kept. */
    private void released(Command command, ReleaseOutcome came) {
        Outcome outcome = switch (came) {
            case RELEASED -> Outcome.DONE;
            case IN_LOCKDOWN -> Outcome.IN_LOCKDOWN;
            case ALREADY_RELEASED -> Outcome.ALREADY_RELEASED;
            case STANDS_OPEN -> Outcome.STANDS_OPEN;
            case NOT_RECORDED -> Outcome.NOT_RECORDED;
            case NOT_DONE -> Outcome.NOT_DONE;
        };
        boolean _ = isRecorded(command, outcome);
        answer(new CommandResult(command.id(), outcome, Optional.empty()));
    }

    private void finish(Command command, Outcome outcome, Optional<String> sealedToken) {
        answer(
                isRecorded(command, outcome)
                        ? new CommandResult(command.id(), outcome, sealedToken)
                        : new CommandResult(command.id(), Outcome.NOT_RECORDED, Optional.empty()));
    }

    private boolean isRecorded(Command command, Outcome outcome) {
        try {
            journal.append(new Event.CommandHandled(command.id(), word(command.action()), word(outcome)));
            return true;
        } catch (JournalUnavailable e) {
            LOG.error("what came of command {} cannot be recorded: {}", command.id(), outcome, e);
            return false;
        }
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
