package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;

/** The doors: how each is, what its controller said last, and releasing one once. */
public final class DoorPages implements AdminPages {
    private static final String PATH = "/doors";
    private static final String RULE = "must be a door of this site";
    private static final String RELEASE = "release";

    private final Database database;
    private final Doors doors;
    private final Releases releases;
    private final Audit audit;

    public DoorPages(Database database, Doors doors, Releases releases, Audit audit) {
        this.database = requireNonNull(database, "database");
        this.doors = requireNonNull(doors, "doors");
        this.releases = requireNonNull(releases, "releases");
        this.audit = requireNonNull(audit, "audit");
    }

    /** Every door. */
    public record All(List<Doors.Door> doors) {}

    /** One door, and what became of the release that was asked for here. */
    public record One(Doors.Door door, Optional<Releases.Release> release, boolean mayRelease) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_DOORS, _ -> Reply.page("doors/doors", "menu.doors", new All(doors.all())))
                .get(PATH + "/{id}", Act.SEE_DOORS, this::show)
                .post(PATH + "/{id}/release", Act.RELEASE_DOOR, this::release, this::show);
    }

    private Reply show(Visit visit) {
        Doors.Door door = find(visit);
        Optional<Releases.Release> release = visit.query(RELEASE, CommandId::new)
                .flatMap(releases::find)
                .filter(one -> one.door().equals(door.door()));
        return Reply.page(
                "doors/door", "door.one", new One(door, release, visit.actor().may(Act.RELEASE_DOOR)));
    }

    private Doors.Door find(Visit visit) {
        DoorId id = visit.id(RULE, DoorId::new);
        return doors.all().stream()
                .filter(door -> door.door().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("id", RULE));
    }

    /** Noted before it is sent: whoever opened a door is known, whatever became of it. */
    private Reply release(Visit visit) {
        visit.form();
        DoorId door = find(visit).door();
        database.write(transaction -> {
            audit.changed(
                    transaction,
                    visit.by(),
                    Deed.DOOR_RELEASED,
                    door.text(),
                    Optional.empty(),
                    Audit.NOTHING,
                    Audit.NOTHING);
            return true;
        });
        CommandId sent = releases.release(door)
                .orElseThrow(() -> Problem.unavailable("the door's controller cannot be told now"));
        return Reply.go(PATH + "/" + door.text() + "?" + RELEASE + "=" + sent.text());
    }
}
