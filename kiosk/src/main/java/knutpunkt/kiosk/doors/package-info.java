/**
 * Controllers, their doors and points: which there are, whether they are heard from, how the doors are, and which
 * revisions of the access list they have confirmed. Knows nothing of what a list says, and sends nothing itself. Start at
 * {@link knutpunkt.kiosk.doors.Doors}.
 */
@NullMarked
package knutpunkt.kiosk.doors;

import org.jspecify.annotations.NullMarked;
