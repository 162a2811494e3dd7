package knutpunkt.kiosk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log as it ships, whatever is written to it. */
class LogsTest {
    private static final String FORGED = "2026-11-22T12:00:00.000Z INFO  Service: all is well";

    private final LoggerContext context = new LoggerContext();
    private ConsoleAppender<ILoggingEvent> console;

    @BeforeEach
    void open() throws Exception {
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(requireNonNull(Logs.class.getResource("/logback.xml")));
        console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    }

    @AfterEach
    void close() {
        context.stop();
    }

    private String line(String message, Throwable thrown) {
        var event = new LoggingEvent(
                LogsTest.class.getName(),
                context.getLogger(LogsTest.class),
                Level.WARN,
                message,
                thrown,
                new Object[0]);
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u001b[2K\r", "\f", "\u0000"})
    void whatWasSentToUsMakesNoLineOfItsOwn(String breaks) {
        String line = line("a topic" + breaks + FORGED, new IllegalStateException("a body" + breaks + FORGED));

        assertThat(line)
                .endsWith("\n")
                .contains("LogsTest: a topic | ")
                .contains("a body | ")
                .contains(" | at knutpunkt.kiosk.LogsTest.");
        assertThat(line.strip().codePoints()).noneMatch(one -> Character.isISOControl(one) || one == 0x2028);
    }

    @Test
    void anOrdinaryLineHasNothingAfterItsMessage() {
        assertThat(line("the service is up", null)).endsWith("WARN  LogsTest: the service is up\n");
    }
}
