package knutpunkt.wire.session;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.broker.BrokerLimits;
import knutpunkt.wire.session.NotDelivered.Reason;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, from CONNECT to its end, with a Paho client of its own: nothing of one leaks into the next. */
final class Connection implements AutoCloseable {
    /** Below every broker's receive maximum that we know; more gains nothing, as the reply takes 1 ms. */
    static final int IN_FLIGHT_MAX = 10;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final Duration LOOKED_AT = Duration.ofSeconds(5);
    private static final long WILL_DELAY_SECONDS = 1;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int ERROR_CODES_FROM = 128;
    private static final long AT_ONCE_MILLIS = 100;
    private static final int REPLAY = 0;
    private static final int NO_REPLAY = 2;

    private static final String STILL_OPEN = "";
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final String SIGNATURE = "jws";

    /** Kept, because the logging API forgets the level of a logger nobody holds. */
    private static final java.util.logging.Logger PAHO = java.util.logging.Logger.getLogger("org.eclipse.paho");

    static {
        // All it says reaches us as an exception or a reason as well, and we say it once, without a stack trace.
        PAHO.setLevel(java.util.logging.Level.OFF);
    }

    private final SessionSettings settings;
    private final Inbox inbox;
    private final MqttAsyncClient client;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile String reason = STILL_OPEN;
    private volatile boolean givenUp;
    private final InFlight inFlight = new InFlight(IN_FLIGHT_MAX);

    Connection(SessionSettings settings, URI broker, Inbox inbox) throws MqttException {
        this.settings = settings;
        this.inbox = inbox;
        this.client = new MqttAsyncClient(broker.toString(), settings.clientId(), new MemoryPersistence());
    }

    /** Connects and subscribes; returns only when both are confirmed. */
    void open(Optional<Outgoing> will) throws MqttException {
        client.setCallback(new Callbacks());
        client.connect(options(will)).waitForCompletion(TIMEOUT.toMillis());
        subscribe();
    }

    private MqttConnectionOptions options(Optional<Outgoing> will) {
        var options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
        options.setConnectionTimeout((int) CONNECT_TIMEOUT.toSeconds());
        options.setMaximumPacketSize((long) BrokerLimits.PACKET_BYTES);
        options.setReceiveMaximum(IN_FLIGHT_MAX);
        options.setHttpsHostnameVerificationEnabled(true);
        options.setSocketFactory(Sockets.of(settings));
        will.ifPresent(message -> {
            options.setWill(message.topic(), message(message));
            var properties = properties(message);
            properties.setWillDelayInterval(WILL_DELAY_SECONDS);
            options.setWillMessageProperties(properties);
        });
        return options;
    }

    private void subscribe() throws MqttException {
        MqttSubscription[] wanted = settings.subscriptions().stream()
                .map(subscription -> {
                    var asked = new MqttSubscription(subscription.filter(), subscription.qos());
                    asked.setRetainAsPublished(true);
                    asked.setRetainHandling(subscription.replayRetained() ? REPLAY : NO_REPLAY);
                    return asked;
                })
                .toArray(MqttSubscription[]::new);
        if (wanted.length == 0) {
            return;
        }
        IMqttToken token = client.subscribe(wanted);
        token.waitForCompletion(TIMEOUT.toMillis());
        for (int code : token.getReasonCodes()) {
            if (code >= ERROR_CODES_FROM) {
                throw new MqttException(code);
            }
        }
    }

    /** Waits until it has ended; false when it still lives after this long. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until it has ended, and looks now and then, lest an end that nobody told us of keeps us waiting for ever. */
    void awaitEnd() throws InterruptedException {
        while (!awaitEnd(LOOKED_AT)) {
            if (!client.isConnected()) {
                end("the connection was gone");
            }
        }
    }

    String reason() {
        return reason;
    }

    boolean isAlive() {
        return ended.getCount() > 0 && client.isConnected();
    }

    /** Publishes, and waits for the broker's answer. */
    void publish(Outgoing message) {
        try {
            switch (inFlight.enter(TIMEOUT.toMillis())) {
                case ENTERED -> publishEntered(message);
                case TIMED_OUT -> throw new NotDelivered(Reason.TIMED_OUT, message.topic());
                case ENDED -> throw new NotDelivered(Reason.NOT_CONNECTED, message.topic());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new NotDelivered(Reason.INTERRUPTED, message.topic());
        }
    }

    private void publishEntered(Outgoing message) throws InterruptedException {
        var answer = new Answer(inFlight);
        try {
            client.publish(message.topic(), message(message), null, answer);
        } catch (MqttException e) {
            answer.onFailure(null, e);
        }
        answer.await(message.topic(), TIMEOUT);
    }

    private static MqttMessage message(Outgoing outgoing) {
        var message = new MqttMessage(outgoing.payload());
        message.setQos(outgoing.qos());
        message.setRetained(outgoing.retained());
        message.setProperties(properties(outgoing));
        return message;
    }

    private static MqttProperties properties(Outgoing outgoing) {
        var properties = new MqttProperties();
        outgoing.jws().ifPresent(jws -> properties.setUserProperties(List.of(new UserProperty(SIGNATURE, jws))));
        outgoing.expiry().ifPresent(expiry -> properties.setMessageExpiryInterval(expiry.toSeconds()));
        return properties;
    }

    /** Ends it though it stands. No goodbye is said: the will is true, for what is kept at that broker is no longer so. */
    void giveUp(String why) {
        givenUp = true;
        end(why);
    }

    /** Whether it was given up, and did not break. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Says goodbye where there is still somebody to say it to, so that the broker drops the will. */
    void leave() {
        end("closed by us");
        if (client.isConnected() && !givenUp) {
            try {
                client.disconnect(0).waitForCompletion(GOODBYE.toMillis());
            } catch (MqttException e) {
                LOG.debug("No goodbye was said: {}", e.toString());
            }
        }
    }

    /** Ends it however it stands, and its threads. */
    @Override
    public void close() throws MqttException {
        leave();
        if (client.isConnected()) {
            client.disconnectForcibly(0, AT_ONCE_MILLIS, false);
        }
        client.close(true);
    }

    /** The first reason is the true one; what follows comes of it. */
    synchronized void end(String why) {
        if (reason.equals(STILL_OPEN)) {
            reason = why;
        }
        ended.countDown();
        inFlight.end();
    }

    private final class Callbacks implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            end(reasonOf(response));
        }

        /** A broker that says goodbye gives a code; a line that broke gives an exception. */
        private static String reasonOf(MqttDisconnectResponse response) {
            if (response.getReturnCode() == MqttReturnCode.RETURN_CODE_SESSION_TAKEN_OVER) {
                return Inbox.TAKEN_OVER;
            }
            return response.getException() == null
                    ? "the broker disconnected us with reason code " + response.getReturnCode()
                    : response.getException().toString();
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            inbox.received(new Incoming(
                    topic, message.getPayload(), signature(message), message.getQos(), message.isRetained()));
        }

        private static Optional<String> signature(MqttMessage message) {
            return Optional.ofNullable(message.getProperties()).stream()
                    .flatMap(properties -> properties.getUserProperties().stream())
                    .filter(property -> property.getKey().equals(SIGNATURE))
                    .map(UserProperty::getValue)
                    .findFirst();
        }

        @Override
        public void mqttErrorOccurred(MqttException e) {
            LOG.warn("MQTT error: {}", e.toString());
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // each publish has its own listener
        }

        @Override
        public void connectComplete(boolean reconnect, String server) {
            // open() waits for it
        }

        @Override
        public void authPacketArrived(int code, MqttProperties properties) {
            // certificates say who is who
        }
    }
}
