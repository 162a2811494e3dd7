/**
 * Who may use the admin pages, and for what: accounts, sign-in, sessions, the one table of roles, and the way every page
 * is reached through it. Knows no feature; features bring their pages and say which act each of them is. Start at
 * {@link knutpunkt.kiosk.admin.Act}.
 */
@NullMarked
package knutpunkt.kiosk.admin;

import org.jspecify.annotations.NullMarked;
