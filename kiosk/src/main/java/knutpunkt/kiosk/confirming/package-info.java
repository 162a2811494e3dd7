/**
 * Asks each partner once a week whether its people are still right, warns who does not answer, and then lets nobody of it
 * in until somebody says yes. The rule is pure. Start at {@link knutpunkt.kiosk.confirming.Step}.
 */
@NullMarked
package knutpunkt.kiosk.confirming;

import org.jspecify.annotations.NullMarked;
