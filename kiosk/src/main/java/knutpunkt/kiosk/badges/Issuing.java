package knutpunkt.kiosk.badges;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/** Gives badges to people, typed in or learnt at a point alike, and blocks them. */
public final class Issuing {
    private final Database database;
    private final AccessChanges changes;
    private final Audit audit;
    private final OpaqueIds ids;
    private final InstantSource clock;

    public Issuing(Database database, AccessChanges changes, Audit audit, OpaqueIds ids, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Gives a badge to a person, unblocked.
     *
     * @param by who does it, for the audit
     * @throws Problem when there is no such person or they have left, or label or badge are already in use
     */
    public Changed<Badge> issue(By by, PersonId person, String label, BadgeToken token) {
        var badge = new Badge(new BadgeId(ids.fresh('b')), person, label, false);
        return database.write(transaction -> {
            requireFree(transaction, person, label);
            if (Badges.isKnown(transaction, token)) {
                throw Problem.conflict("badge", "must not be in use already");
            }
            var item = new AccessItem.Badge(token, person, false);
            Revision change = changes.change(transaction, List.of(item), List.of());
            Badges.add(transaction, badge, token, change);
            note(transaction, by, Deed.BADGE_ISSUED, badge, Audit.NOTHING, Map.of("label", label));
            return new Changed<>(badge, change);
        });
    }

    /** What can be said before a badge is read: whether the person is there and the label free. */
    void requireFree(Transaction transaction, PersonId person, String label) {
        Person to = People.find(transaction, person).orElseThrow(() -> Problem.notFound("person", People.RULE));
        if (to.hasEnded(clock.instant())) {
            throw Problem.conflict("person", "must not have left: set a new last day first");
        }
        if (Badges.isLabelled(transaction, label)) {
            throw Problem.conflict("label", "must not be on another badge");
        }
    }

    /** Blocks a badge or frees it. Where it already is so, nothing changes and the answer tells the earlier change. */
    public Changed<Badge> setBlocked(By by, BadgeId id, boolean blocked) {
        return database.write(transaction -> {
            Badge badge = Badges.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Badges.RULE));
            if (badge.blocked() == blocked) {
                return new Changed<>(badge, Badges.changeOf(transaction, id));
            }
            if (!blocked) {
                People.find(transaction, badge.person())
                        .ifPresent(person -> Partners.requireHere(transaction, person.partner()));
            }
            List<AccessItem.Badge> items = Badges.itemsOf(transaction, id).stream()
                    .map(item -> new AccessItem.Badge(item.token(), item.person(), blocked))
                    .toList();
            Revision change = changes.change(transaction, items, List.of());
            Badges.setBlocked(transaction, id, blocked, change);
            note(
                    transaction,
                    by,
                    blocked ? Deed.BADGE_BLOCKED : Deed.BADGE_UNBLOCKED,
                    badge,
                    Audit.NOTHING,
                    Map.of("label", badge.label()));
            return new Changed<>(badge.withBlocked(blocked), change);
        });
    }

    private void note(
            Transaction transaction,
            By by,
            Deed deed,
            Badge badge,
            Map<String, String> before,
            Map<String, String> after) {
        Optional<PartnerId> whose = People.find(transaction, badge.person()).map(Person::partner);
        audit.changed(transaction, by, deed, badge.id().text(), whose, before, after);
    }
}
