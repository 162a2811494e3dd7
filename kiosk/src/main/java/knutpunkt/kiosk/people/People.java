package knutpunkt.kiosk.people;

import java.text.Collator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.wire.PersonId;

/** The people's table. */
public final class People {
    /** The longest name or alias, in characters. */
    public static final int NAME_MAX = 80;

    /** The rule, for whoever refuses an id that is nobody's. */
    public static final String RULE = "must be a person of this site";

    /** Sorts after every name: a hidden person's place must not tell the name. */
    private static final String LAST = "~";

    /** Every label that starts with a text is before that text with this at its end. */
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private static final Locale SWEDISH = Locale.forLanguageTag("sv-SE");

    private People() {}

    public static void add(Transaction transaction, Person person) {
        transaction.update(
                "INSERT INTO person (id, partner, visibility) VALUES (?, ?, ?)",
                person.id().text(),
                person.partner().text(),
                person.visibility());
        change(transaction, person);
    }

    /** Replaces all that is kept of a person but the id and the partner. */
    static void change(Transaction transaction, Person person) {
        transaction.update(
                """
                UPDATE person SET name = ?, alias = ?, visibility = ?, person_group = ?, valid_until = ?,
                    sort_key = ?, search = ?
                WHERE id = ?""",
                person.name(),
                person.alias(),
                person.visibility(),
                person.group().map(GroupId::text),
                person.validUntil(),
                person.shownName().map(People::sortKey).orElse(LAST),
                person.shownName().map(People::folded).orElse(""),
                person.id().text());
    }

    /** Takes away somebody whom nothing else in the tables is about. */
    static void remove(Transaction transaction, PersonId id) {
        transaction.update("DELETE FROM person WHERE id = ?", id.text());
    }

    /** All names that people are called by where people are named, each as {@link #folded} has it. */
    public static Set<Named> shownNames(Transaction transaction, Optional<PartnerId> partner) {
        String all = "SELECT partner, search FROM person WHERE search <> ''";
        return new HashSet<>(
                partner.isPresent()
                        ? transaction.list(
                                all + " AND partner = ?",
                                Named::read,
                                partner.get().text())
                        : transaction.list(all, Named::read));
    }

    /** A name within a partner, in small letters. */
    public record Named(PartnerId partner, String folded) {
        private static Named read(Row row) {
            return new Named(new PartnerId(row.text("partner")), row.text("search"));
        }

        /** Without the name. */
        @Override
        public String toString() {
            return "Named[" + partner + "]";
        }
    }

    /** None of the person's grants holds from then on. */
    public static void end(Transaction transaction, PersonId id, Instant until) {
        transaction.update("UPDATE person SET valid_until = ? WHERE id = ?", until, id.text());
    }

    /** Everybody a partner vouches for, in the order of their ids. */
    public static List<Person> of(Transaction transaction, PartnerId partner) {
        return transaction.list("SELECT * FROM person WHERE partner = ? ORDER BY id", People::read, partner.text());
    }

    private static String sortKey(String name) {
        return HexFormat.of()
                .formatHex(Collator.getInstance(SWEDISH).getCollationKey(name).toByteArray());
    }

    /** A name in small letters, by which names are compared and searched. */
    public static String folded(String text) {
        return text.toLowerCase(SWEDISH);
    }

    /** Works out what people are sorted and searched by, where an older program left it empty. */
    public static void completeNames(Transaction transaction) {
        transaction
                .list("SELECT * FROM person WHERE sort_key IS NULL", People::read)
                .forEach(person -> change(transaction, person));
    }

    /** The person has read how personal data is used here, in this version of the text. */
    public static void informed(Transaction transaction, PersonId id, String version, Instant at) {
        transaction.update(
                "UPDATE person SET informed_at = ?, informed_version = ? WHERE id = ?", at, version, id.text());
    }

    /** When that was; empty before the first time. */
    public static Optional<Instant> informedAt(Transaction transaction, PersonId id) {
        return transaction
                .one("SELECT informed_at FROM person WHERE id = ?", row -> row.findTime("informed_at"), id.text())
                .flatMap(at -> at);
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

    /**
     * What narrows a search.
     *
     * @param words a part of a shown name, or the start of a badge's label; empty for everybody
     */
    public record Search(Optional<PartnerId> partner, Optional<GroupId> group, String words) {}

    /**
     * People as they are called, in the order of the Swedish alphabet. A hidden person is found by badge only.
     *
     * @param after the last one that is known; empty for the start
     */
    public static List<Person> search(Transaction transaction, Search search, Optional<PersonId> after, int rows) {
        var sql = new StringBuilder("SELECT id, sort_key FROM person WHERE (sort_key, id) > (?, ?)");
        var values = new ArrayList<Object>();
        values.add(after.flatMap(id -> place(transaction, id)).orElse(""));
        values.add(after.map(PersonId::text).orElse(""));
        search.partner().ifPresent(partner -> {
            sql.append(" AND partner = ?");
            values.add(partner.text());
        });
        search.group().ifPresent(group -> {
            sql.append(" AND person_group = ?");
            values.add(group.text());
        });
        if (!search.words().isEmpty()) {
            sql.append(
                    " AND (instr(search, ?) > 0 OR id IN (SELECT person FROM badge WHERE label >= ? AND label < ?))");
            values.add(folded(search.words()));
            values.add(search.words());
            values.add(search.words() + LAST_CHARACTER);
        }
        sql.append(" ORDER BY sort_key, id LIMIT ?");
        values.add(rows);
        // Only those of the page are read whole: the rest is answered by an index.
        return transaction.list(
                "SELECT person.* FROM (" + sql + ") AS found JOIN person ON person.id = found.id"
                        + " ORDER BY found.sort_key, found.id",
                People::read,
                values.toArray());
    }

    private static Optional<String> place(Transaction transaction, PersonId id) {
        return transaction.one("SELECT sort_key FROM person WHERE id = ?", row -> row.text("sort_key"), id.text());
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
