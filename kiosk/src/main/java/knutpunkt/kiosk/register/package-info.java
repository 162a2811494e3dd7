/**
 * The register that administrators look after: people with their badges, from the first day to the last. Brings people,
 * badges, doors and what may be done together on pages; the rules are theirs. Start at
 * {@link knutpunkt.kiosk.register.PeoplePages}.
 */
@NullMarked
package knutpunkt.kiosk.register;

import org.jspecify.annotations.NullMarked;
