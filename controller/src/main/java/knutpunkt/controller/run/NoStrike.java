package knutpunkt.controller.run;

import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.Strike;

/** What a check-in point has for a strike: nothing that could be released. */
final class NoStrike implements Strike {
    @Override
    public void release() {
        throw new HardwareFailure("a check-in point opens nothing");
    }

    @Override
    public void renew() {
        // There is nothing to keep released.
    }

    @Override
    public void secure() {
        // It is secured.
    }

    @Override
    public boolean isReleased() {
        return false;
    }

    @Override
    public void close() {
        // There is nothing to let go of.
    }
}
