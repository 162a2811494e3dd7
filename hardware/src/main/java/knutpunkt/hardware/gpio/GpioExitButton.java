package knutpunkt.hardware.gpio;

import knutpunkt.hardware.ExitButton;
import knutpunkt.hardware.OneListener;

/** A request-to-exit button on an input pin, normally open. It must be let go once before it can be pressed. */
public final class GpioExitButton implements ExitButton {
    private final GpioInput input;
    private final OneListener<Runnable> listener;
    private boolean letGo; // only the input thread touches it, after construction

    GpioExitButton(GpioInput input) {
        this.input = input;
        this.listener = new OneListener<>("exit button [gpio " + input.pin() + "]");
        this.letGo = input.level() == input.levelOf(false);
        input.onChange(this::changed);
    }

    public int pin() {
        return input.pin();
    }

    @Override
    public void onPress(Runnable newListener) {
        listener.set(newListener);
    }

    @Override
    public void close() {
        input.close();
        listener.silence();
    }

    boolean isPressed() {
        return input.level() == input.levelOf(true);
    }

    /** Whether the pin is high while the button is pressed. */
    boolean isHighWhenPressed() {
        return input.levelOf(true) == Level.HIGH;
    }

    private void changed(Level level) {
        if (level == input.levelOf(false)) {
            letGo = true;
        } else if (letGo && level == input.levelOf(true)) {
            letGo = false;
            listener.tell(Runnable::run);
        }
    }
}
