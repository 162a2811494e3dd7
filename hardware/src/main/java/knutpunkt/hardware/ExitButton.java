package knutpunkt.hardware;

/**
 * The request-to-exit button or sensor (REX). It asks; leaving itself is a matter of the mechanical handle and of wiring.
 */
public interface ExitButton extends AutoCloseable {

    /**
     * Hears of each press, once however long it is held, on the driver's thread: it must only offer. A button that is
     * held when the driver starts was not pressed: a shorted wire must not release a door at boot. Called once. If it
     * throws, that is logged and the next press is told all the same.
     *
     * @throws IllegalStateException if there is a listener already
     */
    void onPress(Runnable listener);

    /** No press is told after this has returned. */
    @Override
    void close();
}
