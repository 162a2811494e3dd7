package knutpunkt.kiosk.register;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.Person;
import knutpunkt.wire.PersonId;

/**
 * A person as a list shows one.
 *
 * @param name what the person is called wherever people are named; empty for one who is named nowhere
 * @param badges the newest last, at most {@link #BADGES_MAX}
 */
public record Shown(
        PersonId id,
        PartnerId partner,
        Optional<String> name,
        Visibility visibility,
        Optional<Instant> validUntil,
        List<Badge> badges) {
    /** How many badges of one person are shown. */
    public static final int BADGES_MAX = 50;

    static Shown of(Transaction transaction, Person person) {
        List<Badge> badges = Badges.list(transaction, Optional.of(person.id()), "", BADGES_MAX);
        return new Shown(
                person.id(), person.partner(), person.shownName(), person.visibility(), person.validUntil(), badges);
    }

    /** For a list that tells of no badges. */
    static Shown withoutBadges(Person person) {
        return new Shown(
                person.id(), person.partner(), person.shownName(), person.visibility(), person.validUntil(), List.of());
    }

    public boolean hasEnded(Instant now) {
        return validUntil.filter(until -> !now.isBefore(until)).isPresent();
    }

    @Override
    public String toString() {
        return "Shown[" + id + "]";
    }
}
