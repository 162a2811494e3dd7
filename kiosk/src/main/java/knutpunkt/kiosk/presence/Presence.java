package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.BeforeDisposal;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.LoggedEvent;
import knutpunkt.kiosk.log.Records;
import knutpunkt.wire.PersonId;

/**
 * Who is on site. Everybody counts, whatever their visibility: a number names nobody. Safe for use by several threads.
 */
public final class Presence implements Derived, BeforeDisposal {
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

    /** How many the wall counts: whoever was checked out at night is not among them. */
    public long total(Transaction transaction) {
        return transaction
                .one("SELECT count(*) AS n FROM stay WHERE state = 'PRESENT'", row -> row.number("n"))
                .orElseThrow();
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
        Optional<Instant> forgotten = Checkpoint.upTo(transaction);
        var earliest = new HashMap<PersonId, Place>();
        var nights = new ArrayList<Night>();
        for (LoggedEvent logged : events) {
            Movements.of(logged)
                    .filter(movement -> counts(transaction, movement, forgotten))
                    .ifPresent(movement -> {
                        Movements.add(transaction, movement);
                        earliest.merge(movement.person(), movement.place(), Presence::earlier);
                    });
            Nights.of(logged).filter(night -> counts(night, forgotten)).ifPresent(night -> {
                Nights.add(transaction, night);
                nights.add(night);
            });
        }
        earliest.forEach((person, place) -> Stays.refold(transaction, person, place));
        for (Night night : nights) {
            Nights.concerned(transaction, night).forEach(person -> Stays.refold(transaction, person, night.place()));
        }
    }

    private static Place earlier(Place one, Place other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Neither forgotten with all of its time nor with what else this person did before it. */
    private static boolean counts(Transaction transaction, Movement movement, Optional<Instant> forgotten) {
        return counts(movement, forgotten) && counts(movement, Checkpoint.upTo(transaction, movement.person()));
    }

    private static boolean counts(Happening happening, Optional<Instant> forgotten) {
        return forgotten.filter(upTo -> !happening.place().at().isAfter(upTo)).isEmpty();
    }

    @Override
    public void keep(Transaction transaction, List<Records.Logged> going) {
        Checkpoint.keepWithout(transaction, going);
    }

    @Override
    public void keepOf(Transaction transaction, PersonId person, List<Records.Logged> going) {
        Checkpoint.keepWithout(
                transaction, person, going.stream().map(Records.Logged::number).toList(), clock.instant());
    }

    /**
     * Forgets what was worked out, and replays the log from the checkpoint, or all of it where there is none. What was there
     * before must be there again (I11).
     */
    public void rebuild() {
        database.write(transaction -> {
            transaction.update("DELETE FROM stay");
            transaction.update("DELETE FROM movement");
            transaction.update("DELETE FROM night");
            Optional<Instant> forgotten = Checkpoint.upTo(transaction);
            var persons = new HashSet<>(Checkpoint.everybodyCarried(transaction));
            Records.replay(transaction, logged -> {
                Movements.of(logged)
                        .filter(movement -> counts(transaction, movement, forgotten))
                        .ifPresent(movement -> {
                            Movements.add(transaction, movement);
                            persons.add(movement.person());
                        });
                Nights.of(logged)
                        .filter(night -> counts(night, forgotten))
                        .ifPresent(night -> Nights.add(transaction, night));
            });
            List<Night> nights = Nights.all(transaction);
            persons.forEach(person -> Stays.refoldAll(transaction, person, nights));
            return persons.size();
        });
    }
}
