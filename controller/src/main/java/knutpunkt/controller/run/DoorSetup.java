package knutpunkt.controller.run;

import knutpunkt.controller.door.DoorTimes;
import knutpunkt.wire.DoorId;

/**
 * What is configured of a door besides its parts.
 *
 * @param highRisk admits nobody while the clock is not trusted
 */
public record DoorSetup(DoorId id, DoorTimes times, boolean highRisk) {}
