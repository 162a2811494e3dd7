/**
 * The right itself: a person, doors, hours, and from when until when. Turns all of a person's grants into what the access
 * list holds of that person. Knows people, schedules and doors by their ids. Start at
 * {@link knutpunkt.kiosk.grants.Grants}.
 */
@NullMarked
package knutpunkt.kiosk.grants;

import org.jspecify.annotations.NullMarked;
