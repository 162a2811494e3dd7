package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * Something to publish. The payload is not copied: nobody may change it afterwards.
 *
 * @param jws its detached signature, sent as the user property {@code jws}
 * @param qos 0 or 1
 * @param expiry after which the broker drops it undelivered, in whole seconds, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // travels one way and is never compared
public record Outgoing(
        String topic, byte[] payload, Optional<String> jws, int qos, boolean retained, Optional<Duration> expiry) {
    public Outgoing {
        requireNonNull(topic, "topic");
        requireNonNull(payload, "payload");
        requireNonNull(jws, "jws");
        requireNonNull(expiry, "expiry");
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("quality of service [" + qos + "] must be 0 or 1");
        }
        if (expiry.isPresent() && expiry.get().toSeconds() < 1) {
            throw new IllegalArgumentException("expiry [" + expiry.get() + "] must be at least 1 s");
        }
    }
}
