package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.LoggedEvent;
import knutpunkt.kiosk.log.Records;
import knutpunkt.wire.PersonId;

/**
 * Who is on site. Everybody counts, whatever their visibility: a number names nobody. Safe for use by several threads.
 */
public final class Presence implements Derived {
    private final Database database;
    private final InstantSource clock;

    public Presence(Database database, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The count right now.
     *
     * @param total everybody on site, also those whom no partner vouches for any longer
     * @param partners every partner, also those with nobody here, by name
     */
    public record Now(long total, List<PartnerCount> partners, Instant asOf) {
        public Now {
            requireNonNull(asOf, "asOf");
            partners = List.copyOf(partners);
        }
    }

    /** How many of one partner's people are on site. */
    public record PartnerCount(String id, String name, long count) {
        public PartnerCount {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
        }
    }

    public Now now() {
        return database.read(transaction -> new Now(total(transaction), perPartner(transaction), clock.instant()));
    }

    public long total(Transaction transaction) {
        return transaction
                .one("SELECT count(*) AS n FROM stay WHERE state = 'PRESENT'", row -> row.number("n"))
                .orElseThrow();
    }

    /** Whether somebody is on site, as far as doors know. */
    public static boolean isHere(Transaction transaction, PersonId person) {
        return transaction.exists("SELECT 1 FROM stay WHERE person = ? AND state = 'PRESENT'", person.text());
    }

    public List<PartnerCount> perPartner(Transaction transaction) {
        return transaction.list("""
                SELECT partner.id, partner.name, count(stay.person) AS present
                FROM partner
                LEFT JOIN person ON person.partner = partner.id
                LEFT JOIN stay ON stay.person = person.id AND stay.state = 'PRESENT'
                GROUP BY partner.id, partner.name
                ORDER BY partner.name, partner.id""", Presence::partnerCount);
    }

    private static PartnerCount partnerCount(Row row) {
        return new PartnerCount(row.text("id"), row.text("name"), row.number("present"));
    }

    @Override
    public void apply(Transaction transaction, List<LoggedEvent> events) {
        var earliest = new HashMap<PersonId, Movement>();
        for (LoggedEvent logged : events) {
            Movements.of(logged).ifPresent(movement -> {
                Movements.add(transaction, movement);
                earliest.merge(movement.person(), movement, Presence::earlier);
            });
        }
        earliest.values().forEach(movement -> Stays.refold(transaction, movement));
    }

    private static Movement earlier(Movement one, Movement other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Forgets what was worked out and replays the whole log. What was there before must be there again (I11). */
    public void rebuild() {
        database.write(transaction -> {
            transaction.update("DELETE FROM stay");
            transaction.update("DELETE FROM passage");
            var persons = new HashSet<PersonId>();
            Records.replay(
                    transaction,
                    logged -> Movements.of(logged).ifPresent(movement -> {
                        Movements.add(transaction, movement);
                        persons.add(movement.person());
                    }));
            persons.forEach(person -> Stays.refoldAll(transaction, person));
            return persons.size();
        });
    }
}
