package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.kiosk.web.Problem;

/** What one looks at first: how the doors are, whether they have the newest rules, and what somebody must look at. */
public final class OverviewPages implements AdminPages {
    private static final String ALARM_RULE = "must be an alarm of this site";

    private final Database database;
    private final Doors doors;
    private final NewestRevision newest;
    private final Note.Source notes;
    private final Audit audit;
    private final InstantSource clock;

    public OverviewPages(
            Database database,
            Doors doors,
            NewestRevision newest,
            Note.Source notes,
            Audit audit,
            InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.doors = requireNonNull(doors, "doors");
        this.newest = requireNonNull(newest, "newest");
        this.notes = requireNonNull(notes, "notes");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    /** The revision that every controller ought to have. */
    @FunctionalInterface
    public interface NewestRevision {
        Revision now();
    }

    /**
     * The page.
     *
     * @param notes what features have to say
     * @param behind doors whose controller has not confirmed the newest revision
     */
    public record Overview(
            List<Note> notes,
            List<Doors.Door> doors,
            List<Doors.Door> behind,
            List<Alarms.Alarm> alarms,
            boolean mayAcknowledge) {
        public long heard() {
            return doors.stream()
                    .filter(door -> door.liveness().equals("online"))
                    .count();
        }
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("", Act.BE_HERE, this::show)
                .post("/alarms/{id}/acknowledge", Act.ACKNOWLEDGE_ALARM, this::acknowledge);
    }

    private Reply show(Visit visit) {
        Revision wanted = newest.now();
        List<Doors.Door> all = doors.all();
        List<Doors.Door> behind =
                all.stream().filter(door -> isBehind(door.confirmed(), wanted)).toList();
        List<Alarms.Alarm> alarms = database.read(Alarms::open);
        boolean may = visit.actor().may(Act.ACKNOWLEDGE_ALARM);
        List<Note> said = database.read(transaction -> notes.of(transaction, visit, Optional.empty()));
        return Reply.page("doors/overview", "menu.overview", new Overview(said, all, behind, alarms, may));
    }

    private static boolean isBehind(Optional<Revision> confirmed, Revision wanted) {
        return !wanted.equals(Revision.NONE)
                && confirmed.filter(now -> !wanted.isAfter(now)).isEmpty();
    }

    private Reply acknowledge(Visit visit) {
        visit.form();
        long id = visit.id(ALARM_RULE, Long::parseLong);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        database.write(transaction -> {
            Alarms.Alarm alarm = Alarms.find(transaction, id).orElseThrow(() -> Problem.notFound("id", ALARM_RULE));
            Alarms.acknowledge(transaction, id, visit.by().id(), now);
            audit.changed(
                    transaction,
                    visit.by(),
                    Deed.ALARM_ACKNOWLEDGED,
                    alarm.kind().name() + " " + alarm.controller(),
                    Optional.empty(),
                    Audit.NOTHING,
                    Audit.NOTHING);
            return true;
        });
        return Reply.done("", "acknowledged");
    }
}
