package knutpunkt.kiosk.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.wire.certificates.KeysUnusable;
import knutpunkt.wire.session.Inbox;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.MqttSession;
import knutpunkt.wire.session.SessionSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A session whose keys became unusable while it runs. */
class UnusableKeysTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(MqttSession.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger dials = new AtomicInteger();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void itIsToldOnceInASentenceHoweverOftenItIsTried() {
        var settings = new SessionSettings(
                "c1",
                URI.create("ssl://localhost:1"),
                Optional.of(() -> {
                    dials.incrementAndGet();
                    throw new KeysUnusable("key file [controller.key] is missing");
                }),
                List.of(),
                SessionSettings.KEEP_ALIVE,
                true);

        try (var session = MqttSession.open(settings, new Random(1), new Deaf())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> dials.get() > 3);
            assertThat(session.isConnected()).isFalse();
        }

        assertThat(log.list).singleElement().satisfies(told -> {
            assertThat(told.getLevel()).isEqualTo(Level.WARN);
            assertThat(told.getFormattedMessage())
                    .contains("[ssl://localhost:1]")
                    .endsWith("key file [controller.key] is missing");
            assertThat(told.getThrowableProxy()).isNull();
        });
    }

    private static final class Deaf implements Inbox {
        @Override
        public void received(Incoming message) {}

        @Override
        public void connected(long connection) {}

        @Override
        public void disconnected(String reason) {}
    }
}
