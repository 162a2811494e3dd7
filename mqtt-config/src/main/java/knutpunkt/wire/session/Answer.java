package knutpunkt.wire.session;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.session.NotDelivered.Reason;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** What the broker says to one published message. Its place in flight is free again once Paho is done with it. */
final class Answer implements MqttActionListener {
    private static final int ERROR_CODES_FROM = 128;

    private final InFlight inFlight;
    private final CountDownLatch given = new CountDownLatch(1);
    private volatile Outcome outcome = new Outcome.Delivered();

    private sealed interface Outcome {
        record Delivered() implements Outcome {}

        record Refused(int code) implements Outcome {}

        record Failed(Reason reason) implements Outcome {}
    }

    Answer(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public void onSuccess(IMqttToken token) {
        give(outcomeOf(token));
    }

    @Override
    public void onFailure(@Nullable IMqttToken token, Throwable failure) {
        if (token != null && outcomeOf(token) instanceof Outcome.Refused refused) {
            give(refused);
        } else if (failure instanceof MqttException e && e.getReasonCode() >= ERROR_CODES_FROM && isFromBroker(e)) {
            give(new Outcome.Refused(e.getReasonCode()));
        } else if (failure instanceof MqttException e && isNotConnected(e)) {
            give(new Outcome.Failed(Reason.NOT_CONNECTED));
        } else {
            give(new Outcome.Failed(Reason.CONNECTION_LOST));
        }
    }

    /** MQTT's own reason codes fit a byte; Paho's are above. */
    private static boolean isFromBroker(MqttException e) {
        return e.getReasonCode() <= 0xFF;
    }

    private static boolean isNotConnected(MqttException e) {
        return e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED;
    }

    private static Outcome outcomeOf(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= ERROR_CODES_FROM) {
            return new Outcome.Refused(codes[0]);
        }
        return new Outcome.Delivered();
    }

    private void give(Outcome what) {
        outcome = what;
        given.countDown();
        inFlight.leave();
    }

    /** Returns when the broker has the message. */
    void await(String topic, Duration atMost) throws InterruptedException {
        if (!given.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new NotDelivered(Reason.TIMED_OUT, topic);
        }
        switch (outcome) {
            case Outcome.Delivered _ -> {}
            case Outcome.Refused(int code) -> throw NotDelivered.refused(topic, code);
            case Outcome.Failed(Reason reason) -> throw new NotDelivered(reason, topic);
        }
    }
}
