package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Everything the wall shows at one moment. Each event of the stream holds all of it, so a wall that missed some is right
 * again with the next.
 *
 * @param now the service's time, by which the wall sets its clock
 * @param zone of the site, by which it is shown
 * @param lastChange when somebody last came or went; empty before the first time
 * @param total everybody on site
 * @param partners every partner, also those with nobody here
 * @param doors every door, heard from or not
 */
public record WallState(
        Instant now, ZoneId zone, Optional<Instant> lastChange, long total, List<Partner> partners, List<Door> doors) {
    public WallState {
        requireNonNull(now, "now");
        requireNonNull(zone, "zone");
        requireNonNull(lastChange, "lastChange");
        partners = List.copyOf(partners);
        doors = List.copyOf(doors);
    }

    /** How many of one partner's people are on site. */
    public record Partner(String id, String name, long count) {
        public Partner {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
        }
    }

    /**
     * A door as far as the wall cares.
     *
     * @param heard whether its controller is heard from
     * @param silentSince since when it is not; empty while it is, and when it never was
     */
    public record Door(String name, boolean heard, Optional<Instant> silentSince) {
        public Door {
            requireNonNull(name, "name");
            requireNonNull(silentSince, "silentSince");
        }
    }
}
