/**
 * How many different people were on site, hour by hour: counts only, never a person, and no count under three. Knows
 * stays, partners by their ids, and words. Start at {@link knutpunkt.kiosk.occupancy.Occupancy}.
 */
@NullMarked
package knutpunkt.kiosk.occupancy;

import org.jspecify.annotations.NullMarked;
