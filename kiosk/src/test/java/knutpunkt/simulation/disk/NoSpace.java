package knutpunkt.simulation.disk;

import java.io.IOException;

/** The disk is full. */
final class NoSpace extends IOException {
    private static final long serialVersionUID = 1;

    NoSpace(String file) {
        super("[" + file + "] cannot grow: No space left on device");
    }
}
