package knutpunkt.settings;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Keeps a program running until it is asked to stop. */
public final class UntilStopped {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Optional<AutoCloseable> running = Optional.empty();

    private UntilStopped() {}

    /**
     * Starts, waits for the signal to stop, and closes. A signal that comes during the start takes effect at its end, so
     * that nothing is left half open; one that came before has nothing to close, and nothing is started.
     *
     * @param start opens everything, or throws with nothing left open
     */
    public static void run(Supplier<? extends AutoCloseable> start) throws InterruptedException {
        var program = new UntilStopped();
        try {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(program::stop));
        } catch (IllegalStateException _) {
            return; // The virtual machine is stopping already.
        }
        program.start(start);
        program.stopped.await();
    }

    private synchronized void start(Supplier<? extends AutoCloseable> start) {
        running = Optional.of(start.get());
    }

    private synchronized void stop() {
        var closing = new Closing();
        running.ifPresent(closing::add);
        closing.close();
        stopped.countDown();
    }
}
