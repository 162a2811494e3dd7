package knutpunkt.kiosk.link;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.MalformedMessage;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.MqttSession;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.session.RecordingInbox;
import knutpunkt.wire.session.SessionSettings;
import knutpunkt.wire.session.Subscription;
import knutpunkt.wire.signature.Signer;

/** Looks on at one broker: first the state that is kept there of the one controller that is at it, then each that comes. */
final class StateWatch implements AutoCloseable {
    private final RecordingInbox inbox = new RecordingInbox();
    private final MqttSession session;

    /** @param folder for keys that are good for looking on */
    StateWatch(SiteKeys keys, Path folder, URI broker) {
        SSLContext tls = keys.watcher(folder);
        session = MqttSession.open(
                new SessionSettings(
                        SiteKeys.WATCH,
                        broker,
                        Optional.of(() -> tls),
                        List.of(new Subscription(Topic.filterOfAll(keys.site(), Channel.STATE), 1, true)),
                        SessionSettings.KEEP_ALIVE,
                        true),
                new Random(1),
                inbox);
    }

    /** Births and wills, oldest first. */
    List<ControllerState> states() {
        return inbox.messages.stream().map(StateWatch::state).toList();
    }

    /** The births among them. */
    List<ControllerState.Online> births() {
        return states().stream()
                .filter(ControllerState.Online.class::isInstance)
                .map(ControllerState.Online.class::cast)
                .toList();
    }

    private static ControllerState state(Incoming message) {
        try {
            return (ControllerState) MessageCodec.decode(Channel.STATE, message.payload());
        } catch (MalformedMessage e) {
            throw new AssertionError("what the programs send is well formed", e);
        }
    }

    /** Says something in a controller's name, with its own key, to be kept: where the broker lets it. */
    void says(ControllerKeys controller, ControllerState state) {
        String topic = new Topic(controller.site(), controller.id(), Channel.STATE).text();
        byte[] payload = MessageCodec.encode(state);
        String jws =
                new Signer(controller.id().text(), controller.site(), controller.signingKey()).sign(topic, payload);
        WiredSite.await("it looks on").until(session::isConnected);
        session.publish(new Outgoing(topic, payload, Optional.of(jws), 1, true, Optional.empty()));
    }

    /** What is kept at a broker now. */
    static ControllerState kept(SiteKeys keys, Path folder, URI broker) {
        try (var watch = new StateWatch(keys, folder, broker)) {
            WiredSite.await("a state is kept").until(() -> !watch.states().isEmpty());
            return watch.states().getFirst();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
