package knutpunkt.controller.door;

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
     * @param point where the badge was read
     * @param sequence of the durable grant that it is released for (invariant I4)
     */
    record Release(PointId point, long sequence) implements Effect {}

    /** Secure the strike now. */
    record Secure() implements Effect {}

    /** Let the reader tell the person. */
    record Show(PointId point, Outcome outcome) implements Effect {}
}
