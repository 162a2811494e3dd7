package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Something that arrived, not looked at yet. The payload is not copied: nobody may change it.
 *
 * @param qos it came with: no higher than it was published, nor than was subscribed
 * @param retained published to be kept, whether it comes live or from what the broker kept
 * @param duplicate the broker says it may have delivered it before
 */
@SuppressWarnings("ArrayRecordComponent") // travels one way and is never compared
public record Incoming(
        String topic, byte[] payload, Optional<String> jws, int qos, boolean retained, boolean duplicate) {
    public Incoming {
        requireNonNull(topic, "topic");
        requireNonNull(payload, "payload");
        requireNonNull(jws, "jws");
    }

    /** One that came with the quality of service its receiver asked for, which is what most want to know. */
    public Incoming(String topic, byte[] payload, Optional<String> jws, boolean retained, boolean duplicate) {
        this(topic, payload, jws, 1, retained, duplicate);
    }
}
