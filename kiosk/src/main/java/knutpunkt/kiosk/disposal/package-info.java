/**
 * Forgetting, as the law demands and as soon as somebody has decided it: salt and body of records whose time is over go,
 * their headers and hashes stay, and the service's own journal tells which went. Knows nothing of what is worked out from
 * records; whoever works something out is asked first ({@link knutpunkt.kiosk.log.BeforeDisposal}). Start at
 * {@link knutpunkt.kiosk.disposal.Disposal}.
 */
@NullMarked
package knutpunkt.kiosk.disposal;

import org.jspecify.annotations.NullMarked;
