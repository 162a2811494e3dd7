package knutpunkt.kiosk.grants;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.DoorGroup;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.MayDo;
import knutpunkt.kiosk.schedules.PlainHours;
import knutpunkt.kiosk.schedules.Schedule;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.words.Times;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** Says grants in plain words: "Får öppna Torgdörren: vardagar 15–24; till och med 2026-12-31". */
public final class PlainWords implements MayDo {
    private final InstantSource clock;

    public PlainWords(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /** What doors, their groups and schedules are called, read once for many grants. */
    record Names(
            Map<DoorId, String> doors, Map<DoorGroupId, DoorGroup> doorGroups, Map<ScheduleId, Schedule> schedules) {
        static Names of(Transaction transaction) {
            return new Names(
                    Plan.doorNames(transaction),
                    DoorGroups.all(transaction).stream().collect(Collectors.toMap(DoorGroup::id, Function.identity())),
                    Schedules.all(transaction).stream().collect(Collectors.toMap(Schedule::id, Function.identity())));
        }
    }

    @Override
    public List<String> mayDo(Transaction transaction, PersonId person, Words words, Times times) {
        Optional<Instant> end = Holders.end(transaction, person);
        return sentences(
                transaction,
                Grants.concerning(transaction, person),
                end,
                words,
                times,
                grant -> grant.to()
                        .group()
                        .map(group -> through(transaction, group, words))
                        .orElse(""));
    }

    @Override
    public List<String> mayDo(Transaction transaction, GroupId group, Words words, Times times) {
        List<Given> grants =
                Grants.list(transaction, Grants.Filter.of(new Recipient.WholeGroup(group)), "", Holders.GRANTS_MAX);
        return sentences(transaction, grants, Holders.end(transaction, group), words, times, _ -> "");
    }

    /** One grant by its id; empty for one that was taken back since. */
    public Optional<String> grant(Transaction transaction, GrantId id, Words words, Times times) {
        return Grants.find(transaction, id)
                .map(grant -> say(grant, Optional.empty(), Names.of(transaction), words, times));
    }

    private List<String> sentences(
            Transaction transaction,
            List<Given> grants,
            Optional<Instant> end,
            Words words,
            Times times,
            Function<Given, String> suffix) {
        if (grants.isEmpty()) {
            return List.of(words.say("grant.nothing"));
        }
        Names names = Names.of(transaction);
        return grants.stream()
                .sorted(Comparator.comparing((Given grant) -> isOver(grant, end))
                        .thenComparing(Given::from)
                        .thenComparing(grant -> grant.id().text()))
                .map(grant -> say(grant, end, names, words, times) + suffix.apply(grant))
                .toList();
    }

    private static String through(Transaction transaction, GroupId group, Words words) {
        String name = Groups.find(transaction, group).orElseThrow().name();
        return " " + words.say("grant.through", "group", name);
    }

    boolean isOver(Given grant, Optional<Instant> end) {
        return !clock.instant().isBefore(end(grant, end));
    }

    private static Instant end(Given grant, Optional<Instant> end) {
        return end.filter(own -> own.isBefore(grant.until())).orElse(grant.until());
    }

    /**
     * One grant, without who has it.
     *
     * @param end of whoever has it
     */
    String say(Given grant, Optional<Instant> end, Names names, Words words, Times times) {
        Instant until = end(grant, end);
        String doors = doors(grant, names, words);
        if (isOver(grant, end)) {
            return words.say("grant.over", "doors", doors, "until", until(until, words, times));
        }
        boolean begun = !clock.instant().isBefore(grant.from());
        String start = begun ? "" : " " + words.say("grant.from", "time", from(grant.from(), times));
        return words.say(
                "grant.may",
                "doors",
                doors + start,
                "hours",
                hours(grant, names, words),
                "until",
                until(until, words, times));
    }

    static String hours(Given grant, Names names, Words words) {
        return grant.schedule()
                .map(id -> Optional.ofNullable(names.schedules().get(id))
                        .map(schedule -> PlainHours.say(schedule, words))
                        .orElseGet(() -> words.say("hours.never")))
                .orElseGet(() -> words.say("hours.always"));
    }

    /** As a list within a sentence, with the doors of each group of doors. */
    static String doors(Given grant, Names names, Words words) {
        var parts = new ArrayList<>(named(grant.doors(), names));
        grant.doorGroups().stream()
                .flatMap(id -> Optional.ofNullable(names.doorGroups().get(id)).stream())
                .sorted(Comparator.comparing(DoorGroup::name))
                .forEach(group -> parts.add(group.name() + " ("
                        + (group.doors().isEmpty()
                                ? words.say("grant.no-doors")
                                : String.join(", ", named(group.doors(), names)))
                        + ")"));
        if (parts.size() < 2) {
            return String.join("", parts);
        }
        return String.join(", ", parts.subList(0, parts.size() - 1)) + " " + words.say("hours.and") + " "
                + parts.getLast();
    }

    private static Set<String> named(Set<DoorId> doors, Names names) {
        return doors.stream()
                .map(door -> names.doors().getOrDefault(door, door.text()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String from(Instant from, Times times) {
        return isMidnight(from, times) ? times.day(from) : times.minute(from);
    }

    /** A grant that ends at midnight is good until the day before, included: so people say it. */
    static String until(Instant until, Words words, Times times) {
        return isMidnight(until, times)
                ? words.say("grant.until-day", "day", times.day(until.minusSeconds(1)))
                : words.say("grant.until-time", "time", times.minute(until));
    }

    private static boolean isMidnight(Instant time, Times times) {
        return time.atZone(times.zone()).toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
