package knutpunkt.controller.link;

import java.time.Duration;

/**
 * How long the link waits for what.
 *
 * @param heartbeat between two heartbeats
 * @param ackWait for the acknowledgement of a batch, before all that is unacknowledged is sent again
 * @param ackWaitMax the same after many failures: each doubles it
 * @param stateSpacing the least time between two births of one connection
 * @param wantSpacing the least time between two wants
 * @param partWait for the next part of an update, before another want may be sent because of a lease
 * @param learn for somebody to hold a badge to a reader
 * @param keysAgain between two statements of the keys there are, while nothing else is the occasion
 * @param keysWait for the answer to what is said of keys; each repeat doubles it up to the above
 * @param keysSpread over which a site's controllers spread what all are told to do at once
 * @param farewell for the last records to be acknowledged at a stop
 */
record LinkTimes(
        Duration heartbeat,
        Duration ackWait,
        Duration ackWaitMax,
        Duration stateSpacing,
        Duration wantSpacing,
        Duration partWait,
        Duration learn,
        Duration keysAgain,
        Duration keysWait,
        Duration keysSpread,
        Duration farewell) {
    static final LinkTimes DEFAULTS = new LinkTimes(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofHours(24),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1));
}
