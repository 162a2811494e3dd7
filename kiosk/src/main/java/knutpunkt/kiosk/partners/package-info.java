/**
 * The organisations at the site, and how visible their people are unless somebody says otherwise. What they let be seen is theirs to
 * choose. Knows no person and no badge. Start at {@link knutpunkt.kiosk.partners.Partners}.
 */
@NullMarked
package knutpunkt.kiosk.partners;

import org.jspecify.annotations.NullMarked;
