package knutpunkt.kiosk.grants;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Decision;
import knutpunkt.access.Lease;
import knutpunkt.access.PinOutcome;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Situation;
import knutpunkt.kiosk.words.Times;
import knutpunkt.wire.DoorId;

/** What a grant would change at its doors, at some moments, decided as a door decides. Pure. */
public final class Trials {
    /** How many doors are shown. */
    static final int DOORS_MAX = 30;

    /** A badge for the trial only: nobody's chip gives such a token. */
    private static final BadgeToken TRIAL = BadgeToken.parse("1." + "0".repeat(32));

    private Trials() {}

    /** A moment to try, with the key of its words; without one it is somebody's own choice. */
    public record Moment(Instant at, String key) {}

    /** A door at each moment. */
    public record Line(String door, List<Cell> cells) {}

    /** One door at one moment; the reason of a refusal, empty where it opens. */
    public record Cell(Optional<Reason> before, Optional<Reason> after) {
        public boolean isChanged() {
            return before.isPresent() != after.isPresent();
        }
    }

    /** Now, tonight at 23, next Saturday at 2, and what somebody chose. */
    static List<Moment> moments(Instant now, Times times, Optional<Instant> chosen) {
        ZonedDateTime here = now.atZone(times.zone());
        ZonedDateTime tonight = here.with(LocalTime.of(23, 0));
        if (!tonight.isAfter(here)) {
            tonight = tonight.plusDays(1);
        }
        ZonedDateTime saturday =
                here.with(TemporalAdjusters.next(DayOfWeek.SATURDAY)).with(LocalTime.of(2, 0));
        var moments = new ArrayList<>(List.of(
                new Moment(now, "grant.now"),
                new Moment(tonight.toInstant(), "grant.tonight"),
                new Moment(saturday.toInstant(), "grant.saturday")));
        chosen.ifPresent(at -> moments.add(new Moment(at, "grant.chosen")));
        return moments;
    }

    static List<Line> lines(AccessList list, Giving.Trial trial, List<Moment> moments, Map<DoorId, String> names) {
        AccessList before = with(list, trial.before());
        AccessList after = with(list, trial.after());
        return names.entrySet().stream()
                .filter(door -> trial.doors().contains(door.getKey()))
                .limit(DOORS_MAX)
                .map(door -> new Line(
                        door.getValue(),
                        moments.stream()
                                .map(moment -> new Cell(
                                        refusal(before, door.getKey(), moment.at()),
                                        refusal(after, door.getKey(), moment.at())))
                                .toList()))
                .toList();
    }

    /** The list as it would be, with a badge of that holder's. */
    private static AccessList with(AccessList list, AccessItem.Holder holder) {
        return list.with(
                list.revision().next(),
                List.of(holder, new AccessItem.Badge(TRIAL, holder.person(), false)),
                List.of());
    }

    private static Optional<Reason> refusal(AccessList list, DoorId door, Instant at) {
        var situation = new Situation(door, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);
        return switch (Decision.decide(list, situation, TRIAL, PinOutcome.RIGHT, at)) {
            case Decision.Granted _ -> Optional.empty();
            case Decision.Refused(Reason reason, var _) -> Optional.of(reason);
        };
    }
}
