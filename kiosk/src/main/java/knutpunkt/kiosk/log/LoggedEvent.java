package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Header;

/**
 * An event that has just been added to the log.
 *
 * @param number its place in the site's log: grows with every commit, and is never used again
 * @param receivedAt when it arrived here, by the service's clock
 */
public record LoggedEvent(long number, ControllerId controller, Header header, Event event, Instant receivedAt) {
    public LoggedEvent {
        requireNonNull(controller, "controller");
        requireNonNull(header, "header");
        requireNonNull(event, "event");
        requireNonNull(receivedAt, "receivedAt");
    }
}
