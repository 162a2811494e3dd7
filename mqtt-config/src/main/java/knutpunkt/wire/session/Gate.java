package knutpunkt.wire.session;

import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.MalformedMessage;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.signature.Verdict;
import knutpunkt.wire.signature.Verifier;

/**
 * Decides what of that which arrives gets through. The cheap questions come first. Pure but for the key and the
 * sender's allowance it asks for. Used by one thread.
 */
final class Gate {
    private final End end;
    private final SiteId site;
    private final Verifier verifier;
    private final Allowances allowances;

    Gate(End end, SiteId site, Verifier verifier, Allowances allowances) {
        this.end = end;
        this.site = site;
        this.verifier = verifier;
        this.allowances = allowances;
    }

    /** What became of one message. */
    sealed interface Outcome {
        record Passed(Topic topic, Message message, boolean retained) implements Outcome {}

        record Refused(Topic topic, Rejection reason, String detail) implements Outcome {}

        record Foreign(String detail) implements Outcome {}
    }

    Outcome judge(Incoming incoming) {
        Optional<Topic> parsed = Topic.parse(incoming.topic());
        if (parsed.isEmpty()) {
            return new Outcome.Foreign("not a topic of ours");
        }
        Topic topic = parsed.get();
        if (!topic.site().equals(site)) {
            return new Outcome.Foreign("of site [" + topic.site() + "], not [" + site + "]");
        }
        Channel channel = topic.channel();
        if (!end.receives(topic)) {
            return refused(topic, Rejection.WRONG_DIRECTION, "[" + end.sender() + "] does not listen to it");
        }
        if (incoming.retained() && !channel.retained()) {
            return refused(topic, Rejection.RETAINED, "nothing may be kept on this channel");
        }
        int size = incoming.payload().length;
        if (size > channel.bytesMax()) {
            return refused(
                    topic, Rejection.OVERSIZED, "[" + size + "] bytes, and the channel takes " + channel.bytesMax());
        }
        String sender = End.expectedSender(topic);
        if (!allowances.allow(sender, verifier::knows, size)) {
            return refused(topic, Rejection.TOO_MANY, "more than [" + sender + "] may say at a time");
        }
        Verdict verdict = verifier.verify(sender, incoming.topic(), incoming.payload(), incoming.jws());
        if (verdict != Verdict.VALID) {
            return refused(topic, Rejection.of(verdict), "not rightly signed by [" + sender + "]");
        }
        try {
            Message message = MessageCodec.decode(channel, incoming.payload());
            return new Outcome.Passed(topic, message, incoming.retained());
        } catch (MalformedMessage e) {
            return refused(topic, Rejection.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome refused(Topic topic, Rejection reason, String detail) {
        return new Outcome.Refused(topic, reason, "on [" + topic + "]: " + detail);
    }
}
