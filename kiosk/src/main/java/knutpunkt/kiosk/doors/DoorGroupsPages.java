package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.HolderSource;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;

/** Groups of doors: which doors are granted together. */
public final class DoorGroupsPages implements AdminPages {
    private static final String PATH = "/door-groups";
    private static final String NAME = "name";
    private static final String DOORS = "doors";
    private static final String GROUP = "group";

    private final Database database;
    private final AccessChanges changes;
    private final HolderSource holders;
    private final Audit audit;
    private final OpaqueIds ids;

    public DoorGroupsPages(Database database, AccessChanges changes, HolderSource holders, Audit audit, OpaqueIds ids) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.holders = requireNonNull(holders, "holders");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
    }

    /** The list, and what a new one needs. */
    public record All(List<Listed> groups, String name, List<Choice> doors) {}

    /**
     * A group in the list.
     *
     * @param doors what its doors are called
     */
    public record Listed(DoorGroup group, String doors, long grants) {}

    /** One group. */
    public record One(DoorGroup group, String name, List<Choice> doors, long grants) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_RULES, this::list)
                .post(PATH, Act.CHANGE_RULES, this::add, this::list)
                .get(PATH + "/{id}", Act.SEE_RULES, this::show)
                .post(PATH + "/{id}", Act.CHANGE_RULES, this::change, this::show)
                .post(PATH + "/{id}/remove", Act.CHANGE_RULES, this::remove, this::show);
    }

    private Reply list(Visit visit) {
        return database.read(transaction -> {
            Map<DoorId, String> names = Plan.doorNames(transaction);
            List<Listed> groups = DoorGroups.all(transaction).stream()
                    .map(group -> new Listed(group, called(group, names), DoorGroups.grants(transaction, group.id())))
                    .toList();
            var page = new All(groups, visit.shown(NAME, ""), doors(visit, names, Set.of()));
            return Reply.page("doors/groups", "menu.door-groups", page);
        });
    }

    private static String called(DoorGroup group, Map<DoorId, String> names) {
        return names.entrySet().stream()
                .filter(door -> group.doors().contains(door.getKey()))
                .map(Map.Entry::getValue)
                .collect(joining(", "));
    }

    private static List<Choice> doors(Visit visit, Map<DoorId, String> names, Set<DoorId> there) {
        List<String> chosen =
                visit.shown(DOORS, there.stream().map(DoorId::text).toList());
        return names.entrySet().stream()
                .map(door -> new Choice(
                        door.getKey().text(),
                        door.getValue(),
                        chosen.contains(door.getKey().text())))
                .toList();
    }

    private Reply show(Visit visit) {
        DoorGroupId id = visit.id(DoorGroups.RULE, DoorGroupId::new);
        return database.read(transaction -> {
            DoorGroup group = find(transaction, id);
            var page = new One(
                    group,
                    visit.shown(NAME, group.name()),
                    doors(visit, Plan.doorNames(transaction), group.doors()),
                    DoorGroups.grants(transaction, id));
            return Reply.page("doors/group", "door-group.one", page);
        });
    }

    private static DoorGroup find(Transaction transaction, DoorGroupId id) {
        return DoorGroups.find(transaction, id).orElseThrow(() -> Problem.notFound("id", DoorGroups.RULE));
    }

    private Reply add(Visit visit) {
        DoorGroup group = sent(visit.form(NAME, DOORS), new DoorGroupId(ids.fresh('d')));
        database.write(transaction -> {
            requireFine(transaction, group);
            if (DoorGroups.isFull(transaction)) {
                throw Problem.conflict(GROUP, "is one too many: a site has at most " + DoorGroups.GROUPS_MAX);
            }
            DoorGroups.add(transaction, group);
            note(transaction, visit, Deed.DOOR_GROUP_ADDED, group, Audit.NOTHING, fields(group));
            return changes.note(transaction);
        });
        return Reply.done(PATH, "door-group");
    }

    private Reply change(Visit visit) {
        DoorGroup group = sent(visit.form(NAME, DOORS), visit.id(DoorGroups.RULE, DoorGroupId::new));
        database.write(transaction -> {
            DoorGroup before = find(transaction, group.id());
            requireFine(transaction, group);
            DoorGroups.change(transaction, group);
            note(transaction, visit, Deed.DOOR_GROUP_CHANGED, group, fields(before), fields(group));
            return before.doors().equals(group.doors())
                    ? changes.note(transaction)
                    : changes.change(transaction, holders.ofDoorGroup(transaction, group.id()), List.of());
        });
        return Reply.done(PATH + "/" + group.id(), "door-group");
    }

    private static DoorGroup sent(Form form, DoorGroupId id) {
        String name = form.value(
                NAME,
                "must be 1 to " + DoorGroups.NAME_MAX + " visible characters",
                text -> Printable.name(text, DoorGroups.NAME_MAX));
        List<DoorId> doors = form.values(DOORS, "must be doors of this site", DoorId::new);
        if (doors.size() > DoorGroups.DOORS_MAX) {
            throw Problem.badRequest(DOORS, "must be at most " + DoorGroups.DOORS_MAX);
        }
        return new DoorGroup(id, name, Set.copyOf(doors));
    }

    private static void requireFine(Transaction transaction, DoorGroup group) {
        if (DoorGroups.isNamed(transaction, group.name(), group.id())) {
            throw Problem.conflict(NAME, "must not be another group's name");
        }
        for (DoorId door : group.doors()) {
            if (Plan.owner(transaction, door).isEmpty()) {
                throw Problem.notFound(DOORS, "must be doors of this site");
            }
        }
    }

    private Reply remove(Visit visit) {
        visit.form();
        DoorGroupId id = visit.id(DoorGroups.RULE, DoorGroupId::new);
        database.write(transaction -> {
            DoorGroup group = find(transaction, id);
            if (DoorGroups.grants(transaction, id) > 0) {
                throw Problem.conflict(GROUP, "must have no grants");
            }
            DoorGroups.remove(transaction, id);
            note(transaction, visit, Deed.DOOR_GROUP_REMOVED, group, fields(group), Audit.NOTHING);
            return changes.note(transaction);
        });
        return Reply.done(PATH, "door-group-removed");
    }

    private static Map<String, String> fields(DoorGroup group) {
        return Map.of(
                NAME,
                group.name(),
                DOORS,
                group.doors().stream().map(DoorId::text).sorted().collect(joining(" ")));
    }

    private void note(
            Transaction transaction,
            Visit visit,
            Deed deed,
            DoorGroup group,
            Map<String, String> before,
            Map<String, String> after) {
        audit.changed(transaction, visit.by(), deed, group.id().text(), Optional.empty(), before, after);
    }
}
