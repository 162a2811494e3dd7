package knutpunkt.kiosk.confirming;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.HolderSource;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;

/**
 * Keeps count of who answered and when, and does what {@link Step} says. Suspending and lifting are each one transaction
 * and one revision; leaving the building is touched by neither. Safe for use by several threads.
 */
public final class Confirming {
    private static final String SUSPENDED = "suspendedSince";
    private static final String SUSPENDS = "suspendsAt";

    private final Database database;
    private final AccessChanges changes;
    private final HolderSource holders;
    private final Audit audit;
    private final Rhythm rhythm;
    private final InstantSource clock;

    public Confirming(
            Database database,
            AccessChanges changes,
            HolderSource holders,
            Audit audit,
            Rhythm rhythm,
            InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.holders = requireNonNull(holders, "holders");
        this.audit = requireNonNull(audit, "audit");
        this.rhythm = requireNonNull(rhythm, "rhythm");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Looks at every partner once: to be called at the start and about once an hour. */
    public void look() {
        Instant now = now();
        List<PartnerId> partners = database.read(transaction ->
                Partners.hereByName(transaction).keySet().stream().toList());
        for (PartnerId partner : partners) {
            boolean isToDo = database.read(transaction -> isToDo(transaction, partner, now));
            if (isToDo) {
                database.write(transaction -> look(transaction, partner, now));
            }
        }
    }

    private boolean isToDo(Transaction transaction, PartnerId partner, Instant now) {
        Optional<Answered> answered = Answers.find(transaction, partner);
        return answered.isEmpty() || !(Standing.of(answered.get(), rhythm, now) instanceof Standing.Right);
    }

    private boolean look(Transaction transaction, PartnerId partner, Instant now) {
        Optional<Answered> answered = Answers.find(transaction, partner);
        if (answered.isEmpty()) {
            Answers.count(transaction, partner, now, Optional.empty());
            return true;
        }
        if (answered.get().suspendedSince().isEmpty()
                && current(transaction, partner, now).isEmpty()) {
            // Of nobody there is nothing to say.
            Answers.count(transaction, partner, now, answered.get().confirmedAt());
            return true;
        }
        switch (Step.of(answered.get(), rhythm, now)) {
            case Step.Nothing _ -> {}
            case Step.TakeBackWarning _ -> Answers.warn(transaction, partner, Optional.empty());
            case Step.Warn(Answered.Warning warning) -> {
                Answers.warn(transaction, partner, Optional.of(warning));
                if (answered.get().warning().isEmpty()) {
                    note(
                            transaction,
                            By.SERVICE,
                            Deed.PARTNER_WARNED,
                            partner,
                            Map.of(SUSPENDS, warning.suspendsAt().toString()));
                }
            }
            case Step.Suspend _ -> {
                Answers.suspend(transaction, partner, now);
                refresh(transaction, partner);
                note(transaction, By.SERVICE, Deed.PARTNER_SUSPENDED, partner, Map.of(SUSPENDED, now.toString()));
            }
        }
        return true;
    }

    /** Somebody says that a partner's people are right. What rested holds again. */
    public void confirm(By by, PartnerId partner) {
        Instant now = now();
        database.write(transaction -> {
            if (Partners.find(transaction, partner).isEmpty()) {
                throw Problem.notFound("id", Partners.RULE);
            }
            Partners.requireHere(transaction, partner);
            boolean rested = Answers.find(transaction, partner)
                    .flatMap(Answered::suspendedSince)
                    .isPresent();
            Answers.count(transaction, partner, now, Optional.of(now));
            if (rested) {
                Answers.lift(transaction, partner, now);
                refresh(transaction, partner);
            }
            int people = current(transaction, partner, now).size();
            note(
                    transaction,
                    by,
                    Deed.PEOPLE_CONFIRMED,
                    partner,
                    Map.of("people", Integer.toString(people), "resumed", Boolean.toString(rested)));
            return true;
        });
    }

    /** What the doors hold of a partner's people, made anew. */
    private void refresh(Transaction transaction, PartnerId partner) {
        List<Person> all = People.of(transaction, partner);
        changes.change(
                transaction,
                holders.of(transaction, all.stream().map(Person::id).toList()),
                List.of());
    }

    /** A partner's people who have not left: those that are asked about. */
    static List<Person> current(Transaction transaction, PartnerId partner, Instant now) {
        return People.of(transaction, partner).stream()
                .filter(person -> !person.hasEnded(now))
                .toList();
    }

    /** What is known of a partner's answers, also before the first look. */
    Answered answered(Transaction transaction, PartnerId partner) {
        return Answers.find(transaction, partner).orElseGet(() -> Answered.from(now()));
    }

    Standing standing(Transaction transaction, PartnerId partner) {
        return Standing.of(answered(transaction, partner), rhythm, now());
    }

    /** How many times over the question has become due again since it was. */
    long askedAgain(Instant since) {
        return Duration.between(since, now()).dividedBy(rhythm.askEvery());
    }

    /** Those that are asked, by name. */
    static List<Partner> asked(Transaction transaction) {
        Set<PartnerId> left = Partners.left(transaction).keySet();
        return Partners.all(transaction).stream()
                .filter(partner -> !left.contains(partner.id()))
                .toList();
    }

    private void note(Transaction transaction, By by, Deed deed, PartnerId partner, Map<String, String> after) {
        audit.changed(transaction, by, deed, partner.text(), Optional.of(partner), Audit.NOTHING, after);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
