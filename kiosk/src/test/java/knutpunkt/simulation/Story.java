package knutpunkt.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What happened, for whoever must understand a seed: one line each, the newest last. Used by one thread. */
final class Story {
    private static final int LINES_MAX = 400;
    private static final long HASH_FACTOR = 1_000_003;

    private final Timeline timeline;
    private final Deque<String> lines = new ArrayDeque<>();
    private long left;
    private long hash;

    Story(Timeline timeline) {
        this.timeline = timeline;
    }

    void tell(String what) {
        if (lines.size() == LINES_MAX) {
            lines.removeFirst();
            left++;
        }
        String line = "%s  %s".formatted(time(), what);
        lines.addLast(line);
        hash = hash * HASH_FACTOR + line.hashCode();
    }

    /** Of every line there ever was, in their order: two stories that differ anywhere hardly have the same. */
    long hash() {
        return hash;
    }

    /** Since the beginning: hours, minutes, seconds and milliseconds. */
    private String time() {
        Duration since = Duration.ofNanos(timeline.nanos());
        return "%02d:%02d:%02d.%03d"
                .formatted(since.toHours(), since.toMinutesPart(), since.toSecondsPart(), since.toMillisPart());
    }

    @Override
    public String toString() {
        String before = left == 0 ? "" : "(" + left + " earlier lines left out)\n";
        return before + String.join("\n", lines);
    }
}
