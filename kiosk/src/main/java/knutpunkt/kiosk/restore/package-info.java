/**
 * Backups, and what a service does that was restored from one: a new epoch, and the revocations taken over that controllers
 * still hold and the backup lacks. Knows the tables of what can be revoked; nothing but the program's root knows it. Start
 * with {@link knutpunkt.kiosk.restore.Restoring} and {@link knutpunkt.kiosk.restore.Revocations}.
 */
@NullMarked
package knutpunkt.kiosk.restore;

import org.jspecify.annotations.NullMarked;
