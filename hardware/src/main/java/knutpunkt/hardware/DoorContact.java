package knutpunkt.hardware;

import java.util.function.Consumer;

/** Tells whether the door's leaf stands open. Every method may be called from any thread. */
public interface DoorContact extends AutoCloseable {
    /** Where the leaf is; unknown when the contact cannot be read or will not settle. */
    enum Position {
        OPEN,
        CLOSED,
        UNKNOWN
    }

    /** The last settled position; known from the moment the contact was opened, where it can be read at all. */
    Position position();

    /**
     * Hears of each settled change, on the driver's thread: it must only offer. Called once; it is not told the position
     * of the moment, so register first and then ask for {@link #position}. If it throws, that is logged and the next
     * change is told all the same.
     *
     * @throws IllegalStateException if there is a listener already
     */
    void onChange(Consumer<Position> listener);

    /** No change is told after this has returned. */
    @Override
    void close();
}
