/**
 * A door's parts kept in memory, with faults that can be asked for. They pass the same contract tests as the real ones,
 * so whatever owns a door cannot tell them apart. It may know nothing but the ports. Start at {@link
 * knutpunkt.hardware.simulated.SimulatedDoor}.
 */
@NullMarked
package knutpunkt.hardware.simulated;

import org.jspecify.annotations.NullMarked;
