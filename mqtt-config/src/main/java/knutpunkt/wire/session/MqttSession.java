package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One party's MQTT 5 session: connects for ever on a thread of its own, the first time too, and subscribes anew each
 * time. Each connection has its number and its will, so Paho's own reconnecting, which keeps the first will, is not
 * used. Sessions start clean and expire at once: what must not be lost is in our journal, and an old session's queue
 * would only deliver what is asked for again. Safe for use by several threads.
 */
public final class MqttSession implements Transport {
    private static final Duration BACKOFF_MIN = Duration.ofMillis(200);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

    /** A connection that held this long was a good one: the next attempt comes at once again. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);

    private final SessionSettings settings;
    private final LongFunction<Optional<Outgoing>> will;
    private final RandomGenerator random;
    private final Inbox inbox;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<Connection> current = Optional.empty();
    private final Thread thread;

    /** The reason last told; only the session's thread looks at it. */
    private String told = "";

    private MqttSession(
            SessionSettings settings, LongFunction<Optional<Outgoing>> will, RandomGenerator random, Inbox inbox) {
        this.settings = requireNonNull(settings, "settings");
        this.will = will;
        this.random = requireNonNull(random, "random");
        this.inbox = new GuardedInbox(inbox);
        this.thread =
                Thread.ofVirtual().name("mqtt-session-" + settings.clientId()).unstarted(this::run);
    }

    /**
     * Starts connecting, and returns at once.
     *
     * @param will for the connection of this number, from 1; every attempt has its own, higher than all before
     */
    public static MqttSession open(
            SessionSettings settings, LongFunction<Outgoing> will, RandomGenerator random, Inbox inbox) {
        requireNonNull(will, "will");
        return start(new MqttSession(settings, number -> Optional.of(will.apply(number)), random, inbox));
    }

    /** The same, without a will. */
    public static MqttSession open(SessionSettings settings, RandomGenerator random, Inbox inbox) {
        return start(new MqttSession(settings, _ -> Optional.empty(), random, inbox));
    }

    private static MqttSession start(MqttSession session) {
        session.thread.start();
        return session;
    }

    private void run() {
        try {
            int failures = 0;
            for (long number = 1; closing.getCount() > 0; number++) {
                boolean steady = connectOnce(number);
                failures = steady ? 0 : failures + 1;
                if (closing.await(backoff(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the connection held long enough to try again quickly once it has broken. The loop's outermost catch. */
    private boolean connectOnce(long number) throws InterruptedException {
        try (var connection = new Connection(settings, inbox)) {
            connection.open(will.apply(number));
            return hold(connection, number);
        } catch (MqttException e) {
            tell(e);
            return false;
        } catch (RuntimeException e) {
            LOG.error("A connection failed as it never should, still trying: a programming error", e);
            return false;
        }
    }

    /** Once for each reason in a row: a broker that is away for a night fills no log. */
    private void tell(MqttException failure) {
        String text = failure.toString();
        if (closing.getCount() > 0 && !text.equals(told)) {
            told = text;
            LOG.warn("The broker [{}] cannot be reached, still trying: {}", settings.broker(), text);
        }
    }

    private boolean hold(Connection connection, long number) throws InterruptedException {
        current = Optional.of(connection);
        told = "";
        LOG.info("Connected to the broker [{}], connection {}", settings.broker(), number);
        inbox.connected(number);
        try {
            boolean steady = !connection.awaitEnd(STEADY);
            connection.awaitEnd();
            return steady;
        } finally {
            current = Optional.empty();
            connection.leave();
            LOG.atLevel(closing.getCount() == 0 ? Level.INFO : Level.WARN)
                    .log("Connection {} to the broker ended: {}", number, connection.reason());
            inbox.disconnected(connection.reason());
        }
    }

    private Duration backoff(int failures) {
        long longest = BACKOFF_MIN.toMillis() << Math.min(failures, Integer.SIZE / 2);
        long bounded = Math.min(longest, BACKOFF_MAX.toMillis());
        return Duration.ofMillis(random.nextLong(bounded / 2, bounded + 1));
    }

    @Override
    public void publish(Outgoing message) {
        current.orElseThrow(() -> new NotDelivered(NotDelivered.Reason.NOT_CONNECTED, message.topic()))
                .publish(message);
    }

    @Override
    public void renew(String reason) {
        current.ifPresent(connection -> connection.end(reason));
    }

    @Override
    public boolean isConnected() {
        return current.filter(Connection::isAlive).isPresent();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
