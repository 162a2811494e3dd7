/**
 * The screen on the wall: its page, its words in two languages, and the stream that keeps it true. It shows counts, never
 * names, and says so when what it shows may be old. Knows nothing of where the numbers come from. Start at
 * {@link knutpunkt.kiosk.wall.WallStream}.
 */
@NullMarked
package knutpunkt.kiosk.wall;

import org.jspecify.annotations.NullMarked;
