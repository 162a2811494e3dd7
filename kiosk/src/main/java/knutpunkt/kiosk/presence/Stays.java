package knutpunkt.kiosk.presence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;

/** The stays on disk: always what the checkpoint and the movements after it fold to. */
final class Stays {
    private static final String COLUMNS =
            "record, person, counted_at, controller, sequence, journal, seen_at, ended_at, state, confidence, basis";

    private Stays() {}

    /** Folds the person anew from the last entry before {@code earliest}, the earliest place where something is new. */
    static void refold(Transaction transaction, PersonId person, Place earliest) {
        Optional<Movement> start = Movements.lastEntryBefore(transaction, person, earliest);
        if (start.isEmpty()) {
            refoldAll(transaction, person);
            return;
        }
        Place first = start.get().place();
        transaction.update(
                "DELETE FROM stay WHERE person = ? AND (counted_at, controller, sequence, journal) >= (?, ?, ?, ?)",
                person.text(),
                first.at(),
                first.controller().text(),
                first.sequence(),
                first.journal().text());
        keep(transaction, Fold.of(merged(Movements.from(transaction, person, first), Nights.from(transaction, first))));
    }

    static void refoldAll(Transaction transaction, PersonId person) {
        refoldAll(transaction, person, Nights.all(transaction));
    }

    static void refoldAll(Transaction transaction, PersonId person, List<Night> nights) {
        transaction.update("DELETE FROM stay WHERE person = ?", person.text());
        keep(
                transaction,
                Fold.from(Checkpoint.carried(transaction, person), merged(Movements.all(transaction, person), nights)));
    }

    static List<Happening> merged(List<Movement> movements, List<Night> nights) {
        var all = new ArrayList<Happening>(movements);
        all.addAll(nights);
        Collections.sort(all);
        return all;
    }

    private static void keep(Transaction transaction, List<Stay> stays) {
        stays.forEach(stay -> put(transaction, "stay", stay));
    }

    /** Into the table of stays, or that of those which a checkpoint carries over. */
    static void put(Transaction transaction, String table, Stay stay) {
        Place began = stay.began();
        transaction.update(
                "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                stay.log(),
                stay.person().text(),
                began.at(),
                began.controller().text(),
                began.sequence(),
                began.journal().text(),
                stay.seenAt(),
                stay.endedAt(),
                stay.state(),
                stay.confidence(),
                stay.basis());
    }

    static Stay read(Row row) {
        return new Stay(
                row.number("record"),
                new PersonId(row.text("person")),
                Movements.place(row),
                row.time("seen_at"),
                row.findTime("ended_at"),
                Stay.State.valueOf(row.text("state")),
                Confidence.valueOf(row.text("confidence")),
                Basis.valueOf(row.text("basis")));
    }
}
