package knutpunkt.kiosk.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.WireJson;

/** The change log's table. Pure SQL: no state of its own. */
final class ChangeLog {
    private static final TypeReference<List<AccessItem>> ITEMS = new TypeReference<>() {};
    private static final TypeReference<List<String>> KEYS = new TypeReference<>() {};

    private ChangeLog() {}

    static void append(Transaction transaction, AccessChange change) {
        transaction.update(
                "INSERT INTO access_change (epoch, number, at, put, removed, digest) VALUES (?, ?, ?, ?, ?, ?)",
                change.revision().epoch(),
                change.revision().number(),
                change.at(),
                write(ITEMS, change.put()),
                write(KEYS, change.removed()),
                change.digest().hex());
    }

    /** The newest revision and the digest of its list; none before the first change. */
    static Optional<Head> head(Transaction transaction) {
        return transaction.one(
                "SELECT epoch, number, digest FROM access_change ORDER BY epoch DESC, number DESC LIMIT 1",
                row -> new Head(revision(row), new Hash(row.text("digest"))));
    }

    static Revision newestAt(Transaction transaction, Instant moment) {
        return transaction
                .one(
                        "SELECT epoch, number FROM access_change WHERE at <= ? ORDER BY epoch DESC, number DESC LIMIT 1",
                        ChangeLog::revision,
                        moment)
                .orElse(Revision.NONE);
    }

    record Head(Revision revision, Hash digest) {}

    static Optional<AccessChange> find(Transaction transaction, Revision revision) {
        return transaction.one(
                "SELECT * FROM access_change WHERE epoch = ? AND number = ?",
                ChangeLog::read,
                revision.epoch(),
                revision.number());
    }

    /** The digest alone: the change may be large. */
    static Optional<Hash> digest(Transaction transaction, Revision revision) {
        return transaction.one(
                "SELECT digest FROM access_change WHERE epoch = ? AND number = ?",
                row -> new Hash(row.text("digest")),
                revision.epoch(),
                revision.number());
    }

    /** What came after a revision, also in later epochs, oldest first. */
    static List<AccessChange> after(Transaction transaction, Revision revision, int changesMax) {
        return transaction.list(
                "SELECT * FROM access_change WHERE (epoch, number) > (?, ?) ORDER BY epoch, number LIMIT ?",
                ChangeLog::read,
                revision.epoch(),
                revision.number(),
                changesMax);
    }

    private static AccessChange read(Row row) {
        try {
            return new AccessChange(
                    revision(row),
                    row.time("at"),
                    WireJson.mapper().readValue(row.text("put"), ITEMS),
                    WireJson.mapper().readValue(row.text("removed"), KEYS),
                    new Hash(row.text("digest")));
        } catch (JsonProcessingException e) {
            throw new AccessListDamaged("change [" + revision(row) + "] of the change log cannot be read", e);
        }
    }

    private static Revision revision(Row row) {
        return new Revision((int) row.number("epoch"), row.number("number"));
    }

    /** The list's element type is told, or Jackson leaves out which item each one is. */
    private static <T> String write(TypeReference<List<T>> type, Collection<T> values) {
        try {
            return WireJson.mapper().writerFor(type).writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("items and keys always have a JSON form", e);
        }
    }
}
