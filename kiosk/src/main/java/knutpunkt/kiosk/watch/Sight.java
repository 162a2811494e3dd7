package knutpunkt.kiosk.watch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.wire.Topic;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.Rejection;

/**
 * One message, looked at.
 *
 * @param at when it came, by this machine's clock
 * @param topic empty when it is none of the site's
 * @param wrong why whoever it is for refuses it; empty for one that its sender signed and that is well formed
 * @param content as JSON where it is a message of its channel, and otherwise as the text it came as
 */
record Sight(Instant at, Incoming message, Optional<Topic> topic, Optional<Rejection> wrong, String content) {
    Sight {
        requireNonNull(at, "at");
        requireNonNull(message, "message");
        requireNonNull(topic, "topic");
        requireNonNull(wrong, "wrong");
        requireNonNull(content, "content");
    }
}
