package knutpunkt.endtoend;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Window;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.grants.Given;
import knutpunkt.kiosk.grants.Grants;
import knutpunkt.kiosk.grants.Holders;
import knutpunkt.kiosk.grants.Recipient;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.schedules.Schedule;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/**
 * Many people at a site: each with one badge and, through the own group, a grant for three of the doors in the hours of a
 * schedule. Put straight into the tables and the change log of a service that does not run, ten thousand to a change.
 */
final class LargeSite {
    private static final int PARTNERS = 40;
    private static final int DOORS_EACH = 3;
    private static final int AT_ONCE = 10_000;

    /** Whose the doors are that the site does not have yet. */
    private static final ControllerId OWNER = new ControllerId("linked-0");

    private final int groups;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private LargeSite(int groups) {
        this.groups = groups;
    }

    static void fill(Path file, int people, int groups, int schedules, List<DoorId> doors) {
        var filling = new LargeSite(groups);
        try (Database database = Database.open(file)) {
            AccessChanges changes = AccessChanges.open(
                    database, InstantSource.system(), List.of(Holders::items, Badges::items, Schedules::items));
            database.write(transaction -> filling.frame(transaction, changes, schedules, doors));
            for (int from = 0; from < people; from += AT_ONCE) {
                int first = from;
                int last = Math.min(people, from + AT_ONCE);
                database.write(transaction -> filling.people(transaction, changes, first, last));
            }
        }
    }

    static BadgeToken token(int person) {
        // Two key ids, and bits as far apart as those of a keyed hash.
        long mixed = (person + 1) * 0x9E37_79B9_7F4A_7C15L;
        return new BadgeToken(1 + person % 2, mixed, Long.reverse(mixed) + person);
    }

    static BadgeId badge(int person) {
        return new BadgeId("b-%08x".formatted(person));
    }

    private int frame(Transaction transaction, AccessChanges changes, int schedules, List<DoorId> doors) {
        List<AccessItem> items = new ArrayList<>();
        for (DoorId door : doors) {
            if (Plan.owner(transaction, door).isEmpty()) {
                Plan.addDoorWithPoints(transaction, door, OWNER, "Dörr " + door);
            }
        }
        for (int i = 0; i < schedules; i++) {
            Schedule schedule = schedule(i);
            Schedules.add(transaction, schedule);
            items.add(schedule.item());
        }
        for (int i = 0; i < PARTNERS; i++) {
            Partners.add(transaction, Partner.fresh(partner(i), "Organisation " + i, Visibility.NORMAL));
        }
        for (int i = 0; i < groups; i++) {
            Groups.add(transaction, new Group(group(i), partner(i % PARTNERS), "Grupp " + i));
            Grants.add(
                    transaction,
                    new Given(
                            new GrantId("g-large-" + i),
                            new Recipient.WholeGroup(group(i)),
                            doorsOf(i, doors),
                            Set.of(),
                            Optional.of(scheduleId(i % schedules)),
                            now.minus(1, ChronoUnit.DAYS),
                            now.plus(300, ChronoUnit.DAYS)));
        }
        changes.change(transaction, items, List.of());
        return groups;
    }

    private static Set<DoorId> doorsOf(int group, List<DoorId> doors) {
        Set<DoorId> its = new TreeSet<>((one, other) -> one.text().compareTo(other.text()));
        for (int i = 0; i < DOORS_EACH; i++) {
            its.add(doors.get((group + i * (1 + group / doors.size())) % doors.size()));
        }
        return its;
    }

    private static Schedule schedule(int number) {
        List<Window> weekly = Arrays.stream(DayOfWeek.values())
                .map(day -> new Window(day, 6 * 60 + number, 22 * 60 + number))
                .toList();
        return new Schedule(scheduleId(number), "Schema " + number, weekly, List.of());
    }

    private int people(Transaction transaction, AccessChanges changes, int first, int last) {
        List<PersonId> added = new ArrayList<>();
        List<AccessItem> items = new ArrayList<>();
        for (int i = first; i < last; i++) {
            var id = new PersonId("p-%08x".formatted(i));
            int group = i % groups;
            People.add(
                    transaction,
                    new Person(
                            id,
                            partner(group % PARTNERS),
                            Optional.of("Person " + i),
                            Optional.empty(),
                            Visibility.NORMAL,
                            Optional.of(group(group)),
                            Optional.empty()));
            Badges.add(
                    transaction,
                    new Badge(badge(i), id, "L-%07d".formatted(i), false),
                    token(i),
                    changes.current().revision());
            added.add(id);
            items.addAll(Badges.itemsOf(transaction, badge(i)));
        }
        items.addAll(new Holders().of(transaction, added));
        changes.change(transaction, items, List.of());
        return added.size();
    }

    private static PartnerId partner(int number) {
        return new PartnerId("o-large-" + number);
    }

    private static GroupId group(int number) {
        return new GroupId("u-large-" + number);
    }

    private static ScheduleId scheduleId(int number) {
        return new ScheduleId("s-large-" + number);
    }
}
