package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;

/**
 * A passage as presence counts it. The order is by time, then controller, then sequence: the same whatever order they
 * arrived in.
 *
 * @param log the passage's number in the site's log
 * @param countedAt when it happened: the door's time where its clock is trusted, else when it arrived here
 * @param confidence how sure the door was
 */
public record Movement(
        long log,
        PersonId person,
        Instant countedAt,
        ControllerId controller,
        long sequence,
        JournalId journal,
        DoorId door,
        Direction direction,
        Confidence confidence,
        ClockTrust clock)
        implements Comparable<Movement> {
    private static final Comparator<Movement> ORDER = Comparator.comparing(Movement::countedAt)
            .thenComparing(movement -> movement.controller().text())
            .thenComparingLong(Movement::sequence)
            // A controller that lost its storage counts anew: two journals can hold the same sequence.
            .thenComparing(movement -> movement.journal().text());

    public Movement {
        requireNonNull(person, "person");
        requireNonNull(countedAt, "countedAt");
        requireNonNull(controller, "controller");
        requireNonNull(journal, "journal");
        requireNonNull(door, "door");
        requireNonNull(direction, "direction");
        requireNonNull(confidence, "confidence");
        requireNonNull(clock, "clock");
    }

    boolean clockTrusted() {
        return clock == ClockTrust.TRUSTED;
    }

    @Override
    public int compareTo(Movement other) {
        return ORDER.compare(this, other);
    }
}
