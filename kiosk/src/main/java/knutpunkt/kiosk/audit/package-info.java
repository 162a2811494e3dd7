/**
 * Who changed what, with before and after, and who read what for which purpose. Lines are written in the transaction of
 * the change and never altered; they hold opaque ids and no name, badge number or key. Knows nothing of what it notes.
 * Start at {@link knutpunkt.kiosk.audit.Audit}.
 */
@NullMarked
package knutpunkt.kiosk.audit;

import org.jspecify.annotations.NullMarked;
