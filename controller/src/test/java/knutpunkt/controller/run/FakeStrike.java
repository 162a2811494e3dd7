package knutpunkt.controller.run;

import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.Strike;

/** A strike that obeys, until it does not. */
final class FakeStrike implements Strike {
    private boolean released;
    boolean refusesToRelease;
    boolean refusesToSecure;
    RuntimeException thrown;
    int renewals;
    int releases;
    boolean closed;

    @Override
    public synchronized void release() {
        if (thrown != null) {
            throw thrown;
        }
        if (refusesToRelease) {
            throw new HardwareFailure("gpio 17 does not take the level");
        }
        releases++;
        released = true;
    }

    @Override
    public synchronized void renew() {
        renewals++;
    }

    @Override
    public synchronized void secure() {
        if (refusesToSecure) {
            throw new HardwareFailure("gpio 17 does not take the level");
        }
        released = false;
    }

    @Override
    public synchronized boolean isReleased() {
        return released;
    }

    @Override
    public synchronized void close() {
        released = false;
        closed = true;
    }
}
