package knutpunkt.hostile;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import knutpunkt.endtoend.Panel;
import knutpunkt.endtoend.RunningSite;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Looks at the strikes all the time, as whoever stands before the doors. A release that nobody had a right to lasts for
 * seconds, because nobody opens the door, so looking this often misses none. Safe for use by several threads.
 */
final class StrikeWatch implements AutoCloseable {
    private static final Duration LOOKED_EVERY = Duration.ofMillis(100);

    /** Between a record and the strike, and between a tap's answer and the strike, on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final Map<String, Panel> panels;
    private final Map<String, Look> newest = new HashMap<>();
    private final List<Release> releases = new ArrayList<>();
    private final List<Cause> causes = new ArrayList<>();
    private final List<Cause> commands = new ArrayList<>();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor();

    private record Look(Instant begun, boolean isReleased) {}

    /** A strike that was seen to be released, some time between the look before and the end of this one. */
    record Release(String door, Instant after, Instant before) {}

    /** Why a door's strike may be released once within a time. */
    private record Cause(String door, Instant from, Instant until) {
        boolean explains(Release release) {
            return door.equals(release.door())
                    && !release.before().isBefore(from)
                    && !release.after().isAfter(until);
        }
    }

    /** Begins to look, at each door by its panel. */
    StrikeWatch(Map<String, Panel> panels) {
        this.panels = Map.copyOf(panels);
        var _ = looker.scheduleWithFixedDelay(this::look, 0, LOOKED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        panels.forEach((door, panel) -> {
            Instant begun = Instant.now();
            try {
                saw(
                        door,
                        new Look(begun, panel.door(door).path("strike").asText().equals("released")));
            } catch (UncheckedIOException | AssertionError _) {
                // The panel is too busy to answer now, or answers so; it is looked at again. Who is let in finds out if
                // not.
            }
        });
    }

    private synchronized void saw(String door, Look look) {
        Look before = newest.put(door, look);
        if (look.isReleased() && (before == null || !before.isReleased())) {
            releases.add(new Release(door, before == null ? look.begun() : before.begun(), Instant.now()));
        }
    }

    private synchronized boolean isReleased(String door) {
        Look look = newest.get(door);
        return look != null && look.isReleased();
    }

    /** Waits until this watch has seen the strike released: whoever is let in shows that it sees releases at all. */
    void awaitReleased(String door) {
        await("the strike of " + door + " is seen to be released").until(() -> isReleased(door));
    }

    /** Waits until it has seen the strike secured, so that the next release is another one. */
    void awaitSecured(String door) {
        await("the strike of " + door + " is seen to be secured").until(() -> !isReleased(door));
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(RunningSite.PATIENCE).pollInterval(Duration.ofMillis(20));
    }

    /** The door's strike may be released once because of a badge that was shown within this time. */
    synchronized void allow(String door, Instant from, Instant until) {
        causes.add(new Cause(door, from, until.plus(SLACK)));
    }

    /** The same because of a command, which may come late, or never. */
    synchronized void allowCommand(String door, Instant from, Instant until) {
        commands.add(new Cause(door, from, until));
    }

    /** The door has a record that it was released by command then: no other release has that reason. */
    synchronized void commanded(String door, Instant at) {
        var exact = new Cause(door, at.minus(SLACK), at.plus(SLACK));
        boolean known = causes.contains(exact);
        Optional<Cause> asked = commands.stream()
                .filter(each ->
                        each.door().equals(door) && !at.isBefore(each.from().minus(SLACK)) && !at.isAfter(each.until()))
                .findFirst();
        if (!known && asked.isPresent()) {
            commands.remove(asked.get());
            causes.add(exact);
        }
    }

    /** The releases that nothing allowed: each cause allows one. */
    synchronized List<Release> unexplained() {
        if (newest.size() < panels.size()) {
            throw new IllegalStateException("nobody has looked at every strike yet");
        }
        var left = new ArrayList<Cause>(causes);
        left.addAll(commands);
        var unexplained = new ArrayList<Release>();
        for (Release each : releases) {
            boolean explained = left.stream()
                    .filter(cause -> cause.explains(each))
                    .findFirst()
                    .map(left::remove)
                    .orElse(false);
            if (!explained) {
                unexplained.add(each);
            }
        }
        return unexplained;
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
