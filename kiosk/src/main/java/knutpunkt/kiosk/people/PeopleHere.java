package knutpunkt.kiosk.people;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.PersonId;

/** Who is on site and may be named at all, for those few places that name people. */
public final class PeopleHere {
    /** How many at once: more would be a crowd, and nobody reads its names. */
    public static final int PEOPLE_MAX = 500;

    private PeopleHere() {}

    /**
     * Somebody on site.
     *
     * @param role the name of the person's group
     */
    public record Here(Person person, Optional<String> role) {
        public Here {
            requireNonNull(person, "person");
            requireNonNull(role, "role");
        }
    }

    /** In the order of their ids. Hidden people are not among them. */
    public static List<Here> list(Transaction transaction) {
        return transaction.list("""
                SELECT person.*, person_group.name AS role FROM stay
                JOIN person ON person.id = stay.person
                LEFT JOIN person_group ON person_group.id = person.person_group
                WHERE stay.state = 'PRESENT' AND person.visibility <> 'HIDDEN'
                ORDER BY person.id LIMIT\s""" + PEOPLE_MAX, row -> new Here(People.read(row), row.findText("role")));
    }

    /** Whoever has just come: to be counted by the partner, and named only by {@link Person#shortName}. */
    public static Optional<Person> find(Transaction transaction, PersonId id) {
        return People.find(transaction, id);
    }
}
