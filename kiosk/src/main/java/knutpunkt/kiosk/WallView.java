package knutpunkt.kiosk;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import knutpunkt.access.AccessItem;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.notices.Notices;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.people.PeopleHere;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.wall.WallFacts;
import knutpunkt.kiosk.wall.WallFacts.Happening;
import knutpunkt.kiosk.wall.WallFacts.Nameable;
import knutpunkt.kiosk.wall.WallFacts.PartnerHere;
import knutpunkt.kiosk.wall.WallSettings;
import knutpunkt.kiosk.wall.WallState;
import knutpunkt.wire.PersonId;

/** Puts together what the wall may need, from the features that know it. */
final class WallView implements Supplier<WallFacts> {
    private static final ZoneId ZONE_DEFAULT = ZoneId.of("Europe/Stockholm");

    /** How far back in the log a happening is looked for: older ones are no news. */
    private static final int RECORDS = 40;

    /** After that nobody of a partner that has left is taken to be inside (invariant I14). */
    private static final Duration LEFT_FOR = Duration.ofHours(24);

    private static final Duration NEWS = Duration.ofSeconds(10);

    private final Database database;
    private final Presence presence;
    private final Doors doors;
    private final InstantSource clock;

    WallView(Database database, Presence presence, Doors doors, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.presence = requireNonNull(presence, "presence");
        this.doors = requireNonNull(doors, "doors");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public WallFacts get() {
        List<WallState.Door> shown = doors.all().stream()
                .map(door -> new WallState.Door(door.name(), door.liveness().equals("online"), door.offlineSince()))
                .toList();
        return database.read(transaction -> facts(transaction, shown));
    }

    private WallFacts facts(Transaction transaction, List<WallState.Door> shown) {
        Instant now = clock.instant();
        ZoneId zone =
                Schedules.calendar(transaction).map(AccessItem.Calendar::zone).orElse(ZONE_DEFAULT);
        List<PartnerHere> all = partners(transaction);
        Map<PartnerId, Instant> left = Partners.left(transaction);
        List<PartnerHere> partners = all.stream()
                .filter(here -> isShown(
                        here, Optional.ofNullable(left.get(here.partner().id())), now))
                .toList();
        long counted = all.stream().mapToLong(PartnerHere::count).sum();
        List<Records.Logged> newest = Records.before(transaction, Long.MAX_VALUE, RECORDS);
        return new WallFacts(
                zone,
                WallSettings.find(transaction),
                partners,
                presence.total(transaction) - counted,
                shown,
                Notices.currentBetween(transaction, now.minus(NEWS), now),
                happenings(transaction, newest, now),
                newest.stream()
                        .filter(logged -> !(DoorNews.of(logged.event()) instanceof DoorNews.None))
                        .map(Records.Logged::receivedAt)
                        .findFirst());
    }

    /**
     * Whether a partner is on the wall. One that has left is there while somebody of it is still inside; where it hid its
     * number that would tell it, so then it goes by the clock alone.
     */
    private static boolean isShown(PartnerHere here, Optional<Instant> left, Instant now) {
        Partner partner = here.partner();
        boolean tellsNumber = partner.shownByDay().compareTo(Showing.NUMBER) >= 0
                && partner.shownAtNight().compareTo(Showing.NUMBER) >= 0;
        return left.map(at -> tellsNumber ? here.count() > 0 : now.isBefore(at.plus(LEFT_FOR)))
                .orElse(true);
    }

    private List<PartnerHere> partners(Transaction transaction) {
        Map<PartnerId, List<PeopleHere.Here>> people = PeopleHere.list(transaction).stream()
                .collect(Collectors.groupingBy(here -> here.person().partner()));
        Map<String, Long> counts = presence.perPartner(transaction).stream()
                .collect(Collectors.toMap(Presence.PartnerCount::id, Presence.PartnerCount::count));
        return Partners.all(transaction).stream()
                .map(partner -> new PartnerHere(
                        partner,
                        counts.getOrDefault(partner.id().text(), 0L),
                        named(people.getOrDefault(partner.id(), List.of()))))
                .toList();
    }

    private static List<Nameable> named(List<PeopleHere.Here> people) {
        return people.stream()
                .flatMap(here -> nameable(here.person(), here.role()).stream())
                .sorted(Comparator.comparing(Nameable::name))
                .toList();
    }

    private static Optional<Nameable> nameable(Person person, Optional<String> role) {
        return person.shortName().map(name -> new Nameable(name, role, person.validUntil()));
    }

    private static List<Happening> happenings(Transaction transaction, List<Records.Logged> newest, Instant now) {
        return newest.stream()
                .filter(logged -> logged.receivedAt().plus(NEWS).isAfter(now))
                .flatMap(logged -> happening(transaction, logged).stream())
                .toList();
    }

    private static Optional<Happening> happening(Transaction transaction, Records.Logged logged) {
        return switch (DoorNews.of(logged.event())) {
            case DoorNews.Arrival(PersonId id) -> {
                Optional<Person> person = PeopleHere.find(transaction, id);
                yield Optional.of(new Happening(
                        logged.receivedAt(),
                        true,
                        person.map(Person::partner),
                        person.flatMap(who -> nameable(who, Optional.empty()))));
            }
            case DoorNews.Refusal _ ->
                Optional.of(new Happening(logged.receivedAt(), false, Optional.empty(), Optional.empty()));
            case DoorNews.Movement _, DoorNews.None _ -> Optional.empty();
        };
    }
}
