package knutpunkt.kiosk.grants;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** Gives grants, takes them back and gives them again, by whatever way somebody asks for it. */
public final class Giving {
    /** No grant that is kept has such an id. */
    private static final GrantId TRIAL = new GrantId("trial");

    private static final String DOOR_RULE = "must be a door of this site";

    private final Database database;
    private final AccessChanges changes;
    private final OpaqueIds ids;
    private final Holders holders;
    private final Audit audit;

    public Giving(Database database, AccessChanges changes, OpaqueIds ids, Holders holders, Audit audit) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.ids = requireNonNull(ids, "ids");
        this.holders = requireNonNull(holders, "holders");
        this.audit = requireNonNull(audit, "audit");
    }

    /** A grant that somebody asks for. */
    public record Wanted(
            Recipient to,
            List<DoorId> doors,
            List<DoorGroupId> doorGroups,
            Optional<ScheduleId> schedule,
            Instant from,
            Instant until) {
        Given given(GrantId id) {
            return new Given(id, to, Set.copyOf(doors), Set.copyOf(doorGroups), schedule, from, until);
        }
    }

    /**
     * Gives a grant.
     *
     * @throws Problem when something that it names is not there, or somebody would have too many
     */
    public Changed<Given> give(By by, Wanted wanted) {
        Given grant = wanted.given(new GrantId(ids.fresh('g')));
        return database.write(transaction -> {
            requireThere(transaction, wanted);
            return add(transaction, by, grant);
        });
    }

    /**
     * What somebody could do before a grant and after it, if it were given: made by the same steps, and nothing kept.
     *
     * @param before and {@code after} what the access list holds of the person, or of somebody with nothing but the group
     */
    record Trial(AccessItem.Holder before, AccessItem.Holder after, Set<DoorId> doors) {}

    /** Tries a grant out. */
    Trial tryOut(Wanted wanted) {
        return database.tryOut(transaction -> {
            requireThere(transaction, wanted);
            PersonId person = wanted.to().person().orElseGet(() -> newcomer(transaction, wanted.to()));
            AccessItem.Holder before = holders.of(transaction, List.of(person)).getFirst();
            Given grant = wanted.given(TRIAL);
            Grants.add(transaction, grant);
            Set<DoorId> doors = new HashSet<>(grant.doors());
            grant.doorGroups()
                    .forEach(group ->
                            DoorGroups.find(transaction, group).ifPresent(found -> doors.addAll(found.doors())));
            return new Trial(before, holders.of(transaction, List.of(person)).getFirst(), doors);
        });
    }

    /** Somebody who is in the group and has nothing else. */
    private static PersonId newcomer(Transaction transaction, Recipient to) {
        var person = new PersonId("trial");
        People.add(
                transaction,
                new Person(
                        person,
                        partner(transaction, to),
                        Optional.of("trial"),
                        Optional.empty(),
                        Visibility.NORMAL,
                        to.group(),
                        Optional.empty()));
        return person;
    }

    private Changed<Given> add(Transaction transaction, By by, Given grant) {
        Grants.add(transaction, grant);
        Revision change = changes.change(transaction, holders.of(transaction, grant.to()), List.of());
        note(transaction, by, Deed.GRANT_ADDED, grant, Audit.NOTHING, fields(grant));
        return new Changed<>(grant, change);
    }

    /**
     * Takes a grant back, for good unless it is given again.
     *
     * @throws Problem when there is no such grant
     */
    public Changed<Given> takeBack(By by, GrantId id) {
        return database.write(transaction -> {
            Given grant = Grants.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Grants.RULE));
            Grants.remove(transaction, id);
            Revision change = changes.change(transaction, holders.of(transaction, grant.to()), List.of());
            note(transaction, by, Deed.GRANT_REMOVED, grant, fields(grant), Audit.NOTHING);
            return new Changed<>(grant, change);
        });
    }

    /** A grant that was taken back lately, as the audit has it; empty when there is none, or it is there again. */
    Optional<Given> takenBack(Transaction transaction, GrantId id) {
        return Grants.exists(transaction, id)
                ? Optional.empty()
                : Audit.newest(transaction, Deed.GRANT_REMOVED, id.text()).map(line -> read(id, line.before()));
    }

    /** Gives a grant again that was taken back, as it was. */
    Changed<Given> giveAgain(By by, GrantId id) {
        return database.write(transaction -> {
            Given grant = takenBack(transaction, id).orElseThrow(() -> Problem.notFound("id", Grants.RULE));
            requireThere(
                    transaction,
                    new Wanted(
                            grant.to(),
                            List.copyOf(grant.doors()),
                            List.copyOf(grant.doorGroups()),
                            grant.schedule(),
                            grant.from(),
                            grant.until()));
            return add(transaction, by, grant);
        });
    }

    private static void requireThere(Transaction transaction, Wanted wanted) {
        Partners.requireHere(transaction, partner(transaction, wanted.to()));
        for (int i = 0; i < wanted.doors().size(); i++) {
            if (Plan.owner(transaction, wanted.doors().get(i)).isEmpty()) {
                throw Problem.notFound("doors[" + i + "]", DOOR_RULE);
            }
        }
        for (int i = 0; i < wanted.doorGroups().size(); i++) {
            if (DoorGroups.find(transaction, wanted.doorGroups().get(i)).isEmpty()) {
                throw Problem.notFound("doorGroups[" + i + "]", DoorGroups.RULE);
            }
        }
        if (wanted.schedule().isPresent()
                && !Schedules.exists(transaction, wanted.schedule().get())) {
            throw Problem.notFound("schedule", Schedules.RULE);
        }
        Optional<PersonId> person = wanted.to().person();
        if (person.isPresent() && Grants.concerning(transaction, person.get()).size() >= Holders.GRANTS_MAX) {
            throw Problem.conflict(
                    "person", "already has " + Holders.GRANTS_MAX + " grants: take one back that has ended");
        }
    }

    /** Whose the recipient is. */
    static PartnerId partner(Transaction transaction, Recipient to) {
        return switch (to) {
            case Recipient.OnePerson(PersonId id) ->
                People.find(transaction, id)
                        .map(Person::partner)
                        .orElseThrow(() -> Problem.notFound("person", People.RULE));
            case Recipient.WholeGroup(GroupId id) ->
                Groups.find(transaction, id)
                        .map(Group::partner)
                        .orElseThrow(() -> Problem.notFound("group", Groups.RULE));
        };
    }

    private void note(
            Transaction transaction,
            By by,
            Deed deed,
            Given grant,
            Map<String, String> before,
            Map<String, String> after) {
        Optional<PartnerId> partner = Optional.of(partner(transaction, grant.to()));
        audit.changed(transaction, by, deed, grant.id().text(), partner, before, after);
    }

    private static Map<String, String> fields(Given grant) {
        return Map.of(
                "person", grant.to().person().map(PersonId::text).orElse(""),
                "group", grant.to().group().map(GroupId::text).orElse(""),
                "doors", joined(grant.doors(), DoorId::text),
                "door-groups", joined(grant.doorGroups(), DoorGroupId::text),
                "schedule", grant.schedule().map(ScheduleId::text).orElse(""),
                "from", grant.from().toString(),
                "until", grant.until().toString());
    }

    private static <T> String joined(Collection<T> ids, Function<T, String> text) {
        return ids.stream().map(text).sorted().collect(joining(" "));
    }

    /** What {@link #fields} wrote. */
    private static Given read(GrantId id, Map<String, String> fields) {
        String person = fields.getOrDefault("person", "");
        Recipient to = person.isEmpty()
                ? new Recipient.WholeGroup(new GroupId(fields.getOrDefault("group", "")))
                : new Recipient.OnePerson(new PersonId(person));
        String schedule = fields.getOrDefault("schedule", "");
        return new Given(
                id,
                to,
                split(fields.getOrDefault("doors", ""), DoorId::new),
                split(fields.getOrDefault("door-groups", ""), DoorGroupId::new),
                schedule.isEmpty() ? Optional.empty() : Optional.of(new ScheduleId(schedule)),
                Instant.parse(fields.getOrDefault("from", "")),
                Instant.parse(fields.getOrDefault("until", "")));
    }

    private static <T> Set<T> split(String ids, Function<String, T> read) {
        return Arrays.stream(ids.split(" "))
                .filter(id -> !id.isEmpty())
                .map(read)
                .collect(Collectors.toSet());
    }
}
