package knutpunkt.kiosk.example;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.access.Window;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.BadgeNumber;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.grants.Given;
import knutpunkt.kiosk.grants.Grants;
import knutpunkt.kiosk.grants.Holders;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.schedules.Schedule;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.schedules.SwedishHolidays;
import knutpunkt.kiosk.wall.WallSettings;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** Puts the example site into a database, all of it or nothing, in one change. */
public final class ExampleSite {
    /** The one controller, which owns both doors. */
    public static final ControllerId CONTROLLER = new ControllerId("c1");

    /** The doors and what people call them. */
    public static final Map<DoorId, String> DOORS = new LinkedHashMap<>();

    static {
        DOORS.put(new DoorId("square"), "Torgdörren");
        DOORS.put(new DoorId("office"), "Kontoret");
    }

    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final int BADGE_BYTES = 5;
    private static final ScheduleId EVENINGS = new ScheduleId("evenings");
    private static final ScheduleId OFFICE_HOURS = new ScheduleId("office-hours");

    private final AccessChanges changes;
    private final OpaqueIds ids;
    private final BadgeKey key;
    private final Instant now;
    private final RandomGenerator random;

    /**
     * One badge of the example, for the panel that taps it.
     *
     * @param label partner and number, never a name
     */
    public record TableBadge(String badge, String label) {}

    private ExampleSite(AccessChanges changes, OpaqueIds ids, BadgeKey key, Instant now, RandomGenerator random) {
        this.changes = changes;
        this.ids = ids;
        this.key = key;
        this.now = now.truncatedTo(ChronoUnit.DAYS);
        this.random = random;
    }

    /** Whether a database already has a site, this one or another. */
    public static boolean isIn(Database database) {
        return database.read(transaction -> !Plan.controllers(transaction).isEmpty());
    }

    /**
     * Fills an empty database.
     *
     * @param random makes the badges' numbers: chosen anew for every table, so that no example badge opens a real door
     * @return every badge there is, for the panel; their numbers are kept nowhere else
     */
    public static List<TableBadge> fill(
            Database database,
            AccessChanges changes,
            OpaqueIds ids,
            BadgeKey key,
            InstantSource clock,
            RandomGenerator random) {
        requireNonNull(database, "database");
        var site = new ExampleSite(changes, ids, key, clock.instant(), random);
        return database.write(site::fill);
    }

    private List<TableBadge> fill(Transaction transaction) {
        Plan.addController(transaction, CONTROLLER, "Torget");
        DOORS.forEach((door, name) -> Plan.addDoorWithPoints(transaction, door, CONTROLLER, name));
        var items = new ArrayList<AccessItem>();
        var calendar = new AccessItem.Calendar(ZONE, exceptionDays());
        Schedules.setCalendar(transaction, calendar);
        items.add(calendar);
        for (Schedule schedule : schedules()) {
            Schedules.add(transaction, schedule);
            items.add(schedule.item());
        }
        WallSettings.replace(transaction, wall(WallSettings.find(transaction)));
        var partners = new LinkedHashMap<String, PartnerId>();
        for (String name : ExamplePerson.PARTNERS) {
            var visibility = name.equals(ExamplePerson.POLICE) ? Visibility.ALIAS : Visibility.NORMAL;
            var partner = Partner.fresh(new PartnerId(ids.fresh('o')), name, visibility);
            Partners.add(transaction, partner);
            partners.put(name, partner.id());
        }
        var people = new ArrayList<Enrolled>();
        for (ExamplePerson example : ExamplePerson.ALL) {
            Person person = Person.called(
                    new PersonId(ids.fresh('p')),
                    requireNonNull(partners.get(example.partner())),
                    example.name(),
                    example.visibility());
            People.add(transaction, person);
            Enrolled enrolled = enrolled(person.id(), example);
            Grants.add(transaction, Given.of(person.id(), enrolled.grant()));
            items.addAll(new Holders().of(transaction, List.of(person.id())));
            items.add(new AccessItem.Badge(enrolled.token(), person.id(), enrolled.blocked()));
            people.add(enrolled);
        }
        Revision change = changes.change(transaction, items, List.of());
        return tableBadges(transaction, people, change);
    }

    /** Whoever looks at a table at night wants to see more than a total. */
    private static WallSettings wall(WallSettings usual) {
        return new WallSettings(
                "Vid statyn på torget",
                usual.day(),
                usual.byDay(),
                WallSettings.Level.PARTNERS,
                usual.dark(),
                usual.off());
    }

    private record Enrolled(PersonId person, ExamplePerson example, String number, BadgeToken token, Grant grant) {
        boolean blocked() {
            return example.rights() == ExamplePerson.Rights.BLOCKED_BADGE;
        }
    }

    private Enrolled enrolled(PersonId person, ExamplePerson example) {
        byte[] bytes = new byte[BADGE_BYTES];
        random.nextBytes(bytes);
        String number = HexFormat.of().withUpperCase().formatHex(bytes);
        BadgeToken token = key.token(BadgeNumber.parse(number).bits());
        return new Enrolled(person, example, number, token, grant(example.rights()));
    }

    private Grant grant(ExamplePerson.Rights rights) {
        var id = new GrantId(ids.fresh('g'));
        Instant from = now.minus(60, ChronoUnit.DAYS);
        Instant until = now.plus(300, ChronoUnit.DAYS);
        Set<DoorId> square = Set.of(new DoorId("square"));
        return switch (rights) {
            case ALL_HOURS, BLOCKED_BADGE -> new Grant(id, DOORS.keySet(), Optional.empty(), from, until);
            case EVENINGS -> new Grant(id, square, Optional.of(EVENINGS), from, until);
            case OFFICE_HOURS -> new Grant(id, square, Optional.of(OFFICE_HOURS), from, until);
            case ENDED -> new Grant(id, DOORS.keySet(), Optional.empty(), from, now.minus(30, ChronoUnit.DAYS));
        };
    }

    private List<TableBadge> tableBadges(Transaction transaction, List<Enrolled> people, Revision change) {
        var badges = new ArrayList<TableBadge>();
        var numbers = new TreeMap<String, Integer>();
        for (Enrolled one : people) {
            String label = "K-%04d".formatted(badges.size() + 1);
            var badge = new Badge(new BadgeId(ids.fresh('b')), one.person(), label, one.blocked());
            Badges.add(transaction, badge, one.token(), change);
            String partner = one.example().partner();
            badges.add(new TableBadge(one.number(), partner + " " + numbers.merge(partner, 1, Integer::sum)));
        }
        return badges;
    }

    private static List<Schedule> schedules() {
        var evenings = new ArrayList<Window>();
        var office = new ArrayList<Window>();
        for (DayOfWeek day : DayOfWeek.values()) {
            boolean weekend = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY).contains(day);
            evenings.add(new Window(day, weekend ? 0 : 15 * 60, 24 * 60));
            if (!weekend) {
                office.add(new Window(day, 7 * 60, 19 * 60));
            }
        }
        var allDay = evenings.stream()
                .map(window -> new Window(window.day(), 0, 24 * 60))
                .toList();
        return List.of(
                new Schedule(EVENINGS, "Kvällar och helger", evenings, allDay),
                new Schedule(OFFICE_HOURS, "Kontorstid", office, List.of()));
    }

    /** The public holidays of this year and the next. */
    private SortedMap<LocalDate, String> exceptionDays() {
        int year = now.atZone(ZONE).getYear();
        SortedMap<LocalDate, String> days = SwedishHolidays.of(year);
        days.putAll(SwedishHolidays.of(year + 1));
        return days;
    }
}
