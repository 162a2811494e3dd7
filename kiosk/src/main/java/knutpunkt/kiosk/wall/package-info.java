/**
 * The screens on the walls: what each may show, the page that shows it, and the stream that keeps it true. What is left
 * out is left out here, by pure rules, before anything is sent. It says so when what it shows may be old. Is handed what
 * is known and knows nothing of where it comes from. Start at {@link knutpunkt.kiosk.wall.WallRules}.
 */
@NullMarked
package knutpunkt.kiosk.wall;

import org.jspecify.annotations.NullMarked;
