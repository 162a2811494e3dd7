package knutpunkt.access;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** Every item that differs from a given one in just one thing. */
final class ItemVariants {
    private static final Window NIGHT = new Window(DayOfWeek.SUNDAY, 0, 60);

    private ItemVariants() {}

    static Stream<AccessItem> of(AccessItem item) {
        return switch (item) {
            case AccessItem.Badge badge -> of(badge);
            case AccessItem.Holder holder -> of(holder);
            case AccessItem.Schedule schedule -> of(schedule);
            case AccessItem.Calendar calendar -> of(calendar);
        };
    }

    private static Stream<AccessItem> of(AccessItem.Badge badge) {
        BadgeToken token = badge.token();
        return Stream.of(
                new AccessItem.Badge(new BadgeToken(2, token.high(), token.low()), badge.person(), badge.blocked()),
                new AccessItem.Badge(new BadgeToken(1, token.high() + 1, token.low()), badge.person(), badge.blocked()),
                new AccessItem.Badge(new BadgeToken(1, token.high(), token.low() + 1), badge.person(), badge.blocked()),
                new AccessItem.Badge(token, new PersonId("p-18"), badge.blocked()),
                new AccessItem.Badge(token, new PersonId("p-1"), badge.blocked()),
                new AccessItem.Badge(token, badge.person(), !badge.blocked()));
    }

    private static Stream<AccessItem> of(AccessItem.Holder holder) {
        PersonId person = holder.person();
        boolean pin = holder.pinNeeded();
        boolean time = holder.extendedTime();
        boolean lockdown = holder.entersInLockdown();
        boolean essential = holder.essential();
        List<Grant> grants = holder.grants();
        Grant grant = grants.getFirst();
        var extra = new Grant(new GrantId("g-2"), grant.doors(), grant.schedule(), grant.from(), grant.until());
        Stream<AccessItem> ofPerson = Stream.of(
                new AccessItem.Holder(new PersonId("p-18"), pin, time, lockdown, essential, grants),
                new AccessItem.Holder(person, !pin, time, lockdown, essential, grants),
                new AccessItem.Holder(person, pin, !time, lockdown, essential, grants),
                new AccessItem.Holder(person, pin, time, !lockdown, essential, grants),
                new AccessItem.Holder(person, pin, time, lockdown, !essential, grants),
                new AccessItem.Holder(person, pin, time, lockdown, essential, List.of()),
                new AccessItem.Holder(person, pin, time, lockdown, essential, List.of(grant, extra)),
                new AccessItem.Holder(person, pin, time, lockdown, essential, List.of(extra, grant)));
        Stream<AccessItem> ofGrant = variants(grant)
                .map(other -> new AccessItem.Holder(person, pin, time, lockdown, essential, List.of(other)));
        return Stream.concat(ofPerson, ofGrant);
    }

    private static Stream<Grant> variants(Grant grant) {
        var from = grant.from();
        var until = grant.until();
        var schedule = grant.schedule();
        var doors = grant.doors();
        return Stream.of(
                new Grant(new GrantId("g-10"), doors, schedule, from, until),
                new Grant(grant.id(), Set.of(new DoorId("square")), schedule, from, until),
                new Grant(grant.id(), Set.of(new DoorId("square"), new DoorId("cellar")), schedule, from, until),
                new Grant(grant.id(), Set.of(new DoorId("squareyard")), schedule, from, until),
                new Grant(grant.id(), doors, Optional.empty(), from, until),
                new Grant(grant.id(), doors, Optional.of(new ScheduleId("mornings")), from, until),
                new Grant(grant.id(), doors, schedule, from.plusSeconds(1), until),
                new Grant(grant.id(), doors, schedule, from, until.plusSeconds(1)));
    }

    private static Stream<AccessItem> of(AccessItem.Schedule schedule) {
        ScheduleId id = schedule.id();
        Window window = schedule.weekly().getFirst();
        return Stream.of(
                new AccessItem.Schedule(new ScheduleId("mornings"), schedule.weekly(), schedule.onExceptionDays()),
                new AccessItem.Schedule(id, List.of(), schedule.onExceptionDays()),
                new AccessItem.Schedule(id, List.of(), schedule.weekly()),
                new AccessItem.Schedule(id, List.of(window, NIGHT), List.of()),
                new AccessItem.Schedule(id, List.of(NIGHT, window), List.of()),
                new AccessItem.Schedule(id, List.of(window), List.of(NIGHT)),
                new AccessItem.Schedule(
                        id,
                        List.of(new Window(DayOfWeek.TUESDAY, window.startMinute(), window.endMinute())),
                        List.of()),
                new AccessItem.Schedule(
                        id, List.of(new Window(window.day(), window.startMinute() + 1, window.endMinute())), List.of()),
                new AccessItem.Schedule(
                        id,
                        List.of(new Window(window.day(), window.startMinute(), window.endMinute() - 1)),
                        List.of()));
    }

    private static Stream<AccessItem> of(AccessItem.Calendar calendar) {
        LocalDate day = calendar.exceptionDays().firstKey();
        return Stream.of(
                new AccessItem.Calendar(ZoneId.of("Europe/Oslo"), calendar.exceptionDays()),
                new AccessItem.Calendar(calendar.zone(), new TreeMap<>()),
                new AccessItem.Calendar(calendar.zone(), new TreeMap<>(Map.of(day, "första juldagen"))),
                new AccessItem.Calendar(calendar.zone(), new TreeMap<>(Map.of(day.plusDays(1), "juldagen"))),
                new AccessItem.Calendar(
                        calendar.zone(), new TreeMap<>(Map.of(day, "juldagen", day.plusDays(1), "annandag jul"))));
    }
}
