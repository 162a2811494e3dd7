/**
 * Whether the machine's clock can be believed, for whoever writes down or forgets something by it that cannot be undone.
 * Knows nothing of the other packages.
 */
@NullMarked
package knutpunkt.kiosk.clock;

import org.jspecify.annotations.NullMarked;
