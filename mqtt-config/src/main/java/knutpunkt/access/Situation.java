package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import knutpunkt.wire.DoorId;

/**
 * All that a decision depends on besides list, badge and time. It goes into the record, so that the same decision can
 * be made again later and elsewhere.
 *
 * @param highRisk a door that admits nobody while the clock is not trusted
 */
public record Situation(DoorId door, Posture posture, Lease lease, ClockTrust clock, boolean highRisk) {
    public Situation {
        requireNonNull(door, "door");
        requireNonNull(posture, "posture");
        requireNonNull(lease, "lease");
        requireNonNull(clock, "clock");
    }
}
