/**
 * When doors may open: weekly hours in the site's time zone, and the days that are exceptions to them. Set up with the
 * site and read here; knows no grant. Start at {@link knutpunkt.kiosk.schedules.Schedules}.
 */
@NullMarked
package knutpunkt.kiosk.schedules;

import org.jspecify.annotations.NullMarked;
