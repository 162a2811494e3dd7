/**
 * The people whom partners vouch for. Names are kept here and shown only as far as their visibility allows; machines know
 * a person's opaque id. Knows no badge and no grant. Start at {@link knutpunkt.kiosk.people.People}.
 */
@NullMarked
package knutpunkt.kiosk.people;

import org.jspecify.annotations.NullMarked;
