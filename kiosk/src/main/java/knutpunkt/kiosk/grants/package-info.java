/**
 * The right itself: a person or a group, doors and groups of doors, hours, and from when until when. Turns all grants that
 * concern a person into what the access list holds of that person, and into plain words. Knows people, schedules and
 * doors; they do not know it, and ask for holders by {@link knutpunkt.kiosk.access.HolderSource}. Start at
 * {@link knutpunkt.kiosk.grants.Holders}.
 */
@NullMarked
package knutpunkt.kiosk.grants;

import org.jspecify.annotations.NullMarked;
