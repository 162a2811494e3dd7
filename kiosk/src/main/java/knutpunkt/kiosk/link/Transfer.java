package knutpunkt.kiosk.link;

import java.time.Duration;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;

/**
 * One update on its way to one controller: no further ahead of what it says it has than it can take in, so that neither
 * the broker nor the controller ever holds more than a few parts. Used by one thread.
 */
final class Transfer {
    /** How many parts may be on their way: 4 MB, a quarter of what the embedded broker keeps for one client. */
    static final int AHEAD_MAX = 2 * AccessWant.TOLD_EVERY;

    /** What a controller needs for a part once it has them all: to sort it in and write it to a slow card. */
    private static final Duration TO_APPLY_A_PART = Duration.ofMillis(100);

    private final Updates updates;
    private int sent;
    private int received;

    Transfer(Updates updates) {
        this.updates = updates;
    }

    Updates updates() {
        return updates;
    }

    /** Whether there is a part that may be sent now. */
    boolean mayGoOn() {
        return !isSent() && sent - received < AHEAD_MAX;
    }

    /** The next part. */
    AccessUpdate next() {
        sent++;
        return updates.part(sent);
    }

    /** Whether every part has been sent. */
    boolean isSent() {
        return sent == updates.parts();
    }

    /** Whether every part has come, as far as the controller ever tells: of the last few it does not. */
    boolean hasArrived() {
        int lastTold = (updates.parts() - 1) / AccessWant.TOLD_EVERY * AccessWant.TOLD_EVERY;
        return isSent() && received >= lastTold;
    }

    /** The controller says how many parts it has; it may have more than were sent now, from before a restart here. */
    void received(int parts) {
        received = Math.max(received, Math.min(parts, sent));
    }

    /** What was sent and did not come goes again. */
    void rewind() {
        sent = received;
    }

    /** How long after the last part its confirmation may take, besides what any answer takes. */
    Duration timeToApply() {
        return TO_APPLY_A_PART.multipliedBy(updates.parts() - 1L);
    }
}
