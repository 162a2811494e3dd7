package knutpunkt.hostile;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import knutpunkt.endtoend.Panel;

/**
 * Looks at the strikes all the time, as whoever stands before the doors. A release that nobody had a right to lasts for
 * seconds, because nobody opens the door, so looking this often misses none. Safe for use by several threads.
 */
final class StrikeWatch implements AutoCloseable {
    private static final Duration LOOKED_EVERY = Duration.ofMillis(100);

    /** For a tap's answer and a look to take their time on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final Map<String, Panel> panels;
    private final Map<String, Boolean> released = new HashMap<>();
    private final List<Release> releases = new ArrayList<>();
    private final List<Cause> causes = new ArrayList<>();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor();
    private long looks;

    /** A strike that was seen to be released. */
    record Release(String door, Instant at) {}

    /** Why a door's strike may be released once within a time. */
    record Cause(String door, Instant from, Instant until) {}

    /** Begins to look, at each door by its panel. */
    StrikeWatch(Map<String, Panel> panels) {
        this.panels = Map.copyOf(panels);
        var _ = looker.scheduleWithFixedDelay(this::look, 0, LOOKED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        panels.forEach((door, panel) -> {
            try {
                saw(door, panel.door(door).path("strike").asText().equals("released"));
            } catch (UncheckedIOException _) {
                // The panel is too busy to answer now; it is looked at again.
            }
        });
    }

    private synchronized void saw(String door, boolean isReleased) {
        looks++;
        boolean was = Boolean.TRUE.equals(released.put(door, isReleased));
        if (isReleased && !was) {
            releases.add(new Release(door, Instant.now()));
        }
    }

    /** The door's strike may be released once because of this. */
    synchronized void allow(String door, Instant from, Instant until) {
        causes.add(new Cause(door, from, until.plus(SLACK)));
    }

    /** The releases that nothing allowed: each cause allows one. */
    synchronized List<Release> unexplained() {
        if (looks == 0) {
            throw new IllegalStateException("nobody has looked at a strike yet");
        }
        var left = new ArrayList<Cause>(causes);
        var unexplained = new ArrayList<Release>();
        for (Release each : releases) {
            boolean explained = left.stream()
                    .filter(cause -> cause.door().equals(each.door())
                            && !each.at().isBefore(cause.from())
                            && !each.at().isAfter(cause.until()))
                    .findFirst()
                    .map(left::remove)
                    .orElse(false);
            if (!explained) {
                unexplained.add(each);
            }
        }
        return unexplained;
    }

    /** How many releases were seen. */
    synchronized int seen() {
        return releases.size();
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
