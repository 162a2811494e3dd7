package knutpunkt.hardware.gpio;

import java.util.function.Consumer;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.OneListener;

/**
 * A door contact on an input pin. A normally closed one conducts while the door is closed, so a cut wire reads as an open
 * door; prefer it.
 */
public final class GpioContact implements DoorContact {
    private final GpioInput input;
    private final boolean normallyClosed;
    private final OneListener<Consumer<Position>> listener;

    GpioContact(GpioInput input, boolean normallyClosed) {
        this.input = input;
        this.normallyClosed = normallyClosed;
        this.listener = new OneListener<>("contact [gpio " + input.pin() + "]");
        input.onChange(level -> listener.tell(someone -> someone.accept(positionAt(level))));
    }

    public int pin() {
        return input.pin();
    }

    @Override
    public Position position() {
        return positionAt(input.level());
    }

    @Override
    public void onChange(Consumer<Position> newListener) {
        listener.set(newListener);
    }

    @Override
    public void close() {
        input.close();
        listener.silence();
    }

    /** Whether the pin is high while the leaf stands open. */
    boolean isHighWhenOpen() {
        return input.levelOf(!normallyClosed) == Level.HIGH;
    }

    private Position positionAt(Level level) {
        return switch (level) {
            case UNKNOWN -> Position.UNKNOWN;
            case HIGH -> isHighWhenOpen() ? Position.OPEN : Position.CLOSED;
            case LOW -> isHighWhenOpen() ? Position.CLOSED : Position.OPEN;
        };
    }
}
