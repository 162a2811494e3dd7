package knutpunkt.kiosk.people;

import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.wire.PersonId;

/** The people's table. */
public final class People {
    /** The longest name, in characters. */
    public static final int NAME_MAX = 80;

    /** The rule, for whoever refuses an id that is nobody's. */
    public static final String RULE = "must be a person of this site";

    private People() {}

    public static void add(Transaction transaction, Person person) {
        transaction.update(
                """
                INSERT INTO person (id, partner, name, alias, visibility, person_group, valid_until)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                person.id().text(),
                person.partner().text(),
                person.name(),
                person.alias(),
                person.visibility(),
                person.group().map(GroupId::text),
                person.validUntil());
    }

    public static boolean exists(Transaction transaction, PersonId id) {
        return transaction.exists("SELECT 1 FROM person WHERE id = ?", id.text());
    }

    public static Optional<Person> find(Transaction transaction, PersonId id) {
        return transaction.one("SELECT * FROM person WHERE id = ?", People::read, id.text());
    }

    /** In the order of their ids; of one partner when it is given. */
    static List<Person> list(Transaction transaction, Optional<PartnerId> partner, String after, int rows) {
        if (partner.isPresent()) {
            return transaction.list(
                    "SELECT * FROM person WHERE partner = ? AND id > ? ORDER BY id LIMIT ?",
                    People::read,
                    partner.get().text(),
                    after,
                    rows);
        }
        return transaction.list("SELECT * FROM person WHERE id > ? ORDER BY id LIMIT ?", People::read, after, rows);
    }

    static Person read(Row row) {
        return new Person(
                new PersonId(row.text("id")),
                new PartnerId(row.text("partner")),
                row.findText("name"),
                row.findText("alias"),
                Visibility.valueOf(row.text("visibility")),
                row.findText("person_group").map(GroupId::new),
                row.findTime("valid_until"));
    }
}
