package knutpunkt.simulation.model;

/**
 * A badge may open a door.
 *
 * @param fromNanos from then on, in true time since the beginning
 * @param untilNanos and not from then on
 */
public record Right(long badge, String door, long fromNanos, long untilNanos) {}
