/**
 * When doors may open: weekly hours in the site's time zone, and the days that are exceptions to them. Its pages edit
 * both; knows no grant but counts those that name a schedule. The only one to know the library of holidays. Start at
 * {@link knutpunkt.kiosk.schedules.Schedules}.
 */
@NullMarked
package knutpunkt.kiosk.schedules;

import org.jspecify.annotations.NullMarked;
