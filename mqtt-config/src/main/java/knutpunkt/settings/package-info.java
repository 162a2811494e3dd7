/**
 * How a program of ours is told what to be, and how it starts and stops: settings files read once and whole, with unknown
 * keys refused by name and line, one sentence for whoever must mend them, and parts closed in reverse order. Knows
 * nothing of what the settings mean. Start at {@link knutpunkt.settings.Section}.
 */
@NullMarked
package knutpunkt.settings;

import org.jspecify.annotations.NullMarked;
