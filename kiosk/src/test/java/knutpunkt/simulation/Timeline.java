package knutpunkt.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/**
 * The true time of a simulation, and all that is yet to happen in it. Nothing waits: time jumps to whatever comes next. Of
 * two things at one moment the one that was planned first comes first. Used by one thread.
 */
final class Timeline implements InstantSource {
    /** When every simulation begins: an ordinary Monday in the site's time zone, ten minutes before the night's check-out. */
    static final Instant BEGINNING = Instant.parse("2026-11-23T03:50:00Z");

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private long nowNanos;
    private long order;
    private long happened;

    private record Planned(long atNanos, long order, Runnable what) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            return atNanos == other.atNanos ? Long.compare(order, other.order) : Long.compare(atNanos, other.atNanos);
        }
    }

    /** Nanoseconds since the beginning. */
    long nanos() {
        return nowNanos;
    }

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(nowNanos);
    }

    /** How many things have happened. */
    long happened() {
        return happened;
    }

    void at(long atNanos, Runnable what) {
        planned.add(new Planned(Math.max(atNanos, nowNanos), order++, what));
    }

    void after(Duration wait, Runnable what) {
        at(nowNanos + wait.toNanos(), what);
    }

    /** Lets the next thing happen. False when nothing is planned any more, or not before that time. */
    boolean step(long untilNanos) {
        Planned next = planned.peek();
        if (next == null || next.atNanos() > untilNanos) {
            nowNanos = Math.max(nowNanos, untilNanos);
            return false;
        }
        planned.remove();
        nowNanos = next.atNanos();
        happened++;
        next.what().run();
        return true;
    }
}
