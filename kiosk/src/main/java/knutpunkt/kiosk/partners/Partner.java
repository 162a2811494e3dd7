package knutpunkt.kiosk.partners;

import static java.util.Objects.requireNonNull;

/**
 * An organisation at the site.
 *
 * @param name as the wall shows it
 * @param visibility what its people get unless somebody says otherwise
 */
public record Partner(PartnerId id, String name, Visibility visibility) {
    public Partner {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(visibility, "visibility");
    }
}
