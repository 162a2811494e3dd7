package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

/**
 * What a session asks the broker for, anew at every connection. Messages come with the retained flag they were
 * published with.
 *
 * @param qos the highest wanted, 0 or 1
 * @param replayRetained whether the broker hands over what it kept, at the moment of subscribing
 */
public record Subscription(String filter, int qos, boolean replayRetained) {
    public Subscription {
        requireNonNull(filter, "filter");
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("a subscription's filter must not be empty");
        }
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("quality of service [" + qos + "] must be 0 or 1");
        }
    }
}
