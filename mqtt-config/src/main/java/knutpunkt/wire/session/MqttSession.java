package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import knutpunkt.wire.certificates.KeysUnusable;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One party's MQTT 5 session: connects for ever on a thread of its own, the first time too, to the first of its brokers
 * that works, and subscribes anew each time. Each connection has its number and its will, so Paho's own reconnecting, which keeps the first will, is not
 * used. Sessions start clean and expire at once: what must not be lost is in our journal, and an old session's queue
 * would only deliver what is asked for again. Safe for use by several threads.
 */
public final class MqttSession implements Transport {
    /** A connection that held this long was a good one: its broker is the first to be tried again, and soon. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);

    private final SessionSettings settings;
    private final LongFunction<Optional<Outgoing>> will;
    private final Round round;
    private final Inbox inbox;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<Connection> current = Optional.empty();
    private final Thread thread;

    /** The reason last told of each broker; only the session's thread looks at it. */
    private final Map<URI, String> told = new HashMap<>();

    private MqttSession(
            SessionSettings settings, LongFunction<Optional<Outgoing>> will, RandomGenerator random, Inbox inbox) {
        this.settings = requireNonNull(settings, "settings");
        this.will = will;
        this.round = new Round(settings.brokers().size(), requireNonNull(random, "random"));
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
            for (long number = 1; closing.getCount() > 0; number++) {
                Round.Ending ending = connectOnce(settings.brokers().get(round.current()), number);
                if (closing.await(round.after(ending).toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** From dialling to the connection's end. The loop's outermost catch. */
    private Round.Ending connectOnce(URI broker, long number) throws InterruptedException {
        try (var connection = new Connection(settings, broker, inbox)) {
            connection.open(will.apply(number));
            return hold(connection, broker, number);
        } catch (MqttException e) {
            tell(broker, e.toString());
            return Round.Ending.FAILED;
        } catch (KeysUnusable e) {
            tell(broker, String.valueOf(e.getMessage()));
            return Round.Ending.FAILED;
        } catch (RuntimeException e) {
            LOG.error("A connection failed as it never should, still trying: a programming error", e);
            return Round.Ending.FAILED;
        }
    }

    /** Once for each reason in a row: a broker that is away for a night fills no log. */
    private void tell(URI broker, String text) {
        if (closing.getCount() > 0 && !text.equals(told.put(broker, text))) {
            LOG.warn("The broker [{}] cannot be reached, still trying: {}", broker, text);
        }
    }

    private Round.Ending hold(Connection connection, URI broker, long number) throws InterruptedException {
        current = Optional.of(connection);
        told.clear();
        LOG.info("Connected to the broker [{}], connection {}", broker, number);
        inbox.connected(number);
        try {
            boolean steady = !connection.awaitEnd(STEADY);
            connection.awaitEnd();
            if (connection.isGivenUp()) {
                return Round.Ending.GIVEN_UP;
            }
            return steady ? Round.Ending.BROKE : Round.Ending.FAILED;
        } finally {
            current = Optional.empty();
            connection.leave();
            LOG.atLevel(closing.getCount() == 0 ? Level.INFO : Level.WARN)
                    .log("Connection {} to the broker [{}] ended: {}", number, broker, connection.reason());
            inbox.disconnected(connection.reason());
        }
    }

    @Override
    public void publish(Outgoing message) {
        current.orElseThrow(() -> new NotDelivered(NotDelivered.Reason.NOT_CONNECTED, message.topic()))
                .publish(message);
    }

    @Override
    public void renew(String reason) {
        current.ifPresent(connection -> connection.giveUp(reason));
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
