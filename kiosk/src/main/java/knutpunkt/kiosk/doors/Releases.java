package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;

/**
 * Doors that are released by command: asked for once, then asked about until it is over, a minute later at most. It is
 * the door that decides and records; here is only what it answered. Who asked is for the caller to write down. Safe for
 * use by several threads.
 */
public final class Releases {
    private static final String DOOR_RULE = "must be a door of this site";

    private final Database database;
    private volatile Optional<DoorCommands> way = Optional.empty();

    public Releases(Database database) {
        this.database = requireNonNull(database, "database");
    }

    /**
     * A release that was asked for.
     *
     * @param outcome empty while its door has not answered. {@link CommandResult.Outcome#DONE} is the only one after
     *     which the strike was released for it; {@link CommandResult.Outcome#UNKNOWN} says that no answer came, and then
     *     only the log can tell, by a record {@code released-by-command} with this id
     * @param endedAt with an outcome only
     */
    public record Release(
            CommandId id,
            DoorId door,
            Instant sentAt,
            Optional<CommandResult.Outcome> outcome,
            Optional<Instant> endedAt) {
        public Release {
            requireNonNull(id, "id");
            requireNonNull(door, "door");
            requireNonNull(sentAt, "sentAt");
            requireNonNull(outcome, "outcome");
            requireNonNull(endedAt, "endedAt");
        }
    }

    /** From now on controllers can be told; before that none can. */
    public void connect(DoorCommands newWay) {
        way = Optional.of(newWay);
    }

    /**
     * Has a door's strike released once, for the door's usual time.
     *
     * @return what to {@link #find} it by; empty when the door's controller cannot be told now
     * @throws Problem when the site has no such door
     */
    public Optional<CommandId> release(DoorId door) {
        ControllerId controller = database.read(transaction -> Plan.owner(transaction, door))
                .orElseThrow(() -> Problem.notFound("door", DOOR_RULE));
        return way.flatMap(commands -> commands.release(controller, door));
    }

    /** Empty when no release was asked for under this id. */
    public Optional<Release> find(CommandId id) {
        return database.read(transaction -> transaction.one(
                "SELECT id, door, sent_at, outcome, ended_at FROM command WHERE id = ? AND action = ?",
                Releases::read,
                id.text(),
                Command.Action.RELEASE_ONCE));
    }

    private static Release read(Row row) {
        return new Release(
                new CommandId(row.text("id")),
                new DoorId(row.text("door")),
                row.time("sent_at"),
                row.findText("outcome").map(CommandResult.Outcome::valueOf),
                row.findTime("ended_at"));
    }
}
