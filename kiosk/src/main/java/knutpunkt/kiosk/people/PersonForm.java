package knutpunkt.kiosk.people;

import java.util.Optional;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.wire.PersonId;

/**
 * A person as the API shows one.
 *
 * @param name left out for a hidden person, even in the answer to whoever just gave it (invariant I10)
 */
record PersonForm(PersonId id, PartnerId partner, Optional<String> name, Visibility visibility) {
    static PersonForm of(Person person) {
        return new PersonForm(person.id(), person.partner(), person.shownName(), person.visibility());
    }
}
