package knutpunkt.controller;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log: the console, one line for each entry. Set up in code, for a file of XML makes every start a third of a second longer. */
final class Logging {
    private static final String ONE_LINE = "{'\\s*[\\r\\n]+\\s*',' | '}";

    /** Line breaks in messages and traces become bars, so that nothing that was sent to us can make a line of its own. */
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSZZZZZ} %-5level %logger{0}: %replace(%msg)"
            + ONE_LINE + "%replace(%replace( %rEx{8})" + ONE_LINE + "){'( \\| | )$',''}%nopex%n";

    private static final List<String> QUIET = List.of("com.pi4j", "org.eclipse.paho");

    private Logging() {}

    static void start() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var levels = new LevelChangePropagator();
        levels.setContext(context);
        levels.setResetJUL(true);
        context.addListener(levels);
        levels.start();
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
