package knutpunkt.kiosk.imports;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.PeopleChanges;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;

/** Adds the people of an import and takes them back, within one transaction each time, with ids and numbers in the audit. */
final class Importing {
    private static final String PEOPLE = "people";

    private final PeopleChanges people;
    private final Audit audit;
    private final OpaqueIds ids;
    private final InstantSource clock;

    Importing(PeopleChanges people, Audit audit, OpaqueIds ids, InstantSource clock) {
        this.people = requireNonNull(people, "people");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
        this.clock = requireNonNull(clock, "clock");
    }

    /** @param own the partner of the partner admin who does it; empty when somebody does who answers for the site */
    ImportId add(Transaction transaction, By by, Optional<PartnerId> own, List<Row> rows) {
        List<Person> added =
                rows.stream().map(row -> row.person(people.freshId())).toList();
        var id = new ImportId(ids.fresh('i'));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var one = new Import(id, by.id(), own, now, added.size(), Imports.lastRecord(transaction), Optional.empty());
        people.addAll(transaction, by, added);
        Imports.add(transaction, one, added);
        note(transaction, by, Deed.PEOPLE_IMPORTED, one, Map.of(PEOPLE, Integer.toString(added.size())));
        return id;
    }

    /** Takes away whom the import added, but for those whom something has come to be about since. */
    void undo(Transaction transaction, By by, Import one) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!one.canBeUndone(now)) {
            throw Problem.conflict("undo", "must be within " + Import.UNDO_MAX.toHours() + " hours, and once");
        }
        List<Person> all = Imports.people(transaction, one.id());
        var removed = new ArrayList<Person>();
        for (Person person : all) {
            if (Imports.kept(transaction, one, person.id()).isEmpty()) {
                removed.add(person);
            }
        }
        people.removeAll(transaction, by, removed);
        Imports.setUndone(transaction, one.id(), now);
        Map<String, String> counts = Map.of(
                "removed", Integer.toString(removed.size()), "kept", Integer.toString(all.size() - removed.size()));
        note(transaction, by, Deed.IMPORT_UNDONE, one, counts);
    }

    private void note(Transaction transaction, By by, Deed deed, Import one, Map<String, String> counts) {
        audit.changed(transaction, by, deed, one.id().text(), one.partner(), Audit.NOTHING, counts);
    }
}
