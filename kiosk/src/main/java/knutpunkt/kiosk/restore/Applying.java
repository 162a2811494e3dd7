package knutpunkt.kiosk.restore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.HolderSource;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.grants.Given;
import knutpunkt.kiosk.grants.Grants;
import knutpunkt.kiosk.grants.Narrowing;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.schedules.Schedule;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;

/**
 * Applies revocations to the site's tables, within one transaction: what is there and allows more allows less afterwards,
 * and each that changed something is in the audit. Used for one transaction, then thrown away.
 */
final class Applying {
    private static final String UNTIL = "validUntil";

    private final Transaction transaction;
    private final HolderSource holders;
    private final Audit audit;
    private final Instant now;
    private final Set<BadgeId> blocked = new LinkedHashSet<>();
    private final Set<PersonId> people = new LinkedHashSet<>();
    private final Set<GroupId> groups = new LinkedHashSet<>();
    private final Set<DoorGroupId> doorGroups = new LinkedHashSet<>();
    private final List<AccessItem> schedules = new ArrayList<>();
    private int count;

    Applying(Transaction transaction, HolderSource holders, Audit audit, Instant now) {
        this.transaction = transaction;
        this.holders = holders;
        this.audit = audit;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** How many changed something. */
    int count() {
        return count;
    }

    void apply(Revocation revocation) {
        switch (revocation) {
            case Revocation.BadgeBlocked(BadgeToken token) -> block(token);
            case Revocation.GrantEnded(GrantId grant) ->
                narrow(grant, Map.of("ended", now.toString()), () -> Narrowing.end(transaction, grant, now));
            case Revocation.GrantUntil(GrantId grant, Instant until) ->
                narrow(grant, Map.of("until", until.toString()), () -> Narrowing.end(transaction, grant, until));
            case Revocation.GrantFrom(GrantId grant, Instant from) ->
                narrow(grant, Map.of("from", from.toString()), () -> Narrowing.begin(transaction, grant, from));
            case Revocation.DoorTaken(GrantId grant, DoorId door) ->
                narrow(grant, Map.of("door", door.text()), () -> Narrowing.take(transaction, grant, door, now));
            case Revocation.PersonUntil(PersonId person, Instant until) -> end(person, until);
            case Revocation.GroupLeft(PersonId person) -> leaveGroup(person);
            case Revocation.HoursCut cut -> cut(cut);
        }
    }

    private void block(BadgeToken token) {
        Optional<Badge> found = Badges.withToken(transaction, token).filter(badge -> !badge.blocked());
        if (found.isPresent() && blocked.add(found.get().id())) {
            Badge badge = found.get();
            note(badge.id().text(), partner(badge.person()), Map.of("label", badge.label(), "blocked", "true"));
        }
    }

    private interface Step {
        boolean changes();
    }

    private void narrow(GrantId id, Map<String, String> after, Step step) {
        Optional<Given> before = Grants.find(transaction, id);
        if (before.isEmpty() || !step.changes()) {
            return;
        }
        Given grant = before.get();
        grant.to().person().ifPresent(people::add);
        grant.to().group().ifPresent(groups::add);
        doorGroups.addAll(grant.doorGroups());
        note(id.text(), grant.to().person().flatMap(this::partner), after);
    }

    private void end(PersonId id, Instant until) {
        Optional<Person> person = People.find(transaction, id)
                .filter(one ->
                        one.validUntil().filter(end -> !end.isAfter(until)).isEmpty());
        if (person.isPresent()) {
            People.end(transaction, id, until);
            people.add(id);
            note(id.text(), Optional.of(person.get().partner()), Map.of(UNTIL, until.toString()));
        }
    }

    private void leaveGroup(PersonId id) {
        Optional<Person> person =
                People.find(transaction, id).filter(one -> one.group().isPresent());
        if (person.isPresent()) {
            Groups.put(transaction, id, Optional.empty());
            people.add(id);
            note(id.text(), Optional.of(person.get().partner()), Map.of("group", ""));
        }
    }

    /** The hours left of what is kept now, which may be others than in the backup. */
    private void cut(Revocation.HoursCut cut) {
        Optional<Schedule> found = Schedules.find(transaction, cut.schedule());
        if (found.isEmpty()) {
            return;
        }
        Schedule before = found.get();
        var after = new Schedule(
                before.id(),
                before.name(),
                Minutes.windows(Minutes.both(Minutes.of(before.weekly()), Minutes.of(cut.weekly()))),
                Minutes.windows(Minutes.both(Minutes.of(before.onExceptionDays()), Minutes.of(cut.onExceptionDays()))));
        boolean less = !Minutes.of(after.weekly()).equals(Minutes.of(before.weekly()))
                || !Minutes.of(after.onExceptionDays()).equals(Minutes.of(before.onExceptionDays()));
        if (less) {
            Schedules.change(transaction, after);
            schedules.add(after.item());
            note(after.id().text(), Optional.empty(), Map.of("hours", "fewer"));
        }
    }

    private Optional<PartnerId> partner(PersonId person) {
        return People.find(transaction, person).map(Person::partner);
    }

    private void note(String subject, Optional<PartnerId> whose, Map<String, String> after) {
        count++;
        audit.changed(transaction, By.SERVICE, Deed.REVOCATION_TAKEN_OVER, subject, whose, Audit.NOTHING, after);
    }

    /** What the access list is to have in place of what it has. */
    Collection<AccessItem> items() {
        Map<String, AccessItem> items = new LinkedHashMap<>();
        schedules.forEach(item -> items.put(item.key(), item));
        for (BadgeId badge : blocked) {
            for (AccessItem.Badge item : Badges.itemsOf(transaction, badge)) {
                items.put(item.key(), new AccessItem.Badge(item.token(), item.person(), true));
            }
        }
        var concerned = new ArrayList<AccessItem.Holder>(holders.of(transaction, people));
        groups.forEach(group -> concerned.addAll(holders.ofGroup(transaction, group)));
        doorGroups.forEach(group -> concerned.addAll(holders.ofDoorGroup(transaction, group)));
        concerned.forEach(item -> items.put(item.key(), item));
        return List.copyOf(items.values());
    }

    /** Keeps the badges blocked, by the revision that does it. */
    void changedBy(Revision change) {
        blocked.forEach(badge -> Badges.setBlocked(transaction, badge, true, change));
    }
}
