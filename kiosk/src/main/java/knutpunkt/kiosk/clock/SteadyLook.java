package knutpunkt.kiosk.clock;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every minute whether there is something to do, once the clock has gone evenly for a few of them. A look that fails is
 * told, and made again a minute later.
 */
public final class SteadyLook implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration END_WAIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(SteadyLook.class);

    private final String name;
    private final SteadyClock steady;
    private final Runnable look;
    private final Loop loop;

    private SteadyLook(String name, Loops loops, InstantSource clock, LongSupplier nanoClock, Runnable look) {
        this.name = name;
        this.steady = new SteadyClock(clock, nanoClock);
        this.look = look;
        this.loop = loops.loop(name, Loops.Weight.LIGHT, this::turn);
    }

    /**
     * Begins to look.
     *
     * @param name of the loop, and of what fails
     * @param nanoClock monotonic, to tell whether the other goes evenly
     * @param look called by one thread
     */
    public static SteadyLook start(
            String name, Loops loops, InstantSource clock, LongSupplier nanoClock, Runnable look) {
        var looking = new SteadyLook(name, loops, clock, nanoClock, look);
        looking.loop.start();
        return looking;
    }

    /** The loop's one outermost catch: a disk that fails now must not stop it for ever. */
    private Rest turn() {
        try {
            if (steady.isSteady()) {
                look.run();
            }
        } catch (RuntimeException e) {
            LOG.error("{} failed, and is tried again in a minute", name, e);
        }
        return Rest.upTo(EVERY);
    }

    /** Waits a moment for a look that is under way. */
    @Override
    public void close() {
        loop.end();
        try {
            loop.awaitEnd(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
