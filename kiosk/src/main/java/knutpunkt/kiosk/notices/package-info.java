/**
 * What partners tell each other on the wall: a line or two that ends by itself. Knows partners and no person. Start at
 * {@link knutpunkt.kiosk.notices.Notice}.
 */
@NullMarked
package knutpunkt.kiosk.notices;

import org.jspecify.annotations.NullMarked;
