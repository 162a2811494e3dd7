package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;

/**
 * Everybody who is on site or may be, one by one, with how sure that is and why. It is more than the wall counts: whoever was
 * checked out at night is here for a day longer (invariant I14). Safe for use by several threads.
 */
public final class OnSite {
    private static final String MAY_BE_HERE =
            "SELECT * FROM stay WHERE (state = 'PRESENT' OR (state = 'CHECKED_OUT' AND ended_at > ?))";

    private final PresenceRules rules;
    private final InstantSource clock;

    public OnSite(PresenceRules rules, InstantSource clock) {
        this.rules = requireNonNull(rules, "rules");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Somebody who is on site or may be. It has no times: who is here is asked by more people than since when.
     *
     * @param checkedOut at night, and not counted on the wall any more
     * @param tooLong without a sign for longer than anybody stays
     */
    public record Somebody(PersonId person, boolean checkedOut, boolean tooLong, Confidence confidence, Basis basis) {
        public Somebody {
            requireNonNull(person, "person");
            requireNonNull(confidence, "confidence");
            requireNonNull(basis, "basis");
        }

        /** Whether it is doubted that the person is here at all. */
        public boolean isUncertain() {
            return checkedOut || tooLong || confidence == Confidence.UNKNOWN;
        }
    }

    /** Whom to look for when the building is emptied, by the order of their ids: doubt counts people in. */
    public List<Somebody> evacuation(Transaction transaction) {
        Instant now = clock.instant();
        var newest = new LinkedHashMap<PersonId, Somebody>();
        transaction
                .list(
                        MAY_BE_HERE + " ORDER BY person, counted_at, controller, sequence, journal",
                        row -> somebody(row, now),
                        now.minus(Fold.DOUBT))
                .forEach(one -> newest.put(one.person(), one));
        return List.copyOf(newest.values());
    }

    /** Somebody, if they are or may be on site. */
    public Optional<Somebody> find(Transaction transaction, PersonId person) {
        Instant now = clock.instant();
        return transaction.one(
                MAY_BE_HERE
                        + " AND person = ? ORDER BY counted_at DESC, controller DESC, sequence DESC, journal DESC LIMIT 1",
                row -> somebody(row, now),
                now.minus(Fold.DOUBT),
                person.text());
    }

    /** Of how many it is doubted that they are here still: without a sign for too long, or checked out at night. */
    public record Doubts(long tooLong, long checkedOut) {}

    /**
     * Counts who is doubted now.
     *
     * @param partner only this partner's people; everybody, whoever vouches for them, when empty
     */
    public Doubts doubts(Transaction transaction, Optional<PartnerId> partner) {
        Instant now = clock.instant();
        String whose = partner.isPresent() ? " AND person IN (SELECT id FROM person WHERE partner = ?)" : "";
        return new Doubts(
                count(transaction, "state = 'PRESENT' AND seen_at <= ?" + whose, now.minus(rules.tooLong()), partner),
                count(transaction, "state = 'CHECKED_OUT' AND ended_at > ?" + whose, now.minus(Fold.DOUBT), partner));
    }

    private static long count(Transaction transaction, String where, Instant at, Optional<PartnerId> partner) {
        Object[] values = partner.isPresent() ? new Object[] {at, partner.get().text()} : new Object[] {at};
        return transaction
                .one("SELECT count(*) AS n FROM stay WHERE " + where, row -> row.number("n"), values)
                .orElseThrow();
    }

    private Somebody somebody(Row row, Instant now) {
        Stay stay = Stays.read(row);
        boolean checkedOut = stay.state() == Stay.State.CHECKED_OUT;
        boolean tooLong = !checkedOut && !now.isBefore(stay.seenAt().plus(rules.tooLong()));
        return new Somebody(stay.person(), checkedOut, tooLong, stay.confidence(), stay.basis());
    }
}
