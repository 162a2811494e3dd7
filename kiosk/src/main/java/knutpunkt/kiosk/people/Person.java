package knutpunkt.kiosk.people;

import static java.util.Objects.requireNonNull;

import knutpunkt.kiosk.partners.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.wire.PersonId;

/** Somebody a partner vouches for. */
public record Person(PersonId id, PartnerId partner, String name, Visibility visibility) {
    public Person {
        requireNonNull(id, "id");
        requireNonNull(partner, "partner");
        requireNonNull(name, "name");
        requireNonNull(visibility, "visibility");
    }

    /** Without the name: a person is put into messages and logs by mistake sooner or later. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
