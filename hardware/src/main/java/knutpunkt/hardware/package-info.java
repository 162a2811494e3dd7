/**
 * What a door's parts promise to whoever owns the door, whatever keeps the promise: a Raspberry Pi's pins, a serial line
 * or a simulation. It knows nothing of badges' meaning, of doors' rules or of the network; only the packages below it
 * know a vendor's library. Start at {@link knutpunkt.hardware.Strike} for the lock, {@link
 * knutpunkt.hardware.BadgeReader} for what comes in.
 */
@NullMarked
package knutpunkt.hardware;

import org.jspecify.annotations.NullMarked;
