/**
 * What a door's parts promise to whoever owns the door, whatever keeps the promise: a Raspberry Pi, a serial line or a simulation.
 */
@NullMarked
package knutpunkt.hardware;

import org.jspecify.annotations.NullMarked;
