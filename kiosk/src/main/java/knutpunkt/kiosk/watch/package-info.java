/**
 * For a technician: shows what travels between a site's controllers and its service, as somebody who only looks on. Nothing
 * else of the service knows of it. Start at {@link knutpunkt.kiosk.watch.Watching}.
 */
@NullMarked
package knutpunkt.kiosk.watch;

import org.jspecify.annotations.NullMarked;
