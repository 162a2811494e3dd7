package knutpunkt.kiosk.badges;

import static java.util.Objects.requireNonNull;

import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.wire.PersonId;

/**
 * A badge.
 *
 * @param label the site's own short number printed on it, unique at the site and no part of the badge's number
 */
public record Badge(BadgeId id, PersonId person, String label, boolean blocked) {
    public Badge {
        requireNonNull(id, "id");
        requireNonNull(person, "person");
        requireNonNull(label, "label");
    }

    Badge withBlocked(boolean now) {
        return new Badge(id, person, label, now);
    }
}
