package knutpunkt.controller.run;

import java.util.function.Consumer;
import knutpunkt.hardware.DoorContact;

/** A contact that tests move. */
final class FakeContact implements DoorContact {
    private volatile Position position = Position.CLOSED;
    private volatile Consumer<Position> listener = _ -> {};
    boolean closed;

    /** What it says when asked, without telling anybody. */
    void stand(Position now) {
        position = now;
    }

    void move(Position now) {
        position = now;
        listener.accept(now);
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void onChange(Consumer<Position> newListener) {
        listener = newListener;
    }

    @Override
    public void close() {
        closed = true;
    }
}
