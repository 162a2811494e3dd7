package knutpunkt.hardware.gpio;

import com.pi4j.io.gpio.digital.PullResistance;

/**
 * The resistor that gives an input a level while its switch does not conduct. It also says which level the switch
 * gives: one that pulls up expects a switch to ground, one that pulls down a switch to 3.3 V.
 */
public enum GpioPull {
    UP,
    DOWN,
    /** The resistor is on the board, to 3.3 V, and the switch goes to ground. */
    EXTERNAL_UP;

    PullResistance resistance() {
        return switch (this) {
            case UP -> PullResistance.PULL_UP;
            case DOWN -> PullResistance.PULL_DOWN;
            case EXTERNAL_UP -> PullResistance.OFF;
        };
    }

    /** Whether the pin is high while the switch conducts. */
    boolean highWhenConducting() {
        return switch (this) {
            case UP, EXTERNAL_UP -> false;
            case DOWN -> true;
        };
    }
}
