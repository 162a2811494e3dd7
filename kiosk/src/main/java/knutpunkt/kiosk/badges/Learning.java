package knutpunkt.kiosk.badges;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.BadgeToken;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.link.LearntBadges;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.CommandResult;

/**
 * Badges that are learnt by holding them to a reader. An attempt lives in memory only: it is over within a minute, and a
 * service that was restarted has forgotten it, as the reader has. Safe for use by several threads.
 */
public final class Learning implements LearntBadges {
    /** How many attempts are remembered; the oldest that is over goes first. */
    static final int ATTEMPTS_MAX = 100;

    private static final String LEFT = "the person has left";

    static final String DOOR_RULE = "must be a door of this site";
    static final String POINT_RULE = "must be a point of that door";

    private final Database database;
    private final Issuing issuing;
    private final OpaqueIds ids;
    private final Map<String, Attempt> attempts = new LinkedHashMap<>();
    private final Map<CommandId, String> commands = new HashMap<>();
    private Optional<PointCommands> points = Optional.empty();

    public Learning(Database database, Issuing issuing, OpaqueIds ids) {
        this.database = requireNonNull(database, "database");
        this.issuing = requireNonNull(issuing, "issuing");
        this.ids = requireNonNull(ids, "ids");
    }

    /** From now on points can be told; before that every attempt is refused. */
    public synchronized void connect(PointCommands way) {
        points = Optional.of(way);
    }

    /**
     * Has a point learn the next badge.
     *
     * @param by who gives the badge, for the audit
     * @return the attempt's id
     * @throws Problem when person, door or point are not there, the label is not free, or the point cannot be told
     */
    public String start(By by, PersonId person, String label, DoorId door, PointId point) {
        Plan.Point at = database.read(transaction -> {
            issuing.requireFree(transaction, person, label);
            if (!transaction.exists("SELECT 1 FROM door WHERE id = ?", door.text())) {
                throw Problem.notFound("door", DOOR_RULE);
            }
            return Plan.point(transaction, point)
                    .filter(one -> one.door().equals(Optional.of(door)))
                    .orElseThrow(() -> Problem.notFound("point", POINT_RULE));
        });
        String id = ids.fresh('l');
        PointCommands way = way();
        remember(id, new Attempt.Waiting(by, person, label));
        Optional<CommandId> sent = way.learn(at.controller(), door, point, command -> sent(command, id));
        if (sent.isEmpty()) {
            forget(id);
            throw Problem.unavailable("the door's controller cannot be told now");
        }
        return id;
    }

    /** How an attempt stands; empty for one that was forgotten. */
    public synchronized Optional<Attempt> find(String id) {
        return Optional.ofNullable(attempts.get(id));
    }

    /** Whatever a reader still learns for somebody is nobody's badge: they have left. */
    public synchronized void endFor(PersonId person) {
        attempts.replaceAll((_, attempt) ->
                attempt instanceof Attempt.Waiting waiting && waiting.person().equals(person)
                        ? new Attempt.Failed(LEFT)
                        : attempt);
        commands.values().removeIf(id -> !(attempts.get(id) instanceof Attempt.Waiting));
    }

    private synchronized PointCommands way() {
        return points.orElseThrow(() -> Problem.unavailable("the service is not connected to its controllers yet"));
    }

    private synchronized void remember(String id, Attempt.Waiting attempt) {
        if (attempts.size() >= ATTEMPTS_MAX) {
            String oldest = attempts.entrySet().stream()
                    .filter(entry -> !(entry.getValue() instanceof Attempt.Waiting))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> Problem.unavailable("too many points are waiting for a badge"));
            attempts.remove(oldest);
        }
        attempts.put(id, attempt);
    }

    private synchronized void forget(String id) {
        attempts.remove(id);
        commands.values().remove(id);
    }

    private synchronized void sent(CommandId command, String id) {
        commands.put(command, id);
    }

    @Override
    public void learnt(CommandId command, BadgeToken token) {
        waiting(command).ifPresent(entry -> {
            Attempt end = new Attempt.Failed("the badge could not be written down; try again");
            try {
                end = issue(entry.getValue(), token);
            } finally {
                end(entry.getKey(), end);
            }
        });
    }

    @Override
    public void notLearnt(CommandId command, CommandResult.Outcome outcome) {
        waiting(command).ifPresent(entry -> end(entry.getKey(), new Attempt.Failed(reason(outcome))));
    }

    private Attempt issue(Attempt.Waiting attempt, BadgeToken token) {
        try {
            Changed<Badge> issued = issuing.issue(attempt.by(), attempt.person(), attempt.label(), token);
            return new Attempt.Learnt(issued.thing().id(), issued.change());
        } catch (Problem e) {
            // The label was free when the attempt began; somebody else may have used it since.
            return new Attempt.Failed(e.field().orElse("badge") + " " + e.rule());
        }
    }

    /** The attempt that a command is of, taken from the commands: a second result finds none. */
    private synchronized Optional<Map.Entry<String, Attempt.Waiting>> waiting(CommandId command) {
        String id = commands.remove(command);
        if (id != null && attempts.get(id) instanceof Attempt.Waiting waiting) {
            return Optional.of(Map.entry(id, waiting));
        }
        return Optional.empty();
    }

    private synchronized void end(String id, Attempt end) {
        attempts.replace(id, end);
    }

    private static String reason(CommandResult.Outcome outcome) {
        return switch (outcome) {
            case NOTHING_READ -> "no badge was held to the reader in time";
            case STALE, REPEATED, RETAINED -> "the command came too late; try again";
            case WRONG_DOOR, NOT_KNOWN -> "the controller has no such point, or cannot learn there";
            case NOT_RECORDED -> "the controller's journal takes no records";
            case NOT_DONE -> "the door is too busy; try again";
            case DONE, LEARNT, IN_LOCKDOWN, ALREADY_RELEASED, STANDS_OPEN, UNKNOWN ->
                "the controller gave no answer that can be used";
        };
    }
}
