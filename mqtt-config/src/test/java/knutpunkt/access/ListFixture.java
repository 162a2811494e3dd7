package knutpunkt.access;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** One person, one badge, one door: a list that grants, for a test to change in the one way it is about. */
final class ListFixture {
    static final DoorId DOOR = new DoorId("square");
    static final DoorId OTHER_DOOR = new DoorId("yard");
    static final BadgeToken TOKEN = new BadgeToken(1, 0x0123_4567_89ab_cdefL, 0x7edc_ba98_7654_3210L);
    static final PersonId PERSON = new PersonId("p-17");
    static final GrantId GRANT = new GrantId("g-1");
    static final ScheduleId EVENINGS = new ScheduleId("evenings");
    static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
    static final Instant NOW = Instant.parse("2026-06-10T20:30:00Z");

    boolean blocked;
    boolean holderKnown = true;
    boolean pinNeeded;
    boolean extendedTime;
    boolean entersInLockdown;
    boolean essential;
    List<Grant> grants = List.of(grant("g-1", FROM, UNTIL));
    Posture posture = Posture.NORMAL;
    Lease lease = Lease.CURRENT;
    ClockTrust clock = ClockTrust.TRUSTED;
    boolean highRisk;
    PinOutcome pin = PinOutcome.NOT_GIVEN;
    List<AccessItem> more = new ArrayList<>();

    static Grant grant(String id, Instant from, Instant until) {
        return new Grant(new GrantId(id), Set.of(DOOR), Optional.empty(), from, until);
    }

    static Grant inHours(String id, ScheduleId schedule, Instant from, Instant until) {
        return new Grant(new GrantId(id), Set.of(DOOR), Optional.of(schedule), from, until);
    }

    static AccessItem.Calendar calendar(LocalDate... exceptionDays) {
        var named = new TreeMap<LocalDate, String>();
        for (LocalDate day : exceptionDays) {
            named.put(day, "closed for a reason");
        }
        return new AccessItem.Calendar(STOCKHOLM, named);
    }

    static AccessItem.Schedule schedule(Window... weekly) {
        return new AccessItem.Schedule(EVENINGS, List.of(weekly), List.of());
    }

    static Window window(DayOfWeek day, int startHour, int endHour) {
        return new Window(day, startHour * 60, endHour * 60);
    }

    /** The grant, in these hours, with Sweden's calendar. */
    ListFixture inHoursOf(AccessItem.Schedule schedule, AccessItem.Calendar calendar) {
        grants = List.of(inHours("g-1", schedule.id(), FROM, UNTIL));
        more.add(schedule);
        more.add(calendar);
        return this;
    }

    AccessList list() {
        List<AccessItem> items = new ArrayList<>(more);
        items.add(new AccessItem.Badge(TOKEN, PERSON, blocked));
        if (holderKnown) {
            items.add(new AccessItem.Holder(PERSON, pinNeeded, extendedTime, entersInLockdown, essential, grants));
        }
        return AccessList.empty().with(new Revision(1, 1), items, List.of());
    }

    Situation situation() {
        return new Situation(DOOR, posture, lease, clock, highRisk);
    }

    Decision decide(String now) {
        return decide(Instant.parse(now));
    }

    Decision decide(Instant now) {
        return Decision.decide(list(), situation(), TOKEN, pin, now);
    }

    static Decision granted() {
        return new Decision.Granted(PERSON, GRANT, false);
    }

    static Decision refused(Reason reason) {
        return new Decision.Refused(reason, Optional.of(PERSON));
    }
}
