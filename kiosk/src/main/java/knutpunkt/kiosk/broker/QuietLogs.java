package knutpunkt.kiosk.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Keeps the broker's own log to what an operator must know. Its audit log would otherwise write a line for every
 * message, with its topic; a level the operator has set by name is left as it is.
 */
final class QuietLogs {
    private static final Map<String, Level> LEVELS = Map.of(
            "org.apache.activemq.audit", Level.OFF,
            "org.apache.activemq", Level.WARN,
            "org.apache.commons.beanutils", Level.WARN,
            "io.netty", Level.WARN);

    private QuietLogs() {}

    static void apply() {
        LEVELS.forEach((name, level) -> {
            if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }
}
