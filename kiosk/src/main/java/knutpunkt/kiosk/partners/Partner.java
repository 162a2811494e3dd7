package knutpunkt.kiosk.partners;

import static java.util.Objects.requireNonNull;

import knutpunkt.kiosk.ids.PartnerId;

/**
 * An organisation at the site.
 *
 * @param name as the wall shows it
 * @param visibility what its people get unless somebody says otherwise
 * @param shownByDay what indoor screens may show of it in the site's day hours
 * @param shownAtNight what they may show at other hours
 */
public record Partner(PartnerId id, String name, Visibility visibility, Showing shownByDay, Showing shownAtNight) {
    public Partner {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(visibility, "visibility");
        requireNonNull(shownByDay, "shownByDay");
        requireNonNull(shownAtNight, "shownAtNight");
    }

    /** A partner that shows its number at all hours, as every new one does. */
    public static Partner fresh(PartnerId id, String name, Visibility visibility) {
        return new Partner(id, name, visibility, Showing.NUMBER, Showing.NUMBER);
    }
}
