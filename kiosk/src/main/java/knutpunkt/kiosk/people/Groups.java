package knutpunkt.kiosk.people;

import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.wire.PersonId;

/** The table of groups of people, and who is in them. */
public final class Groups {
    /** The longest name, in characters. */
    public static final int NAME_MAX = 60;

    /** How many groups one partner may have. */
    public static final int GROUPS_MAX = 100;

    /** The rule, for whoever refuses an id that is none. */
    public static final String RULE = "must be a group of this site";

    private Groups() {}

    public static void add(Transaction transaction, Group group) {
        transaction.update(
                "INSERT INTO person_group (id, partner, name) VALUES (?, ?, ?)",
                group.id().text(),
                group.partner().text(),
                group.name());
    }

    static void rename(Transaction transaction, GroupId id, String name) {
        transaction.update("UPDATE person_group SET name = ? WHERE id = ?", name, id.text());
    }

    static void remove(Transaction transaction, GroupId id) {
        transaction.update("DELETE FROM person_group WHERE id = ?", id.text());
    }

    public static Optional<Group> find(Transaction transaction, GroupId id) {
        return transaction.one("SELECT * FROM person_group WHERE id = ?", Groups::read, id.text());
    }

    /** By name; of one partner when it is given. */
    public static List<Group> list(Transaction transaction, Optional<PartnerId> partner) {
        return partner.isPresent()
                ? transaction.list(
                        "SELECT * FROM person_group WHERE partner = ? ORDER BY name, id",
                        Groups::read,
                        partner.get().text())
                : transaction.list("SELECT * FROM person_group ORDER BY name, id", Groups::read);
    }

    /** Puts somebody into a group, or out of any. What they may do changes with it: their holder must be put anew. */
    public static void put(Transaction transaction, PersonId person, Optional<GroupId> group) {
        transaction.update("UPDATE person SET person_group = ? WHERE id = ?", group.map(GroupId::text), person.text());
    }

    /** Who is in a group, in the order of their ids. */
    public static List<Person> members(Transaction transaction, GroupId group, int rows) {
        return transaction.list(
                "SELECT * FROM person WHERE person_group = ? ORDER BY id LIMIT ?", People::read, group.text(), rows);
    }

    /** People of the group's partner who are not in it, in the order of their ids. */
    static List<Person> outside(Transaction transaction, Group group, int rows) {
        return transaction.list(
                "SELECT * FROM person WHERE partner = ? AND person_group IS NOT ? ORDER BY id LIMIT ?",
                People::read,
                group.partner().text(),
                group.id().text(),
                rows);
    }

    static long size(Transaction transaction, GroupId group) {
        return transaction
                .one(
                        "SELECT count(*) AS size FROM person WHERE person_group = ?",
                        row -> row.number("size"),
                        group.text())
                .orElseThrow();
    }

    /** Whether anything was granted to it: then it cannot go. */
    static boolean hasGrants(Transaction transaction, GroupId group) {
        return transaction.exists("SELECT 1 FROM access_grant WHERE person_group = ? LIMIT 1", group.text());
    }

    static boolean isNamed(Transaction transaction, PartnerId partner, String name, GroupId besides) {
        return transaction.exists(
                "SELECT 1 FROM person_group WHERE partner = ? AND name = ? AND id <> ?",
                partner.text(),
                name,
                besides.text());
    }

    static boolean isFull(Transaction transaction, PartnerId partner) {
        return transaction.exists(
                "SELECT 1 FROM person_group WHERE partner = ? LIMIT 1 OFFSET ?", partner.text(), GROUPS_MAX - 1);
    }

    private static Group read(Row row) {
        return new Group(new GroupId(row.text("id")), new PartnerId(row.text("partner")), row.text("name"));
    }
}
