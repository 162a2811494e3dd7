/**
 * The keys that change while the site runs: controllers' certificates, the site's authority, the keys everybody signs by.
 * What each controller has is kept in the database; a change goes on by itself as soon as everybody concerned is ready for
 * it. Start at {@link knutpunkt.kiosk.keys.KeyRounds}.
 */
@NullMarked
package knutpunkt.kiosk.keys;

import org.jspecify.annotations.NullMarked;
