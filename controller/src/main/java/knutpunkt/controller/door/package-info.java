/**
 * The rules of one door, pure: no clock, no hardware, no journal, no logging. What happened goes in as a {@link
 * knutpunkt.controller.door.Signal}, what is to be done comes out as {@link knutpunkt.controller.door.Effect}s. Whoever
 * runs a door carries the effects out, in order. Start at {@link knutpunkt.controller.door.Door#step}.
 */
@NullMarked
package knutpunkt.controller.door;

import org.jspecify.annotations.NullMarked;
