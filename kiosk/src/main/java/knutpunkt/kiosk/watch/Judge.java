package knutpunkt.kiosk.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.MalformedMessage;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.message.WireJson;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.signature.Verdict;
import knutpunkt.wire.signature.Verifier;

/**
 * Says of a message what the end it is for says: in the same order, by the same keys and in the same words. What only that
 * end can know, as whether a challenge is current, it cannot say. Safe for use by several threads.
 */
public final class Judge {
    private final SiteId site;
    private final Verifier verifier;

    public Judge(SiteId site, Verifier verifier) {
        this.site = requireNonNull(site, "site");
        this.verifier = requireNonNull(verifier, "verifier");
    }

    Sight look(Instant at, Incoming message) {
        Optional<Topic> topic =
                Topic.parse(message.topic()).filter(ours -> ours.site().equals(site));
        Optional<String> decoded = topic.flatMap(ours -> decoded(ours.channel(), message.payload()));
        Optional<Rejection> wrong = topic.isEmpty()
                ? Optional.of(Rejection.FOREIGN_TOPIC)
                : wrong(topic.get(), message, decoded.isPresent());
        return new Sight(at, message, topic, wrong, decoded.orElseGet(() -> new String(message.payload(), UTF_8)));
    }

    private Optional<Rejection> wrong(Topic topic, Incoming message, boolean wellFormed) {
        if (message.retained() && !topic.channel().retained()) {
            return Optional.of(Rejection.RETAINED);
        }
        if (message.payload().length > topic.channel().bytesMax()) {
            return Optional.of(Rejection.OVERSIZED);
        }
        Verdict verdict = verifier.verify(End.expectedSender(topic), message.topic(), message.payload(), message.jws());
        if (verdict != Verdict.VALID) {
            return Optional.of(Rejection.of(verdict));
        }
        return wellFormed ? Optional.empty() : Optional.of(Rejection.MALFORMED);
    }

    /** As this program understands it: a field it does not know may hold what no terminal should show. */
    private static Optional<String> decoded(Channel channel, byte[] payload) {
        try {
            return Optional.of(WireJson.mapper().writeValueAsString(MessageCodec.decode(channel, payload)));
        } catch (MalformedMessage _) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid message must have a JSON form: " + channel, e);
        }
    }
}
