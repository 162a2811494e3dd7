package knutpunkt.kiosk;

import java.util.Optional;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/** What a record of the log is to somebody who looks at the wall. */
sealed interface DoorNews {
    /** Somebody came in. */
    record Arrival(PersonId person) implements DoorNews {}

    /** Somebody was refused. */
    record Refusal() implements DoorNews {}

    /** Something else that people do at a door. */
    record Movement() implements DoorNews {}

    /** Nothing that people did. */
    record None() implements DoorNews {}

    static DoorNews of(Optional<Event> event) {
        return event.map(DoorNews::of).orElse(new None());
    }

    private static DoorNews of(Event event) {
        return switch (event) {
            case Event.Passage passage when passage.direction() == Direction.IN -> new Arrival(passage.person());
            case Event.Refused _ -> new Refusal();
            case Event.Passage _,
                    Event.Granted _,
                    Event.ExitRead _,
                    Event.ReleasedByCommand _,
                    Event.NotOpened _,
                    Event.ExitRequested _,
                    Event.Opened _,
                    Event.Closed _,
                    Event.Held _,
                    Event.StaleRead _ -> new Movement();
            case Event.Started _,
                    Event.Gap _,
                    Event.ContactSuspect _,
                    Event.PartHealth _,
                    Event.ListApplied _,
                    Event.LeaseChanged _,
                    Event.LeaseLow _,
                    Event.StorageChanged _,
                    Event.RecordsLost _,
                    Event.ClockChanged _,
                    Event.CommandHandled _,
                    Event.Disposed _,
                    Event.Restored _,
                    Event.MessageRejected _,
                    Event.CheckedOut _,
                    Event.PresenceCorrected _ -> new None();
        };
    }
}
