package knutpunkt.kiosk.badges;

import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.wire.PersonId;

/** The badges' tables. */
public final class Badges {
    /** The longest label, in characters. */
    public static final int LABEL_MAX = 32;

    /** The rule, for whoever refuses an id that is none. */
    public static final String RULE = "must be a badge of this site";

    private Badges() {}

    public static void add(Transaction transaction, Badge badge, BadgeToken token, Revision change) {
        transaction.update(
                "INSERT INTO badge (id, person, label, blocked, changed_epoch, changed_number) VALUES (?, ?, ?, ?, ?, ?)",
                badge.id().text(),
                badge.person().text(),
                badge.label(),
                badge.blocked(),
                change.epoch(),
                change.number());
        transaction.update(
                "INSERT INTO badge_token (token, badge) VALUES (?, ?)",
                token.text(),
                badge.id().text());
    }

    /** From this change on. */
    public static void setBlocked(Transaction transaction, BadgeId id, boolean blocked, Revision change) {
        transaction.update(
                "UPDATE badge SET blocked = ?, changed_epoch = ?, changed_number = ? WHERE id = ?",
                blocked,
                change.epoch(),
                change.number(),
                id.text());
    }

    static boolean isLabelled(Transaction transaction, String label) {
        return transaction.exists("SELECT 1 FROM badge WHERE label = ?", label);
    }

    /** What is printed on the badge that has a token; empty for one that is none of the site's any more. */
    public static Optional<String> label(Transaction transaction, BadgeToken token) {
        return transaction.one(
                "SELECT label FROM badge JOIN badge_token ON badge.id = badge WHERE token = ?",
                row -> row.text("label"),
                token.text());
    }

    static boolean isKnown(Transaction transaction, BadgeToken token) {
        return transaction.exists("SELECT 1 FROM badge_token WHERE token = ?", token.text());
    }

    /** The badge that has a token; empty for one that is none of the site's any more. */
    public static Optional<Badge> withToken(Transaction transaction, BadgeToken token) {
        return transaction.one(
                "SELECT badge.* FROM badge JOIN badge_token ON badge.id = badge WHERE token = ?",
                Badges::read,
                token.text());
    }

    public static Optional<Badge> find(Transaction transaction, BadgeId id) {
        return transaction.one("SELECT * FROM badge WHERE id = ?", Badges::read, id.text());
    }

    /** The revision that last changed the badge. */
    public static Revision changeOf(Transaction transaction, BadgeId id) {
        return transaction
                .one(
                        "SELECT changed_epoch, changed_number FROM badge WHERE id = ?",
                        row -> new Revision((int) row.number("changed_epoch"), row.number("changed_number")),
                        id.text())
                .orElseThrow(() -> new IllegalStateException("badge [" + id + "] must be there"));
    }

    /** In the order of their ids; of one person when it is given. */
    public static List<Badge> list(Transaction transaction, Optional<PersonId> person, String after, int rows) {
        if (person.isPresent()) {
            return transaction.list(
                    "SELECT * FROM badge WHERE person = ? AND id > ? ORDER BY id LIMIT ?",
                    Badges::read,
                    person.get().text(),
                    after,
                    rows);
        }
        return transaction.list("SELECT * FROM badge WHERE id > ? ORDER BY id LIMIT ?", Badges::read, after, rows);
    }

    /** A label that no badge has: the next of the site's own kind, {@code K-0042}. */
    public static String freeLabel(Transaction transaction) {
        long highest = transaction
                .one("""
                        SELECT CAST(substr(label, 3) AS INTEGER) AS n FROM badge INDEXED BY badge_by_number
                        WHERE label GLOB 'K-[0-9]*' ORDER BY CAST(substr(label, 3) AS INTEGER) DESC LIMIT 1""", row -> row.findNumber("n"))
                .flatMap(number -> number)
                .orElse(0L);
        return "K-%04d".formatted(highest + 1);
    }

    /** Every badge of a person, in the order of their ids. */
    public static List<Badge> of(Transaction transaction, PersonId person) {
        return transaction.list("SELECT * FROM badge WHERE person = ? ORDER BY id", Badges::read, person.text());
    }

    /** What the access list holds of one badge. */
    public static List<AccessItem.Badge> itemsOf(Transaction transaction, BadgeId id) {
        return transaction.list(
                "SELECT token, person, blocked FROM badge_token JOIN badge ON badge.id = badge WHERE badge = ?",
                Badges::item,
                id.text());
    }

    /** What the access list holds of badges. */
    public static List<AccessItem.Badge> items(Transaction transaction) {
        return transaction.list(
                "SELECT token, person, blocked FROM badge_token JOIN badge ON badge.id = badge", Badges::item);
    }

    private static AccessItem.Badge item(Row row) {
        return new AccessItem.Badge(
                BadgeToken.parse(row.text("token")), new PersonId(row.text("person")), row.flag("blocked"));
    }

    private static Badge read(Row row) {
        return new Badge(
                new BadgeId(row.text("id")), new PersonId(row.text("person")), row.text("label"), row.flag("blocked"));
    }
}
