package knutpunkt.kiosk.presence;

import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.PersonId;

/** The stays on disk: always what the passages fold to. */
final class Stays {
    private static final String INSERT = """
            INSERT INTO stay (record, person, counted_at, controller, sequence, journal, ended_at, state, confidence, basis)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private Stays() {}

    /** Folds the person's passages anew from the last entry before {@code earliest}, the earliest that is new. */
    static void refold(Transaction transaction, Movement earliest) {
        Optional<Movement> start = Movements.lastEntryBefore(transaction, earliest);
        if (start.isEmpty()) {
            refoldAll(transaction, earliest.person());
            return;
        }
        Movement first = start.get();
        transaction.update(
                "DELETE FROM stay WHERE person = ? AND (counted_at, controller, sequence, journal) >= (?, ?, ?, ?)",
                first.person().text(),
                first.countedAt(),
                first.controller().text(),
                first.sequence(),
                first.journal().text());
        keep(transaction, Fold.of(Movements.from(transaction, first)));
    }

    static void refoldAll(Transaction transaction, PersonId person) {
        transaction.update("DELETE FROM stay WHERE person = ?", person.text());
        keep(transaction, Fold.of(Movements.all(transaction, person)));
    }

    private static void keep(Transaction transaction, List<Stay> stays) {
        for (Stay stay : stays) {
            Movement began = stay.began();
            transaction.update(
                    INSERT,
                    began.log(),
                    began.person().text(),
                    began.countedAt(),
                    began.controller().text(),
                    began.sequence(),
                    began.journal().text(),
                    stay.endedAt(),
                    stay.state(),
                    stay.confidence(),
                    stay.basis());
        }
    }
}
