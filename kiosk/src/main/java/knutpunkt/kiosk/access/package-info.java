/**
 * The site's access list as it grows: every change of the site takes the next revision in an append-only log, in the
 * transaction that made it, and the list in memory follows once that is committed. It knows nothing of people's names or
 * of how a list reaches a controller. Start at {@link knutpunkt.kiosk.access.AccessChanges}.
 */
@NullMarked
package knutpunkt.kiosk.access;

import org.jspecify.annotations.NullMarked;
