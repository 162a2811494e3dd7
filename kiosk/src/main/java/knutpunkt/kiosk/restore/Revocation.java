package knutpunkt.kiosk.restore;

import java.time.Instant;
import java.util.List;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Window;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** One thing that a list no longer allows and an earlier one did, as the site's tables can say it. */
sealed interface Revocation {
    /** Blocked, or gone. */
    record BadgeBlocked(BadgeToken token) implements Revocation {}

    /** Nobody has it any more, or its hours are others. */
    record GrantEnded(GrantId grant) implements Revocation {}

    record GrantUntil(GrantId grant, Instant until) implements Revocation {}

    record GrantFrom(GrantId grant, Instant from) implements Revocation {}

    record DoorTaken(GrantId grant, DoorId door) implements Revocation {}

    /** No grant of theirs holds from then on. */
    record PersonUntil(PersonId person, Instant until) implements Revocation {}

    /** What others may by their group, this one may not. */
    record GroupLeft(PersonId person) implements Revocation {}

    /** A schedule has fewer hours: these are left. */
    record HoursCut(ScheduleId schedule, List<Window> weekly, List<Window> onExceptionDays) implements Revocation {
        public HoursCut {
            weekly = List.copyOf(weekly);
            onExceptionDays = List.copyOf(onExceptionDays);
        }
    }
}
