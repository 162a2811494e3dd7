package knutpunkt.controller.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import knutpunkt.controller.door.Uptime;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.wire.PointId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the readers of one door show, and when each goes back to waiting. For the loop's thread only. */
final class Lamps {
    static final Duration SHOWN_FOR = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Lamps.class);

    private final Map<PointId, BadgeReader> readers;
    private final Map<PointId, Uptime> idleAt = new HashMap<>();
    private long failures;

    Lamps(List<ReadPoint> points) {
        readers = points.stream().collect(Collectors.toMap(ReadPoint::id, ReadPoint::reader));
    }

    /** Shows a signal for {@link #SHOWN_FOR}. */
    void show(PointId point, ReaderSignal signal, Uptime now) {
        showUntil(point, signal, now.plus(SHOWN_FOR));
    }

    void showUntil(PointId point, ReaderSignal signal, Uptime until) {
        send(point, signal);
        idleAt.put(point, until);
    }

    void idle(PointId point) {
        idleAt.remove(point);
        send(point, ReaderSignal.IDLE);
    }

    void idleWhereDue(Uptime now) {
        List<PointId> due = idleAt.entrySet().stream()
                .filter(each -> now.reached(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(this::idle);
    }

    Optional<Uptime> nextDue() {
        return idleAt.values().stream().min(Uptime::compareTo);
    }

    /** A lamp that fails must not stop a door: the person still hears the strike. */
    private void send(PointId point, ReaderSignal signal) {
        BadgeReader reader = readers.get(point);
        if (reader == null) {
            throw new IllegalStateException("there is no reader at point [" + point + "]");
        }
        try {
            reader.show(signal);
        } catch (RuntimeException e) {
            failures++;
            LOG.warn("the reader at [{}] does not show [{}]; {} failures so far", point, signal, failures, e);
        }
    }

    long failures() {
        return failures;
    }
}
