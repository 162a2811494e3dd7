/**
 * Who is on site: the passages of the log, the night's check-outs and what administrators said, folded person by person, with a
 * confidence and a reason. The fold is pure and what it says is kept in the transaction that commits the records, so that
 * presence always equals a replay of the log from its checkpoint, which moves on when the log forgets. Knows persons only as
 * opaque ids, and partners only to count by. Start at {@link knutpunkt.kiosk.presence.Fold}.
 */
@NullMarked
package knutpunkt.kiosk.presence;

import org.jspecify.annotations.NullMarked;
