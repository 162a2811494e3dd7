package knutpunkt.wire.session;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A client that tries whatever a test wants of a broker, and tells the broker's reason code for each. */
public final class RawClient implements AutoCloseable {
    /** No answer came: the broker closed the connection or stayed silent. */
    public static final int NO_ANSWER = 1_000;

    private static final long TIMEOUT_MILLIS = 15_000;

    private final MqttAsyncClient client;
    private final List<String> received = new CopyOnWriteArrayList<>();

    private RawClient(MqttAsyncClient client) {
        this.client = client;
    }

    /** Connects; empty when the broker refuses. The will, if any, is on this topic. */
    public static Optional<RawClient> connect(URI broker, String clientId, SSLContext tls, Optional<String> willTopic) {
        try {
            var raw = new RawClient(new MqttAsyncClient(broker.toString(), clientId, new MemoryPersistence()));
            var options = new MqttConnectionOptions();
            options.setCleanStart(true);
            options.setAutomaticReconnect(false);
            options.setSocketFactory(Sockets.of(new SessionSettings(
                    clientId, broker, Optional.of(() -> tls), List.of(), SessionSettings.KEEP_ALIVE, true)));
            willTopic.ifPresent(topic -> options.setWill(topic, new MqttMessage(new byte[] {1})));
            raw.client.setCallback(raw.new Callbacks());
            try {
                raw.client.connect(options).waitForCompletion(TIMEOUT_MILLIS);
                return Optional.of(raw);
            } catch (MqttException _) {
                raw.client.close(true);
                return Optional.empty();
            }
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code of the broker's SUBACK: below 128 is granted. */
    public int subscribe(String filter) {
        var subscription = new MqttSubscription(filter, 1);
        subscription.setRetainAsPublished(true);
        return code(done -> client.subscribe(new MqttSubscription[] {subscription}, null, done, new MqttProperties()));
    }

    /** The code of the broker's PUBACK: below 128 is taken. */
    public int publish(String topic, String text, boolean retained) {
        var message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        message.setRetained(retained);
        return code(done -> client.publish(topic, message, null, done));
    }

    /** Something to ask of the broker, whose answer the listener hears. */
    private interface Ask {
        IMqttToken to(MqttActionListener done) throws MqttException;
    }

    /**
     * Waits for the listener, not for the token: Paho completes the token before the message is no longer in flight, so
     * whoever goes on then can have more in flight than the broker allows.
     */
    private static int code(Ask ask) {
        var over = new CompletableFuture<IMqttToken>();
        try {
            ask.to(new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    over.complete(token);
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    over.complete(token);
                }
            });
            int[] codes = over.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).getReasonCodes();
            return codes == null || codes.length == 0 ? NO_ANSWER : codes[0];
        } catch (MqttException e) {
            return Math.max(e.getReasonCode(), NO_ANSWER);
        } catch (TimeoutException _) {
            return NO_ANSWER;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code topic text} of everything that came, in order. */
    public List<String> received() {
        return received;
    }

    public boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 100, false); // without a goodbye, so that a will is sent
            }
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Callbacks implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException e) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String server) {}

        @Override
        public void authPacketArrived(int code, MqttProperties properties) {}
    }
}
