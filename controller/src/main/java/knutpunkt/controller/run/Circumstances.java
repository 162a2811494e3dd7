package knutpunkt.controller.run;

import java.time.Instant;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;

/**
 * All that a decision depends on besides list, badge and door.
 *
 * @param now the time, or its lower bound while the clock is not trusted
 */
public record Circumstances(Posture posture, Lease lease, ClockTrust clock, Instant now) {}
