package knutpunkt.kiosk.grants;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** What the form of a new grant holds, and what it means: dates are days of the site, both included. */
final class GrantDraft {
    static final String WHO = "who";
    static final String PERSON = "person";
    static final String GROUP = "group";
    static final String DOORS = "doors";
    static final String DOOR_GROUPS = "door-groups";
    static final String SCHEDULE = "schedule";
    static final String FROM = "from";
    static final String UNTIL = "until";
    static final String DAY = "day";
    static final String TIME = "time";
    static final String ACT = "act";

    private GrantDraft() {}

    /** All fields that there are. */
    static String[] fields() {
        return new String[] {WHO, PERSON, GROUP, DOORS, DOOR_GROUPS, SCHEDULE, FROM, UNTIL, DAY, TIME, ACT};
    }

    /**
     * What is asked for.
     *
     * @throws Problem about the first field that is not fine
     */
    static Giving.Wanted wanted(Form form, ZoneId zone) {
        List<DoorId> doors = form.values(DOORS, "must be doors of this site", DoorId::new);
        List<DoorGroupId> doorGroups = form.values(DOOR_GROUPS, DoorGroups.RULE, DoorGroupId::new);
        if (doors.isEmpty() && doorGroups.isEmpty()) {
            throw Problem.badRequest(DOORS, "must be at least one, or a group of doors");
        }
        if (doors.size() > Given.DOORS_MAX) {
            throw Problem.badRequest(DOORS, "must be at most " + Given.DOORS_MAX);
        }
        if (doorGroups.size() > Given.DOOR_GROUPS_MAX) {
            throw Problem.badRequest(DOOR_GROUPS, "must be at most " + Given.DOOR_GROUPS_MAX);
        }
        LocalDate from = form.day(FROM);
        LocalDate until = form.day(UNTIL);
        if (until.isBefore(from)) {
            throw Problem.badRequest(UNTIL, "must not be before the first day");
        }
        return new Giving.Wanted(
                recipient(form),
                doors,
                doorGroups,
                form.optionalValue(SCHEDULE, Schedules.RULE, ScheduleId::new),
                start(FROM, from, zone),
                start(UNTIL, until.plusDays(1), zone));
    }

    /** The first moment of a day, on which a change to summer time may fall. */
    private static Instant start(String field, LocalDate day, ZoneId zone) {
        Instant start = day.atStartOfDay(zone).toInstant();
        if (!Given.isPossible(start)) {
            throw Problem.badRequest(field, "must be between the years 1970 and 2106");
        }
        return start;
    }

    private static Recipient recipient(Form form) {
        Optional<GroupId> group = form.optionalValue(GROUP, Groups.RULE, GroupId::new);
        Optional<PersonId> person = form.optionalValue(PERSON, People.RULE, PersonId::new);
        if (group.isPresent() == person.isPresent()) {
            throw Problem.badRequest(WHO, "must be one person or one group");
        }
        return group.<Recipient>map(Recipient.WholeGroup::new).orElseGet(() -> new Recipient.OnePerson(person.get()));
    }
}
