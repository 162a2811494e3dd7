/**
 * Controllers, their doors and points: which there are, whether they are heard from, how the doors are, and which
 * revisions of the access list they have confirmed; and doors that are released by command. Knows nothing of what a list
 * says, and sends nothing itself: the way to the controllers is plugged in. Start at
 * {@link knutpunkt.kiosk.doors.Doors}.
 */
@NullMarked
package knutpunkt.kiosk.doors;

import org.jspecify.annotations.NullMarked;
