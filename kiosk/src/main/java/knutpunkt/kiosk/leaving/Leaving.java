package knutpunkt.kiosk.leaving;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.HolderSource;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.Learning;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/**
 * Ends what people may do: no grant of theirs holds from now on, every badge of theirs is blocked, and a reader that waits
 * for a badge of theirs waits in vain. All in one transaction, one revision for the doors. Who is inside counts as inside
 * until they go out. Safe for use by several threads.
 */
public final class Leaving {
    private static final String UNTIL = "validUntil";

    private final Database database;
    private final AccessChanges changes;
    private final HolderSource holders;
    private final Learning learning;
    private final Audit audit;
    private final InstantSource clock;

    public Leaving(
            Database database,
            AccessChanges changes,
            HolderSource holders,
            Learning learning,
            Audit audit,
            InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.holders = requireNonNull(holders, "holders");
        this.learning = requireNonNull(learning, "learning");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Somebody leaves. A new last day, and unblocking each badge, takes it back. */
    public Revision leaves(By by, PersonId id) {
        return database.write(transaction -> {
            Person person = People.find(transaction, id).orElseThrow(() -> Problem.notFound("id", People.RULE));
            return leave(transaction, by, List.of(person));
        });
    }

    /** As {@link #leaves}, for many at once and within the transaction of why they leave. */
    Revision leave(Transaction transaction, By by, List<Person> people) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var ids = new ArrayList<PersonId>();
        var blocked = new ArrayList<BadgeOf>();
        for (Person person : people) {
            ids.add(person.id());
            List<Badge> badges = Badges.of(transaction, person.id()).stream()
                    .filter(badge -> !badge.blocked())
                    .toList();
            badges.forEach(badge -> blocked.add(new BadgeOf(badge, person)));
            end(transaction, by, person, now, badges.size());
        }
        var items = new ArrayList<AccessItem>(holders.of(transaction, ids));
        for (BadgeOf one : blocked) {
            Badges.itemsOf(transaction, one.badge().id())
                    .forEach(item -> items.add(new AccessItem.Badge(item.token(), item.person(), true)));
        }
        Revision change = changes.change(transaction, items, List.of());
        for (BadgeOf one : blocked) {
            Badge badge = one.badge();
            Badges.setBlocked(transaction, badge.id(), true, change);
            audit.changed(
                    transaction,
                    by,
                    Deed.BADGE_BLOCKED,
                    badge.id().text(),
                    Optional.of(one.person().partner()),
                    Audit.NOTHING,
                    Map.of("label", badge.label()));
        }
        transaction.afterCommit(() -> ids.forEach(learning::endFor));
        return change;
    }

    private record BadgeOf(Badge badge, Person person) {}

    /** Whoever had left before keeps the day on which that was. */
    private void end(Transaction transaction, By by, Person person, Instant now, int badges) {
        Instant until = person.validUntil().filter(own -> own.isBefore(now)).orElse(now);
        People.end(transaction, person.id(), until);
        audit.changed(
                transaction,
                by,
                Deed.PERSON_LEFT,
                person.id().text(),
                Optional.of(person.partner()),
                Map.of(UNTIL, person.validUntil().map(Instant::toString).orElse("")),
                Map.of(UNTIL, until.toString(), "blocked", Integer.toString(badges)));
    }
}
