package knutpunkt.kiosk.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.Records;
import knutpunkt.wire.PersonId;

/**
 * Where presence begins once the log has forgotten what was before. Up to the checkpoint's time nothing counts any more but
 * the stays that were open then, which are carried over it; whoever was not on site then has left no trace in it. What
 * comes so late that it lies before the checkpoint moves nobody: what is known of later times is all that counts. Where only
 * one person's records are forgotten, the same is done for that person alone, up to their last movement, and everybody else's
 * time stays as it was.
 */
final class Checkpoint {
    private static final String CARRIED = "carried_stay";

    /** So far ahead of the service a clock may be that is kept in step. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(10);

    private Checkpoint() {}

    /** Up to when, inclusive; empty while nothing has been forgotten. */
    static Optional<Instant> upTo(Transaction transaction) {
        return transaction.one("SELECT up_to FROM checkpoint", row -> row.time("up_to"));
    }

    static Optional<Stay> carried(Transaction transaction, PersonId person) {
        return transaction.one("SELECT * FROM carried_stay WHERE person = ?", Stays::read, person.text());
    }

    static List<PersonId> everybodyCarried(Transaction transaction) {
        return transaction.list("SELECT person FROM carried_stay", row -> new PersonId(row.text("person")));
    }

    /**
     * Moves the checkpoint on, so that these records are needed no longer.
     *
     * @param going what claims to have happened long after it arrived cannot be summed up with what did, and is forgotten as if it
     *     had never been
     */
    static void keepWithout(Transaction transaction, List<Records.Logged> going) {
        Optional<Instant> latest = Optional.empty();
        Set<PersonId> persons = new HashSet<>();
        boolean nightFromTheFuture = false;
        for (Records.Logged each : going) {
            long number = each.number();
            Optional<Instant> at = countedAt(transaction, number);
            if (at.filter(each.receivedAt().plus(AHEAD_MAX)::isBefore).isPresent()) {
                persons.addAll(forget(transaction, number));
                nightFromTheFuture |= transaction.update("DELETE FROM night WHERE record = ?", number) > 0;
            } else if (at.isPresent()
                    && latest.filter(so -> !so.isBefore(at.get())).isEmpty()) {
                latest = at;
            }
        }
        if (nightFromTheFuture) {
            persons.addAll(everybody(transaction));
        }
        latest.ifPresent(at -> persons.addAll(moveTo(transaction, at)));
        List<Night> nights = Nights.all(transaction);
        persons.forEach(person -> Stays.refoldAll(transaction, person, nights));
    }

    /** Up to when one person alone is forgotten, inclusive; empty if nobody asked for that, or the checkpoint has passed it. */
    static Optional<Instant> upTo(Transaction transaction, PersonId person) {
        return transaction.one(
                "SELECT up_to FROM forgotten_person WHERE person = ?", row -> row.time("up_to"), person.text());
    }

    /**
     * Forgets how one person moved, and nobody else: whether they are on site stays. What is held, and what comes later from
     * before their last movement, says no more of that than what is forgotten.
     *
     * @param going numbers in the site's log
     * @param now what claims to be later says nothing of whether they are
     */
    static void keepWithout(Transaction transaction, PersonId person, List<Long> going, Instant now) {
        Optional<Stay> carried = carried(transaction, person);
        List<Movement> moved = Movements.upTo(transaction, person, now);
        boolean isHere = Fold.openAt(now, carried, Stays.merged(moved, Nights.upTo(transaction, now)))
                .isPresent();
        going.forEach(number -> transaction.update("DELETE FROM movement WHERE record = ?", number));
        if (!moved.isEmpty()) {
            Instant last = moved.getLast().place().at();
            // No further: a night after it may still be told of somebody whom a door saw before it.
            carry(transaction, person, Fold.openAt(last, carried, Stays.merged(moved, Nights.upTo(transaction, last))));
            transaction.update("DELETE FROM movement WHERE person = ? AND counted_at <= ?", person.text(), last);
            transaction.update("""
                    INSERT INTO forgotten_person VALUES (?, ?)
                    ON CONFLICT (person) DO UPDATE SET up_to = max(up_to, excluded.up_to)""", person.text(), last);
        }
        if (!isHere) {
            carry(transaction, person, Optional.empty());
        }
        Stays.refoldAll(transaction, person);
    }

    /** The one stay, if any, that this person takes over the line. */
    private static void carry(Transaction transaction, PersonId person, Optional<Stay> open) {
        transaction.update("DELETE FROM carried_stay WHERE person = ?", person.text());
        open.ifPresent(stay -> Stays.put(transaction, CARRIED, stay));
    }

    private static Optional<Instant> countedAt(Transaction transaction, long number) {
        return transaction.one(
                "SELECT counted_at FROM movement WHERE record = ? UNION ALL SELECT counted_at FROM night WHERE record = ?",
                row -> row.time("counted_at"),
                number,
                number);
    }

    private static List<PersonId> forget(Transaction transaction, long number) {
        List<PersonId> whose = transaction.list(
                "SELECT person FROM movement WHERE record = ?", row -> new PersonId(row.text("person")), number);
        transaction.update("DELETE FROM movement WHERE record = ?", number);
        return whose;
    }

    private static List<PersonId> everybody(Transaction transaction) {
        return transaction.list(
                "SELECT person FROM movement UNION SELECT person FROM carried_stay",
                row -> new PersonId(row.text("person")));
    }

    /** Sums up everybody who moved until then, and forgets how they did; answers whom it concerns. */
    private static List<PersonId> moveTo(Transaction transaction, Instant at) {
        List<PersonId> persons = transaction.list(
                "SELECT person FROM movement WHERE counted_at <= ? UNION SELECT person FROM carried_stay",
                row -> new PersonId(row.text("person")),
                at);
        List<Night> nights = Nights.upTo(transaction, at);
        for (PersonId person : persons) {
            Optional<Stay> open = Fold.openAt(
                    at, carried(transaction, person), Stays.merged(Movements.upTo(transaction, person, at), nights));
            carry(transaction, person, open);
        }
        transaction.update("DELETE FROM forgotten_person WHERE up_to <= ?", at);
        transaction.update("DELETE FROM movement WHERE counted_at <= ?", at);
        transaction.update("DELETE FROM night WHERE counted_at <= ?", at);
        transaction.update(
                "INSERT INTO checkpoint VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET up_to = max(up_to, excluded.up_to)",
                at);
        return persons;
    }
}
