/**
 * Somebody leaves, or a whole partner does: all that they could do ends in one step, and nothing that a door or an
 * evacuation needs to know is forgotten with it. Start at {@link knutpunkt.kiosk.leaving.Leaving}.
 */
@NullMarked
package knutpunkt.kiosk.leaving;

import org.jspecify.annotations.NullMarked;
