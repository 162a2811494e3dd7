package knutpunkt.kiosk.partners;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.web.Problem;

/** The partners' table. */
public final class Partners {
    /** The longest name, in characters: what the wall shows on two lines. */
    public static final int NAME_MAX = 60;

    /** How many partners one site may have. */
    public static final int PARTNERS_MAX = 200;

    /** The rule, for whoever refuses an id that is none. */
    public static final String RULE = "must be a partner of this site";

    private Partners() {}

    public static void add(Transaction transaction, Partner partner) {
        transaction.update(
                "INSERT INTO partner (id, name, visibility, shown_by_day, shown_at_night) VALUES (?, ?, ?, ?, ?)",
                partner.id().text(),
                partner.name(),
                partner.visibility(),
                partner.shownByDay(),
                partner.shownAtNight());
    }

    public static Optional<Partner> find(Transaction transaction, PartnerId id) {
        return transaction.one("SELECT * FROM partner WHERE id = ?", Partners::read, id.text());
    }

    /** What every partner is called, by name. */
    public static Map<PartnerId, String> names(Transaction transaction) {
        var names = new LinkedHashMap<PartnerId, String>();
        all(transaction).forEach(partner -> names.put(partner.id(), partner.name()));
        return names;
    }

    /** What those are called that have not left, by name. */
    public static Map<PartnerId, String> hereByName(Transaction transaction) {
        Map<PartnerId, String> names = names(transaction);
        names.keySet().removeAll(left(transaction).keySet());
        return names;
    }

    /** Which partners have left, and when. */
    public static Map<PartnerId, Instant> left(Transaction transaction) {
        return transaction
                .list(
                        "SELECT id, left_at FROM partner WHERE left_at IS NOT NULL",
                        row -> Map.entry(new PartnerId(row.text("id")), row.time("left_at")))
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** From now on nobody can be added to it, and nothing of it is right any more but its name. */
    public static void leave(Transaction transaction, PartnerId id, Instant at) {
        transaction.update("UPDATE partner SET left_at = ?, suspended_since = NULL WHERE id = ?", at, id.text());
    }

    /** Refuses to add anything to a partner that has left. */
    public static void requireHere(Transaction transaction, PartnerId id) {
        if (transaction.exists("SELECT 1 FROM partner WHERE id = ? AND left_at IS NOT NULL", id.text())) {
            throw Problem.conflict("partner", "must be a partner that has not left");
        }
    }

    static void change(Transaction transaction, Partner partner) {
        transaction.update(
                "UPDATE partner SET name = ?, visibility = ?, shown_by_day = ?, shown_at_night = ? WHERE id = ?",
                partner.name(),
                partner.visibility(),
                partner.shownByDay(),
                partner.shownAtNight(),
                partner.id().text());
    }

    static boolean isNamed(Transaction transaction, String name) {
        return transaction.exists("SELECT 1 FROM partner WHERE name = ?", name);
    }

    static boolean isFull(Transaction transaction) {
        return transaction.exists("SELECT 1 FROM partner LIMIT 1 OFFSET ?", PARTNERS_MAX - 1);
    }

    /** Every partner, by name. */
    public static List<Partner> all(Transaction transaction) {
        return transaction.list("SELECT * FROM partner ORDER BY name, id LIMIT " + PARTNERS_MAX, Partners::read);
    }

    static List<Partner> list(Transaction transaction, String after, int rows) {
        return transaction.list("SELECT * FROM partner WHERE id > ? ORDER BY id LIMIT ?", Partners::read, after, rows);
    }

    private static Partner read(Row row) {
        return new Partner(
                new PartnerId(row.text("id")),
                row.text("name"),
                Visibility.valueOf(row.text("visibility")),
                Showing.valueOf(row.text("shown_by_day")),
                Showing.valueOf(row.text("shown_at_night")));
    }
}
