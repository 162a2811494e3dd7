package knutpunkt.controller.journal;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How long acknowledged records have been kept. Time is counted while the controller runs, by its monotonic clock, over all
 * its runs: no step of the wall clock, and no clock that is not trusted, makes a week shorter. What is not written down
 * when the power goes, and time spent switched off, do not count; so records are kept longer, never shorter. Not
 * thread-safe.
 */
final class Keeping {
    private final TreeMap<Long, Long> marks =
            new TreeMap<>(); // acknowledged up to, and counted millis when that was noted
    private final long countedBefore;
    private final long fromNanos;

    /** Takes up what was written down. */
    Keeping(Written written, long nowNanos) {
        this.countedBefore = written.countedMillis();
        this.marks.putAll(written.marks());
        this.fromNanos = nowNanos;
    }

    /**
     * What outlives a restart.
     *
     * @param countedMillis how long the journal has been looked after
     * @param marks what was acknowledged, by how much was counted then
     */
    record Written(long countedMillis, Map<Long, Long> marks) {
        static final Written NONE = new Written(0, Map.of());

        Written {
            marks = Map.copyOf(marks);
        }
    }

    private long counted(long nowNanos) {
        return countedBefore + Duration.ofNanos(nowNanos - fromNanos).toMillis();
    }

    /**
     * Notes what is acknowledged by now, of what is still kept. Called about hourly, so that there are as many marks as hours
     * in a week.
     *
     * @param forgotten everything up to here
     */
    void note(long forgotten, long acknowledged, long nowNanos) {
        marks.headMap(forgotten, true).clear();
        if (acknowledged > forgotten && (marks.isEmpty() || marks.lastKey() < acknowledged)) {
            marks.put(acknowledged, counted(nowNanos));
        }
    }

    /** The last record that was acknowledged long enough ago. */
    OptionalLong forgettable(long nowNanos) {
        long limit = counted(nowNanos) - Journal.KEPT_AFTER_ACKNOWLEDGED.toMillis();
        return marks.entrySet().stream()
                .filter(mark -> mark.getValue() <= limit)
                .mapToLong(Map.Entry::getKey)
                .max();
    }

    /** Nothing after this is acknowledged any more: its week begins anew when it is. */
    void goesBack(long acknowledged) {
        marks.tailMap(acknowledged, false).clear();
    }

    Written written(long nowNanos) {
        return new Written(counted(nowNanos), marks);
    }

    /** Whether there is anything to count for. */
    boolean isCounting() {
        return !marks.isEmpty();
    }
}
