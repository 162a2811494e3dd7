/**
 * Sends plain letters through the site's mail server. The only one that knows the mail library, and it knows nothing of
 * what the letters say. Start at {@link knutpunkt.kiosk.mail.Post}.
 */
@NullMarked
package knutpunkt.kiosk.mail;

import org.jspecify.annotations.NullMarked;
