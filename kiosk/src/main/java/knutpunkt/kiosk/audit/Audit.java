package knutpunkt.kiosk.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.wire.message.WireJson;

/** Writes the audit's lines. Each goes into the transaction of what it tells of: neither is there without the other. */
public final class Audit {
    /** For what has no before, no after, or neither. */
    public static final Map<String, String> NOTHING = Map.of();

    private static final int LATELY = 10_000;
    private static final TypeReference<TreeMap<String, String>> FIELDS = new TypeReference<>() {};

    private final InstantSource clock;

    public Audit(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * One line.
     *
     * @param number in the order of writing
     * @param subject an opaque id, or a word such as {@code calendar}
     * @param partner whose it is; empty where it is the site's
     * @param purpose of a read only
     */
    public record Line(
            long number,
            Instant at,
            By by,
            Deed deed,
            String subject,
            Optional<PartnerId> partner,
            SortedMap<String, String> before,
            SortedMap<String, String> after,
            Optional<Purpose> purpose) {}

    /**
     * Notes a change. Fields that are the same before and after may be left in: they are not written.
     *
     * @param before the fields it had, by name; never a name, a badge number or a key
     */
    public void changed(
            Transaction transaction,
            By by,
            Deed deed,
            String subject,
            Optional<PartnerId> partner,
            Map<String, String> before,
            Map<String, String> after) {
        var was = new TreeMap<>(before);
        was.entrySet().removeIf(field -> field.getValue().equals(after.get(field.getKey())));
        var is = new TreeMap<>(after);
        is.entrySet().removeIf(field -> field.getValue().equals(before.get(field.getKey())));
        write(transaction, by, deed, subject, partner, was, is, Optional.empty());
    }

    /** Notes a read and what it was for. */
    public void read(
            Transaction transaction,
            By by,
            Deed deed,
            String subject,
            Optional<PartnerId> partner,
            Map<String, String> asked,
            Purpose purpose) {
        write(transaction, by, deed, subject, partner, NOTHING, asked, Optional.of(purpose));
    }

    private void write(
            Transaction transaction,
            By by,
            Deed deed,
            String subject,
            Optional<PartnerId> partner,
            Map<String, String> before,
            Map<String, String> after,
            Optional<Purpose> purpose) {
        transaction.update(
                """
                INSERT INTO audit (at, account, act, subject, partner, before, after, purpose)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                by.id(),
                deed,
                subject,
                partner.map(PartnerId::text),
                json(new TreeMap<>(before)),
                json(new TreeMap<>(after)),
                purpose.map(Purpose::name));
    }

    /** Whether somebody has read just this for just that purpose since a moment: a view that stays open is one read. */
    public static boolean hasRead(
            Transaction transaction, By by, Deed deed, Map<String, String> asked, Purpose purpose, Instant since) {
        return transaction.exists("""
                SELECT 1 FROM audit WHERE account = ? AND act = ? AND coalesce(after, '') = ? AND purpose = ?
                    AND at > ? LIMIT 1""", by.id(), deed, json(new TreeMap<>(asked)).orElse(""), purpose, since);
    }

    /** Whether somebody has done one of these things to something since a moment. */
    public static boolean hasDone(Transaction transaction, By by, List<Deed> deeds, String subject, Instant since) {
        return deeds.stream()
                .anyMatch(deed -> transaction.exists(
                        "SELECT 1 FROM audit WHERE account = ? AND at >= ? AND subject = ? AND act = ? LIMIT 1",
                        by.id(),
                        since,
                        subject,
                        deed));
    }

    /**
     * Lines before a place, the newest first.
     *
     * @param partner only this partner's; all when empty
     * @param before the number of the oldest line that is known; {@link Long#MAX_VALUE} for the start
     */
    public static List<Line> before(Transaction transaction, Optional<PartnerId> partner, long before, int limit) {
        return partner.isPresent()
                ? transaction.list(
                        "SELECT * FROM audit WHERE partner = ? AND id < ? ORDER BY id DESC LIMIT ?",
                        Audit::line,
                        partner.get().text(),
                        before,
                        limit)
                : transaction.list(
                        "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?", Audit::line, before, limit);
    }

    /** The newest line about a deed to something, if it is one of the last {@value #LATELY}: for taking it back. */
    public static Optional<Line> newest(Transaction transaction, Deed deed, String subject) {
        return transaction.one("""
                SELECT * FROM audit WHERE id > (SELECT coalesce(max(id), 0) FROM audit) - ? AND act = ? AND subject = ?
                ORDER BY id DESC LIMIT 1""", Audit::line, LATELY, deed, subject);
    }

    private static Line line(Row row) {
        return new Line(
                row.number("id"),
                row.time("at"),
                new By(row.text("account")),
                Deed.valueOf(row.text("act")),
                row.text("subject"),
                row.findText("partner").map(PartnerId::new),
                fields(row.findText("before")),
                fields(row.findText("after")),
                row.findText("purpose").map(Purpose::valueOf));
    }

    private static SortedMap<String, String> fields(Optional<String> json) {
        try {
            return json.isEmpty() ? new TreeMap<>() : WireJson.mapper().readValue(json.get(), FIELDS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the audit's fields must be readable", e);
        }
    }

    private static Optional<String> json(Map<String, String> fields) {
        try {
            return fields.isEmpty()
                    ? Optional.empty()
                    : Optional.of(WireJson.mapper().writeValueAsString(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts always have a JSON form", e);
        }
    }
}
