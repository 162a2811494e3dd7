package knutpunkt.kiosk.people;

import static java.util.Objects.requireNonNull;

import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;

/** People of one partner who may do the same. */
public record Group(GroupId id, PartnerId partner, String name) {
    public Group {
        requireNonNull(id, "id");
        requireNonNull(partner, "partner");
        requireNonNull(name, "name");
    }
}
