/**
 * Names that say nothing, for what stays within the service, and how fresh ones are made. What goes on the wire has its
 * ids in {@code knutpunkt.wire}. Start at {@link knutpunkt.kiosk.ids.OpaqueIds}.
 */
@NullMarked
package knutpunkt.kiosk.ids;

import org.jspecify.annotations.NullMarked;
