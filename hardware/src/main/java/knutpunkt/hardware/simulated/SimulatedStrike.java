package knutpunkt.hardware.simulated;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.Strike;
import knutpunkt.hardware.StrikeLease;

/** A strike in memory, under the same lease and watchdog as a real one. May be used from any thread. */
public final class SimulatedStrike implements Strike {

    /** What is wrong with the strike. */
    public enum Fault {
        NONE,
        /** The output refuses to be energised. */
        RELEASE_FAILS,
        /** The output, once energised, stays so. */
        SECURE_FAILS,
        /** The output refuses either level. */
        ALL_FAILS,
        /** The output does as told, but the bolt does not move. */
        JAMMED
    }

    private final StrikeLease lease;
    private volatile Fault fault = Fault.NONE;
    private volatile boolean energised;

    SimulatedStrike(LongSupplier nanoClock, Consumer<HardwareFailure> faults) {
        lease = new StrikeLease("simulated", this::set, nanoClock, faults);
    }

    /** Breaks it, or mends it with {@link Fault#NONE}. */
    public void fail(Fault newFault) {
        fault = newFault;
    }

    /** Whether the bolt lets the leaf go now. */
    public boolean isBoltFree() {
        return energised && fault != Fault.JAMMED;
    }

    /** The electric level as it is, whatever the strike believes. */
    public boolean isEnergised() {
        return energised;
    }

    @Override
    public void release() {
        lease.release();
    }

    @Override
    public void renew() {
        lease.renew();
    }

    @Override
    public void secure() {
        lease.secure();
    }

    @Override
    public boolean isReleased() {
        return lease.isReleased();
    }

    @Override
    public void close() {
        lease.close();
    }

    private void set(boolean level) {
        boolean fails = switch (fault) {
            case NONE, JAMMED -> false;
            case RELEASE_FAILS -> level;
            case SECURE_FAILS -> !level;
            case ALL_FAILS -> true;
        };
        if (fails) {
            throw new IllegalStateException("simulated fault " + fault);
        }
        energised = level;
    }
}
