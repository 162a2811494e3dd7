package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.partners.Partner;

/**
 * All that is known and that a wall may need, before anything is left out. It never leaves the service: what a screen
 * gets is what {@link WallRules} makes of it.
 *
 * @param partners every partner, also those with nobody here
 * @param nobodys people on site whom no partner vouches for any longer
 * @param notices those that have begun and not ended, or just so
 * @param happenings what was lately received from doors and concerns a person, newest first
 * @param lastAtADoor when anything was last received from a door
 */
public record WallFacts(
        ZoneId zone,
        WallSettings settings,
        List<PartnerHere> partners,
        long nobodys,
        List<WallState.Door> doors,
        List<Notice> notices,
        List<Happening> happenings,
        Optional<Instant> lastAtADoor) {
    public WallFacts {
        requireNonNull(zone, "zone");
        requireNonNull(settings, "settings");
        partners = List.copyOf(partners);
        doors = List.copyOf(doors);
        notices = List.copyOf(notices);
        happenings = List.copyOf(happenings);
        requireNonNull(lastAtADoor, "lastAtADoor");
    }

    /**
     * A partner and its people on site.
     *
     * @param count all of them
     * @param named those who may be named where the partner allows it, in order
     */
    public record PartnerHere(Partner partner, long count, List<Nameable> named) {
        public PartnerHere {
            requireNonNull(partner, "partner");
            named = List.copyOf(named);
        }
    }

    /**
     * Somebody who may be named for now. Whoever has left is named no more, and counts until they have gone out.
     *
     * @param role the name of the person's group
     * @param until the first moment the person has left; empty for no end
     */
    public record Nameable(String name, Optional<String> role, Optional<Instant> until) {
        public Nameable {
            requireNonNull(name, "name");
            requireNonNull(role, "role");
            requireNonNull(until, "until");
        }

        boolean isNamedAt(Instant now) {
            return until.filter(end -> !now.isBefore(end)).isEmpty();
        }

        /** Without the name. */
        @Override
        public String toString() {
            return "Nameable";
        }
    }

    /**
     * Somebody came in, or was refused.
     *
     * @param at when it was received
     * @param partner of whoever came in; empty for a refusal
     * @param who came in and may be named where the partner allows it
     */
    public record Happening(Instant at, boolean allowed, Optional<PartnerId> partner, Optional<Nameable> who) {
        public Happening {
            requireNonNull(at, "at");
            requireNonNull(partner, "partner");
            requireNonNull(who, "who");
        }
    }

    /** Without its contents, which are names. */
    @Override
    public String toString() {
        return "WallFacts";
    }
}
