package knutpunkt.kiosk.people;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.access.HolderSource;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/**
 * Adds people and changes what is kept of them, each time in one transaction with what it means for the doors and with its
 * line in the audit, which holds no name. Safe for use by several threads.
 */
public final class PeopleChanges {
    /** Which version of the information text people are shown now. */
    public static final String INFORMATION = "1";

    private static final String SET = "set";
    private static final String NONE = "";

    private final Database database;
    private final AccessChanges changes;
    private final Audit audit;
    private final OpaqueIds ids;
    private final HolderSource holders;
    private final InstantSource clock;

    public PeopleChanges(
            Database database,
            AccessChanges changes,
            Audit audit,
            OpaqueIds ids,
            HolderSource holders,
            InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
        this.holders = requireNonNull(holders, "holders");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Makes a person within the transaction that will add it. */
    @FunctionalInterface
    public interface Making {
        Person make(Transaction transaction, PersonId id);
    }

    /** Adds a person without grants, unless a group brings some. */
    public Changed<Person> add(By by, Making making) {
        PersonId id = freshId();
        return database.write(transaction -> {
            Person person = making.make(transaction, id);
            return new Changed<>(person, addAll(transaction, by, List.of(person)));
        });
    }

    /** An id that nobody has. */
    public PersonId freshId() {
        return new PersonId(ids.fresh('p'));
    }

    /** Adds people within somebody else's transaction, all with one revision. */
    public Revision addAll(Transaction transaction, By by, List<Person> people) {
        for (Person person : people) {
            Partners.requireHere(transaction, person.partner());
            requireGroupOf(transaction, person);
            People.add(transaction, person);
            note(transaction, by, Deed.PERSON_ADDED, person, Audit.NOTHING, fields(person));
        }
        return changes.change(
                transaction,
                holders.of(transaction, people.stream().map(Person::id).toList()),
                List.of());
    }

    /**
     * Takes people away within somebody else's transaction, all with one revision: only such as nothing else in the tables
     * is about.
     */
    public Revision removeAll(Transaction transaction, By by, List<Person> people) {
        for (Person person : people) {
            People.remove(transaction, person.id());
            note(transaction, by, Deed.PERSON_REMOVED, person, fields(person), Audit.NOTHING);
        }
        return changes.change(
                transaction,
                List.of(),
                people.stream()
                        .map(person -> AccessItem.Holder.keyOf(person.id()))
                        .toList());
    }

    /** Changes a person. */
    public Changed<Person> change(By by, PersonId id, UnaryOperator<Person> change) {
        return database.write(transaction -> {
            Person before = People.find(transaction, id).orElseThrow(() -> Problem.notFound("id", People.RULE));
            Person after = change.apply(before);
            if (!after.validUntil().equals(before.validUntil())) {
                Partners.requireHere(transaction, after.partner());
            }
            requireGroupOf(transaction, after);
            People.change(transaction, after);
            note(transaction, by, Deed.PERSON_CHANGED, after, fields(before), changed(before, after));
            return new Changed<>(after, refresh(transaction, id));
        });
    }

    /** The person has read how personal data is used here. */
    public void informed(Transaction transaction, By by, Person person) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        People.informed(transaction, person.id(), INFORMATION, now);
        note(transaction, by, Deed.PERSON_CHANGED, person, Audit.NOTHING, Map.of("informed", INFORMATION));
    }

    private Revision refresh(Transaction transaction, PersonId id) {
        return changes.change(transaction, holders.of(transaction, List.of(id)), List.of());
    }

    private static void requireGroupOf(Transaction transaction, Person person) {
        Optional<GroupId> group = person.group();
        if (group.isPresent()
                && !transaction.exists(
                        "SELECT 1 FROM person_group WHERE id = ? AND partner = ?",
                        group.get().text(),
                        person.partner().text())) {
            throw Problem.notFound("group", "must be a group of the person's partner");
        }
    }

    private void note(
            Transaction transaction,
            By by,
            Deed deed,
            Person person,
            Map<String, String> before,
            Map<String, String> after) {
        Optional<PartnerId> whose = Optional.of(person.partner());
        audit.changed(transaction, by, deed, person.id().text(), whose, before, after);
    }

    /** What may be noted: of names only whether there are any. */
    private static Map<String, String> fields(Person person) {
        var fields = new TreeMap<String, String>();
        fields.put("name", person.name().isPresent() ? SET : NONE);
        fields.put("alias", person.alias().isPresent() ? SET : NONE);
        fields.put("visibility", person.visibility().word());
        fields.put("group", person.group().map(GroupId::text).orElse(NONE));
        fields.put("validUntil", person.validUntil().map(Instant::toString).orElse(NONE));
        return fields;
    }

    private static Map<String, String> changed(Person before, Person after) {
        Map<String, String> fields = fields(after);
        if (!before.name().equals(after.name())) {
            fields.put("name", after.name().isPresent() ? "changed" : NONE);
        }
        if (!before.alias().equals(after.alias())) {
            fields.put("alias", after.alias().isPresent() ? "changed" : NONE);
        }
        return fields;
    }
}
