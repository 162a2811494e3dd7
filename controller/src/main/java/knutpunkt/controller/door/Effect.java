package knutpunkt.controller.door;

import knutpunkt.wire.CommandId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Event;

/** What is to be done, in the order given. */
public sealed interface Effect {

    /** Keep this. If it cannot be kept now, nothing else changes. Several in a row are one transaction. */
    record Keep(Event event) implements Effect {}

    /** Keep this, and answer with {@link Signal.Recorded} or {@link Signal.NotRecorded} before any other signal. */
    record KeepFirst(Event event, Attempt attempt) implements Effect {}

    /**
     * Release the strike and renew its lease until {@link Secure}. If it fails, what follows in this step is not to be
     * done, the door is as it was before, and {@link Signal.StrikeFailed} says so.
     *
     * @param attempt what it is released for
     * @param sequence of the attempt's durable record (invariant I4)
     */
    record Release(Attempt.Release attempt, long sequence) implements Effect {}

    /** Secure the strike now. */
    record Secure() implements Effect {}

    /** Let the reader tell the person. */
    record Show(PointId point, Outcome outcome) implements Effect {}

    /** Tell whoever commanded a release what came of it. */
    record Answer(CommandId command, ReleaseOutcome outcome) implements Effect {}
}
