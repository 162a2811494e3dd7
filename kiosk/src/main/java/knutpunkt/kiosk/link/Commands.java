package knutpunkt.kiosk.link;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.access.BadgeToken;
import knutpunkt.kiosk.database.Database;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.CommandResult.Outcome;
import knutpunkt.wire.signature.Opener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands to one controller: each over its newest challenge, written down before it is sent, and ended exactly once,
 * by the first result or by the time that has passed. Safe for use by several threads.
 */
final class Commands {
    /** A challenge lives 15 s at the controller; one older than this would come too late. */
    static final Duration CHALLENGE_LIFE = Duration.ofSeconds(12);

    /** Longer than anybody is given to hold a badge to a reader. */
    static final Duration RESULT_WAIT = Duration.ofSeconds(60);

    /** How many may be without a result at a time. */
    static final int PENDING_MAX = 16;

    private static final int ID_BYTES = 16;
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final ControllerId controller;
    private final Database database;
    private final Opener opener;
    private final LearntBadges learnt;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Map<CommandId, Pending> pending = new LinkedHashMap<>();
    private Optional<Given> newest = Optional.empty();

    private record Given(Challenge challenge, long atNanos) {}

    private record Pending(Command.Action action, long atNanos) {}

    Commands(ControllerId controller, SiteLink.Parts parts) {
        this.controller = controller;
        this.database = parts.database();
        this.opener = parts.opener();
        this.learnt = parts.learnt();
        this.clock = parts.clock();
        this.nanoClock = parts.nanoClock();
        this.random = parts.random();
    }

    /** Commands of an earlier run of the service: nobody waits for them any more. */
    static void forgetEarlier(Database database, Instant now) {
        database.write(transaction -> transaction.update(
                "UPDATE command SET outcome = ?, ended_at = ? WHERE outcome IS NULL", Outcome.UNKNOWN, now));
    }

    synchronized void challenged(Challenge challenge) {
        newest = Optional.of(new Given(challenge, nanoClock.getAsLong()));
    }

    /** The newest challenge, while an answer to it still counts. */
    synchronized Optional<Challenge> fresh() {
        long now = nanoClock.getAsLong();
        return newest.filter(given -> now - given.atNanos() < CHALLENGE_LIFE.toNanos())
                .map(Given::challenge);
    }

    /** Makes a command and writes it down. Empty when no challenge is fresh, or too many wait for their result. */
    synchronized Optional<Command> make(DoorId door, Optional<PointId> point, Command.Action action) {
        long now = nanoClock.getAsLong();
        Optional<Challenge> fresh = fresh();
        if (fresh.isEmpty() || pending.size() >= PENDING_MAX) {
            return Optional.empty();
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        var id = new CommandId(HexFormat.of().formatHex(bytes));
        var command = new Command(id, door, point, action, fresh.get());
        database.write(transaction -> transaction.update(
                "INSERT INTO command (id, controller, door, point, action, sent_at) VALUES (?, ?, ?, ?, ?, ?)",
                id.text(),
                controller.text(),
                door.text(),
                point.map(PointId::text),
                action,
                now()));
        pending.put(id, new Pending(action, now));
        return Optional.of(command);
    }

    /** What the controller says; only the first for a command that waits counts. A repetition came after the command. */
    void ended(CommandResult result) {
        if (result.outcome() == Outcome.REPEATED) {
            return;
        }
        end(result.id(), result.outcome()).ifPresent(was -> tell(was, result));
    }

    /** It was not sent, or nothing came of it. */
    void lost(CommandId id) {
        ended(new CommandResult(id, Outcome.UNKNOWN, Optional.empty()));
    }

    /** Ends those whose result has not come in time. */
    void tick() {
        overdue().forEach(this::lost);
    }

    private synchronized List<CommandId> overdue() {
        long now = nanoClock.getAsLong();
        return pending.entrySet().stream()
                .filter(entry -> now - entry.getValue().atNanos() >= RESULT_WAIT.toNanos())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Written down first: if that fails the command still waits, and is ended by the time that passes. */
    private synchronized Optional<Pending> end(CommandId id, Outcome outcome) {
        if (pending.containsKey(id)) {
            database.write(transaction -> transaction.update(
                    "UPDATE command SET outcome = ?, ended_at = ? WHERE id = ?", outcome, now(), id.text()));
        }
        return Optional.ofNullable(pending.remove(id));
    }

    private void tell(Pending was, CommandResult result) {
        if (was.action() != Command.Action.LEARN_BADGE) {
            return;
        }
        Optional<BadgeToken> token = result.outcome() == Outcome.LEARNT
                ? result.sealedToken().flatMap(opener::open).flatMap(Commands::token)
                : Optional.empty();
        if (token.isPresent()) {
            learnt.learnt(result.id(), token.get());
            return;
        }
        if (result.outcome() == Outcome.LEARNT) {
            LOG.warn("controller [{}] sealed a token that cannot be opened", controller);
            learnt.notLearnt(result.id(), Outcome.UNKNOWN);
            return;
        }
        learnt.notLearnt(result.id(), result.outcome());
    }

    private static Optional<BadgeToken> token(byte[] opened) {
        try {
            return Optional.of(BadgeToken.parse(new String(opened, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
