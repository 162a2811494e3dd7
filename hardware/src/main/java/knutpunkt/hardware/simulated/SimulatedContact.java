package knutpunkt.hardware.simulated;

import java.util.function.Consumer;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.OneListener;

/**
 * A door contact in memory. A change is told on the thread that moves the leaf, before {@link #move} returns. May be used
 * from any thread.
 */
public final class SimulatedContact implements DoorContact {
    private final OneListener<Consumer<Position>> listener = new OneListener<>("contact [simulated]");
    private Position leaf = Position.CLOSED;
    private Position told = Position.CLOSED;
    private boolean stuck;

    SimulatedContact() {}

    /** Moves the leaf; unknown means that the contact's wire is cut. */
    public synchronized void move(Position position) {
        leaf = position;
        tellIfChanged();
    }

    /** A stuck contact goes on saying what it said; one that comes loose tells the truth at once. */
    public synchronized void stick(boolean newStuck) {
        stuck = newStuck;
        tellIfChanged();
    }

    @Override
    public synchronized Position position() {
        return told;
    }

    @Override
    public void onChange(Consumer<Position> newListener) {
        listener.set(newListener);
    }

    @Override
    public void close() {
        listener.silence();
    }

    private void tellIfChanged() {
        if (stuck || told == leaf) {
            return;
        }
        told = leaf;
        var position = told;
        listener.tell(someone -> someone.accept(position));
    }
}
