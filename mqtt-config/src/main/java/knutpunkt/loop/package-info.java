/**
 * How work goes on without an end: in turns, each of which does what is there and waits for nothing. Who takes the turns,
 * a thread or a test with a clock of its own, is decided outside. Start at {@link knutpunkt.loop.Loop}.
 */
@NullMarked
package knutpunkt.loop;

import org.jspecify.annotations.NullMarked;
