/**
 * A whole site by a clock of its own: the controllers and the service as they are, with their databases, signatures and
 * messages, on machines, disks and a network that fail as real ones do. One seed decides everything, so what went wrong
 * once goes wrong again. Start at {@link knutpunkt.simulation.SimulatedSite}.
 */
@NullMarked
package knutpunkt.simulation;

import org.jspecify.annotations.NullMarked;
