/**
 * The screens that may show who is on site: each is a browser that an administrator paired by the code it showed, until
 * it is revoked. Knows nothing of what they show. Start at {@link knutpunkt.kiosk.screens.Screens}.
 */
@NullMarked
package knutpunkt.kiosk.screens;

import org.jspecify.annotations.NullMarked;
