/**
 * Where the threads live: one loop owns each door and its parts, turns readings into decisions, and carries out what the
 * door's rules ask for. It may not know of the network. Start at {@link knutpunkt.controller.run.DoorLoop}.
 */
@NullMarked
package knutpunkt.controller.run;

import org.jspecify.annotations.NullMarked;
