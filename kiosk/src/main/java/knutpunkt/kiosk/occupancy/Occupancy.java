package knutpunkt.kiosk.occupancy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/**
 * Counts people hour by hour, as presence counted them: somebody who was there for any part of an hour counts once in it.
 * A stay whose end went unseen lasts until that person's next entry, or the night's check-out; an exit without an entry is none.
 */
public final class Occupancy {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int DAYS_OF_A_WEEK = 7;

    /** Two questions, so that each finds its stays by an index: those that have ended since, and those that go on. */
    private static final String STAYS = """
            SELECT person.partner, stay.person, stay.counted_at, stay.ended_at
            FROM stay JOIN person ON person.id = stay.person
            WHERE stay.ended_at > ? AND stay.counted_at < ? AND stay.state IN ('LEFT', 'END_UNKNOWN', 'CHECKED_OUT')
            UNION ALL
            SELECT person.partner, stay.person, stay.counted_at, NULL
            FROM stay JOIN person ON person.id = stay.person
            WHERE stay.state = 'PRESENT' AND stay.counted_at < ?""";

    private Occupancy() {}

    /** Whose people are counted in an hour; asked with the hour's first moment and the first after it. */
    @FunctionalInterface
    public interface Counted {
        boolean isCounted(PartnerId partner, Instant from, Instant until);
    }

    private record Time(PartnerId partner, String person, Instant from, Optional<Instant> until) {}

    /** One day, up to now. */
    public static OccupancyDay day(Transaction transaction, LocalDate date, ZoneId zone, Instant now, Counted counted) {
        List<Instant> starts = hours(date, zone);
        Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
        List<Time> times = transaction.list(STAYS, Occupancy::read, starts.getFirst(), end, end);
        List<PartnerId> partners =
                transaction.list("SELECT id FROM partner ORDER BY id", row -> new PartnerId(row.text("id")));
        List<OccupancyDay.Hour> hours = IntStream.range(0, starts.size())
                .mapToObj(i -> {
                    Instant from = starts.get(i);
                    Instant until = i + 1 < starts.size() ? starts.get(i + 1) : end;
                    List<PartnerId> counting = partners.stream()
                            .filter(partner -> counted.isCounted(partner, from, until))
                            .toList();
                    return now.isBefore(from)
                            ? new OccupancyDay.Hour(from, until, false, Optional.empty(), Map.of())
                            : hour(from, until, times, counting);
                })
                .toList();
        return new OccupancyDay(date, hours);
    }

    /** Seven days from a Monday, of these partners. */
    public static List<OccupancyDay> week(
            Transaction transaction, LocalDate monday, ZoneId zone, Instant now, Set<PartnerId> partners) {
        return IntStream.range(0, DAYS_OF_A_WEEK)
                .mapToObj(day -> day(
                        transaction, monday.plusDays(day), zone, now, (partner, _, _) -> partners.contains(partner)))
                .toList();
    }

    /** Where each of the day's hours begins. Hours are real ones: where the clocks change, there are more or fewer. */
    private static List<Instant> hours(LocalDate date, ZoneId zone) {
        Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
        var starts = new ArrayList<Instant>();
        for (Instant at = date.atStartOfDay(zone).toInstant(); at.isBefore(end); at = at.plus(HOUR)) {
            starts.add(at);
        }
        return starts;
    }

    private static OccupancyDay.Hour hour(Instant from, Instant until, List<Time> times, List<PartnerId> counting) {
        var people = new LinkedHashMap<PartnerId, Set<String>>();
        counting.forEach(partner -> people.put(partner, new HashSet<>()));
        for (Time time : times) {
            boolean isThere = time.from().isBefore(until)
                    && time.until().orElse(Instant.MAX).isAfter(from);
            if (isThere) {
                people.computeIfPresent(time.partner(), (_, persons) -> with(persons, time.person()));
            }
        }
        var counts = new LinkedHashMap<PartnerId, Long>();
        people.forEach((partner, persons) -> counts.put(partner, (long) persons.size()));
        SmallCounts<PartnerId> told = SmallCounts.of(counts, 0);
        return new OccupancyDay.Hour(from, until, true, told.total(), told.shown());
    }

    private static Set<String> with(Set<String> persons, String person) {
        persons.add(person);
        return persons;
    }

    private static Time read(Row row) {
        return new Time(
                new PartnerId(row.text("partner")),
                row.text("person"),
                row.time("counted_at"),
                row.findTime("ended_at"));
    }
}
