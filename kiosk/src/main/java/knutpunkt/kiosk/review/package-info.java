/**
 * Looking back: what happened at the doors, and who changed or read what. Whoever reads says what for, and that is kept
 * too. Start at {@link knutpunkt.kiosk.review.LogPages}.
 */
@NullMarked
package knutpunkt.kiosk.review;

import org.jspecify.annotations.NullMarked;
