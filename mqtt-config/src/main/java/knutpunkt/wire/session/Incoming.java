package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Something that arrived, not looked at yet. The payload is not copied: nobody may change it.
 *
 * @param qos it came with: no higher than it was published, nor than was subscribed
 * @param retained published to be kept, whether it comes live or from what the broker kept
 */
@SuppressWarnings("ArrayRecordComponent") // travels one way and is never compared
public record Incoming(String topic, byte[] payload, Optional<String> jws, int qos, boolean retained) {
    public Incoming {
        requireNonNull(topic, "topic");
        requireNonNull(payload, "payload");
        requireNonNull(jws, "jws");
    }
}
