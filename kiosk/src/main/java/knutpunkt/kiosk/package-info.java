/**
 * The site's service: the composition root of the process that keeps people and grants and shows the wall.
 */
@NullMarked
package knutpunkt.kiosk;

import org.jspecify.annotations.NullMarked;
