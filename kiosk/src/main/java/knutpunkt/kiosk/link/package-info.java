/**
 * The service's side of the wire: what a controller says is put where it belongs, and every controller is brought to the
 * newest access list, its records are acknowledged, its leases renewed, its commands sent. One loop speaks with each
 * controller, so that a slow one holds up nobody else. Knows what messages mean, not how they travel. Start at
 * {@link knutpunkt.kiosk.link.SiteLink}.
 */
@NullMarked
package knutpunkt.kiosk.link;

import org.jspecify.annotations.NullMarked;
