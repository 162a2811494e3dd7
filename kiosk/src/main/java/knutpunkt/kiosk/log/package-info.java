/**
 * The site's event log: every record of every journal once, in order, as it was signed, with what is worked out from it
 * in the same transaction. Knows nothing of what the events mean to others. Start at
 * {@link knutpunkt.kiosk.log.EventLog}; the rules of acceptance are in {@link knutpunkt.kiosk.log.BatchCommit}.
 */
@NullMarked
package knutpunkt.kiosk.log;

import org.jspecify.annotations.NullMarked;
