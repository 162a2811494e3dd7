package knutpunkt.kiosk.imports;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.register.PersonForm;
import knutpunkt.wire.PersonId;

/**
 * What would come of one row.
 *
 * @param number of the file's line
 * @param cells what it says, as it was typed
 * @param wanted empty where there is a mistake, as is the partner
 */
record Row(
        long number,
        Map<Column, String> cells,
        Set<Mistake> mistakes,
        Optional<PartnerId> partner,
        Optional<PersonForm> wanted,
        Optional<Twin> twin) {
    Row {
        cells = Map.copyOf(cells);
        mistakes = mistakes.isEmpty() ? Set.of() : EnumSet.copyOf(mistakes);
        requireNonNull(twin, "twin");
        if (mistakes.isEmpty() && (partner.isEmpty() || wanted.isEmpty())) {
            throw new IllegalArgumentException("row [" + number + "] must be somebody, or have a mistake");
        }
    }

    boolean isMistaken() {
        return !mistakes.isEmpty();
    }

    /** Whom it would add. */
    Person person(PersonId id) {
        return wanted.orElseThrow().fresh(id, partner.orElseThrow());
    }

    /** Without its cells, which are names. */
    @Override
    public String toString() {
        return "Row[" + number + ", " + mistakes + "]";
    }
}
