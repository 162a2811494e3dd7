package knutpunkt.kiosk.notices;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/** The notices' table. */
public final class Notices {
    /** How many notices one site may keep, ended ones among them: adding one removes the longest ended first. */
    public static final int NOTICES_MAX = 200;

    /** The rule, for whoever refuses an id that is none. */
    public static final String RULE = "must be a notice of this site";

    private static final String IN_ORDER = " ORDER BY important DESC, from_time DESC, id LIMIT " + NOTICES_MAX;

    private Notices() {}

    /**
     * Adds one.
     *
     * @return false when there are too many that have not ended
     */
    public static boolean add(Transaction transaction, Notice notice, Instant now) {
        while (transaction.exists("SELECT 1 FROM notice LIMIT 1 OFFSET ?", NOTICES_MAX - 1)) {
            int removed = transaction.update(
                    "DELETE FROM notice WHERE id = (SELECT id FROM notice WHERE until <= ? ORDER BY until, id LIMIT 1)",
                    now);
            if (removed == 0) {
                return false;
            }
        }
        transaction.update(
                "INSERT INTO notice (id, partner, text, important, from_time, until) VALUES (?, ?, ?, ?, ?, ?)",
                notice.id().text(),
                notice.partner().map(PartnerId::text),
                notice.text(),
                notice.important(),
                notice.from(),
                notice.until());
        return true;
    }

    /** Replaces all but the id and whose it is; false when there is no such notice. */
    public static boolean change(Transaction transaction, Notice notice) {
        return transaction.update(
                        "UPDATE notice SET text = ?, important = ?, from_time = ?, until = ? WHERE id = ?",
                        notice.text(),
                        notice.important(),
                        notice.from(),
                        notice.until(),
                        notice.id().text())
                == 1;
    }

    /** False when there is no such notice. */
    public static boolean remove(Transaction transaction, NoticeId id) {
        return transaction.update("DELETE FROM notice WHERE id = ?", id.text()) == 1;
    }

    /** Every notice of a partner goes; tells how many. */
    public static int removeOf(Transaction transaction, PartnerId partner) {
        return transaction.update("DELETE FROM notice WHERE partner = ?", partner.text());
    }

    public static Optional<Notice> find(Transaction transaction, NoticeId id) {
        return transaction.one("SELECT * FROM notice WHERE id = ?", Notices::read, id.text());
    }

    /** What the wall shows: important ones first, then the newest. */
    public static List<Notice> current(Transaction transaction, Instant now) {
        return currentBetween(transaction, now, now);
    }

    /** Those that are shown at any time between these two. */
    public static List<Notice> currentBetween(Transaction transaction, Instant first, Instant last) {
        return transaction.list(
                "SELECT * FROM notice WHERE from_time <= ? AND until > ?" + IN_ORDER, Notices::read, last, first);
    }

    /** Every notice, also those that have ended or not begun; of one partner when it is given. */
    public static List<Notice> list(Transaction transaction, Optional<PartnerId> partner) {
        if (partner.isPresent()) {
            return transaction.list(
                    "SELECT * FROM notice WHERE partner = ?" + IN_ORDER,
                    Notices::read,
                    partner.get().text());
        }
        return transaction.list("SELECT * FROM notice" + IN_ORDER, Notices::read);
    }

    private static Notice read(Row row) {
        return new Notice(
                new NoticeId(row.text("id")),
                row.findText("partner").map(PartnerId::new),
                row.text("text"),
                row.flag("important"),
                row.time("from_time"),
                row.time("until"));
    }
}
