package knutpunkt.hostile;

import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.MalformedMessage;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;

/**
 * Makes messages up, as fresh as those it saw allow: unsigned, signed with a key of its own, and signed by a controller
 * that went over to it, in that one's name and in the right sender's.
 */
final class Forger {
    private final ControllerKeys traitor;
    private final PrivateKey own = SigningKeys.make(new SecureRandom()).getPrivate();

    Forger(ControllerKeys traitor) {
        this.traitor = traitor;
    }

    /**
     * All it can think of.
     *
     * @param victim whose door it would open, and in whose name it speaks
     * @param revision which it says that the victim confirmed
     */
    List<Parcel> forgeries(List<Parcel> seen, ControllerId victim, DoorId door, Revision revision) {
        Map<Topic, Parcel> newest = new LinkedHashMap<>();
        seen.forEach(parcel -> newest.put(Topic.parse(parcel.topic()).orElseThrow(), parcel));
        var forged = new ArrayList<Parcel>();
        newest.forEach((topic, parcel) -> {
            if (!topic.controller().equals(traitor.id())) {
                forged.addAll(signings(topic, parcel.payload()));
            }
        });
        for (Message each : madeUp(newest, victim, door, revision)) {
            forged.addAll(signings(new Topic(traitor.site(), victim, each.channel()), MessageCodec.encode(each)));
        }
        return forged;
    }

    private List<Parcel> signings(Topic topic, byte[] payload) {
        boolean isFromService = topic.channel().sender() == Channel.Sender.SERVICE;
        String sender = isFromService ? SiteKeys.SERVICE : topic.controller().text();
        String recipient = isFromService ? topic.controller().text() : SiteKeys.SERVICE;
        var right = Parcel.of(recipient, topic, payload, signed(sender, own, topic, payload));
        return List.of(
                right.signed(List.of()),
                right,
                right.signed(List.of(signed(sender, traitor.signingKey(), topic, payload))),
                right.signed(List.of(signed(traitor.id().text(), traitor.signingKey(), topic, payload))));
    }

    private String signed(String name, PrivateKey key, Topic topic, byte[] payload) {
        return new Signer(name, traitor.site(), key).sign(topic.text(), payload);
    }

    /** What would open a door, lose records, change the list, or say that a door did what it did not. */
    private List<Message> madeUp(Map<Topic, Parcel> newest, ControllerId victim, DoorId door, Revision revision) {
        var beat = (Heartbeat) newestOf(newest, victim, Channel.HEARTBEAT);
        var batch = (EventBatch) newestOf(newest, victim, Channel.EVENTS);
        var update = (AccessUpdate) newestOf(newest, victim, Channel.ACCESS_UPDATE);
        Challenge live = beat.challenge();
        var next = new Revision(revision.epoch() + 1, 1);
        return List.of(
                new Command(new CommandId("f0".repeat(16)), door, Optional.empty(), Command.Action.RELEASE_ONCE, live),
                new LeaseRenewal(live, Revision.NONE, Instant.now(), Optional.empty()),
                new EventAck.Committed(batch.head().journal(), batch.head().sequence() + 1_000),
                new EventAck.SendFrom(batch.head().journal(), 1, Optional.of(live)),
                new AccessUpdate(
                        update.nonce(), Optional.empty(), next, update.digest(), 1, 1, update.put(), update.removed()),
                new AccessReceipt(revision, update.digest(), Instant.now()),
                new ControllerState.Offline(beat.boot(), Long.MAX_VALUE));
    }

    private Message newestOf(Map<Topic, Parcel> newest, ControllerId victim, Channel channel) {
        Parcel parcel = newest.get(new Topic(traitor.site(), victim, channel));
        if (parcel == null) {
            throw new IllegalStateException("nothing was seen on [" + channel.path() + "] yet");
        }
        try {
            return MessageCodec.decode(channel, parcel.payload());
        } catch (MalformedMessage e) {
            throw new AssertionError("what the programs send is well formed", e);
        }
    }
}
