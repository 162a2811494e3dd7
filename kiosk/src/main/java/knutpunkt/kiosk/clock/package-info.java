/**
 * Whether the machine's clock can be believed, and looking for what is due by it: for whoever writes down or forgets
 * something that cannot be undone. Knows nothing of the other packages. Start at {@link knutpunkt.kiosk.clock.SteadyLook}.
 */
@NullMarked
package knutpunkt.kiosk.clock;

import org.jspecify.annotations.NullMarked;
