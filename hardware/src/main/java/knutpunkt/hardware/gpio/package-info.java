/**
 * A door's parts on the pins of a Raspberry Pi, by Pi4J; on a machine without pins the same classes run over Pi4J's mock.
 * The only package that knows Pi4J. It may not know a door's rules. Start at {@link knutpunkt.hardware.gpio.GpioBoard};
 * what only a real Pi can show is listed in {@code hardware/docs/needs-metal.md}.
 */
@NullMarked
package knutpunkt.hardware.gpio;

import org.jspecify.annotations.NullMarked;
