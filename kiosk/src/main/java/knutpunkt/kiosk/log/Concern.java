package knutpunkt.kiosk.log;

import java.util.Optional;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Event;

/** Which door and which person an event concerns. Pure. */
public final class Concern {
    private Concern() {}

    /** The door it happened at; empty for what concerns the whole controller. */
    public static Optional<DoorId> door(Event event) {
        return switch (event) {
            case Event.Granted granted -> Optional.of(granted.situation().door());
            case Event.Refused refused -> Optional.of(refused.situation().door());
            case Event.ExitRead read -> Optional.of(read.door());
            case Event.ReleasedByCommand released -> Optional.of(released.door());
            case Event.Passage passage -> Optional.of(passage.door());
            case Event.NotOpened(DoorId door, long _) -> Optional.of(door);
            case Event.ExitRequested(DoorId door) -> Optional.of(door);
            case Event.Opened opened -> Optional.of(opened.door());
            case Event.Closed(DoorId door) -> Optional.of(door);
            case Event.Held(DoorId door) -> Optional.of(door);
            case Event.ContactSuspect(DoorId door) -> Optional.of(door);
            case Event.StaleRead stale -> Optional.of(stale.door());
            case Event.PartHealth health -> Optional.of(health.door());
            case Event.RecordsLost lost -> Optional.of(lost.door());
            case Event.Started _,
                    Event.Gap _,
                    Event.ListApplied _,
                    Event.LeaseChanged _,
                    Event.LeaseLow _,
                    Event.StorageChanged _,
                    Event.ClockChanged _,
                    Event.CommandHandled _,
                    Event.Disposed _,
                    Event.Restored _,
                    Event.MessageRejected _,
                    Event.CheckedOut _,
                    Event.PresenceCorrected _ -> Optional.empty();
        };
    }

    /** Whose badge or presence it was, where that is known. */
    public static Optional<PersonId> person(Event event) {
        return switch (event) {
            case Event.Granted granted -> Optional.of(granted.person());
            case Event.Refused refused -> refused.person();
            case Event.ExitRead read -> read.person();
            case Event.Passage passage -> Optional.of(passage.person());
            case Event.PresenceCorrected corrected -> Optional.of(corrected.person());
            case Event.Started _,
                    Event.Gap _,
                    Event.ReleasedByCommand _,
                    Event.NotOpened _,
                    Event.ExitRequested _,
                    Event.Opened _,
                    Event.Closed _,
                    Event.Held _,
                    Event.ContactSuspect _,
                    Event.StaleRead _,
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
                    Event.CheckedOut _ -> Optional.empty();
        };
    }
}
