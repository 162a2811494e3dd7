/**
 * The plastic: whose it is, what is printed on it, and whether it is blocked. A badge's number comes in, becomes a token
 * and is forgotten; nothing here keeps or prints it. Knows people by their ids, and no grant. Start at
 * {@link knutpunkt.kiosk.badges.Badges}.
 */
@NullMarked
package knutpunkt.kiosk.badges;

import org.jspecify.annotations.NullMarked;
