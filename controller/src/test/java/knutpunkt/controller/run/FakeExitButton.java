package knutpunkt.controller.run;

import knutpunkt.hardware.ExitButton;

/** A button that tests press. */
final class FakeExitButton implements ExitButton {
    private volatile Runnable listener = () -> {};
    boolean closed;

    void press() {
        listener.run();
    }

    @Override
    public void onPress(Runnable newListener) {
        listener = newListener;
    }

    @Override
    public void close() {
        closed = true;
    }
}
