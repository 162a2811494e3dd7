/**
 * What the doors decide by, kept so that they do it after a reboot with nobody to ask: the access list, how long ago the
 * service confirmed it, and the last known time. It may not know of doors, records or the network: what came from the
 * service is handed in, already verified. Start at {@link knutpunkt.controller.list.AccessListStore}.
 */
@NullMarked
package knutpunkt.controller.list;

import org.jspecify.annotations.NullMarked;
