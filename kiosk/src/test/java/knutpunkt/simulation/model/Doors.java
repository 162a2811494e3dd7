package knutpunkt.simulation.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What explains that a strike is released, and for how long (I1, I2, I3, I7, I8, I13). */
final class Doors {
    /** A reading older than 2 s opens nothing; its record and its release may come a moment later. */
    private static final long READ_COUNTS_NANOS = Duration.ofMillis(2_500).toNanos();

    /** The longest that one badge holds the strike: 5 s, then a lease that runs out, and turns that came late. */
    private static final long RELEASED_MOST_NANOS = Duration.ofSeconds(8).toNanos();

    /** A badge's token reaches the service so soon after it was held to a reader that learns, or never. */
    private static final long LEARNT_WITHIN_NANOS = Duration.ofMinutes(2).toNanos();

    /** By so much a clock that was set may be wrong. */
    static final long CLOCK_WRONG_NANOS = Duration.ofSeconds(30).toNanos();

    /** A list may be decided by for so long after the service was last heard. */
    private static final long LEASE_NANOS = Duration.ofDays(7).plusMinutes(1).toNanos();

    private final Map<String, Deque<Tap>> taps = new HashMap<>();
    private final Map<String, Long> lastReason = new HashMap<>();
    private final Map<Held, Long> lastHeld = new HashMap<>();
    private final Rights rights;
    private final Commands commands;
    private final Known known;
    private final Objections objections;

    /**
     * A badge was held to a reader.
     *
     * @param from the oldest list that it may be decided by
     */
    private record Tap(long atNanos, long badge, ListNumber from) {}

    private record Held(String door, long badge) {}

    Doors(Rights rights, Commands commands, Known known, Objections objections) {
        this.rights = rights;
        this.commands = commands;
        this.known = known;
        this.objections = objections;
    }

    /** By the list in force there or a newer one; and what the service tells to be in force there has to be. */
    void tapped(String door, long badge, ListNumber confirmed, long nowNanos) {
        ListNumber newest = rights.newest();
        ListNumber sure = confirmed.isAfter(newest) ? newest : confirmed; // of one that is forgotten it cannot say so
        ListNumber inForce = known.ofDoor(door).inForce;
        lastHeld.put(new Held(door, badge), nowNanos);
        Deque<Tap> recent = taps.computeIfAbsent(door, _ -> new ArrayDeque<>());
        recent.removeIf(tap -> nowNanos - tap.atNanos() > READ_COUNTS_NANOS);
        var tap = new Tap(nowNanos, badge, inForce.isAfter(sure) ? inForce : sure);
        recent.add(tap);
        if (mayOpen(tap, door)) {
            lastReason.put(door, nowNanos);
        }
    }

    void learnt(String door, long badge, long nowNanos) {
        Long held = lastHeld.get(new Held(door, badge));
        if (held == null || nowNanos - held > LEARNT_WITHIN_NANOS) {
            objections.object("badge [%d] was learnt at door [%s], where nobody held it", badge, door);
        }
    }

    void released(String door, long nowNanos) {
        boolean byBadge = taps.getOrDefault(door, new ArrayDeque<>()).stream()
                .filter(tap -> nowNanos - tap.atNanos() <= READ_COUNTS_NANOS)
                .anyMatch(tap -> mayOpen(tap, door));
        if (byBadge) {
            lastReason.put(door, nowNanos);
        } else if (commands.explains(door, nowNanos)) {
            lastReason.put(door, nowNanos);
        } else {
            objections.object(
                    "door [%s] was released, and neither was somebody with a right to it there nor was it commanded",
                    door);
        }
    }

    /** By any list from the oldest that counts there, at what its controller takes for now. */
    private boolean mayOpen(Tap tap, String door) {
        Known.Controller controller = known.ofDoor(door);
        long earliest = controller.clockKnown ? tap.atNanos() - CLOCK_WRONG_NANOS : controller.storageSinceNanos;
        // Without the time it cannot know how long it had no power: what was valid is valid (I12).
        boolean leased = !controller.clockKnown || tap.atNanos() - controller.heardNanos <= LEASE_NANOS;
        return leased
                && rights.mayByAnyFrom(tap.from(), tap.badge(), door, earliest, tap.atNanos() + CLOCK_WRONG_NANOS);
    }

    void stillReleased(String door, long nowNanos) {
        long since = nowNanos - lastReason.getOrDefault(door, 0L);
        if (since > RELEASED_MOST_NANOS) {
            objections.object("door [%s] is released [%s] after the last reason for it", door, Duration.ofNanos(since));
        }
    }
}
