package knutpunkt.hardware.simulated;

import knutpunkt.hardware.ExitButton;
import knutpunkt.hardware.OneListener;

/** An exit button in memory. A press is told on the pressing thread, before {@link #press} returns. */
public final class SimulatedExitButton implements ExitButton {
    private final OneListener<Runnable> listener = new OneListener<>("exit button [simulated]");
    private volatile boolean broken;

    SimulatedExitButton() {}

    /** Presses it and lets it go. */
    public void press() {
        if (!broken) {
            listener.tell(Runnable::run);
        }
    }

    /** A broken button does nothing when pressed. */
    public void breakWire(boolean newBroken) {
        broken = newBroken;
    }

    @Override
    public void onPress(Runnable newListener) {
        listener.set(newListener);
    }

    @Override
    public void close() {
        listener.silence();
    }
}
