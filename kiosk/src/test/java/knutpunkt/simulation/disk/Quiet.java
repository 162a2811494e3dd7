package knutpunkt.simulation.disk;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps what our programs say of a power cut out of the tests' output, where thousands of them would be told. */
public final class Quiet implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("knutpunkt");
    private final @Nullable Level before = logger.getLevel();

    private Quiet() {
        logger.setLevel(Level.OFF);
    }

    public static Quiet logs() {
        return new Quiet();
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
