package knutpunkt.simulation.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who is present, by the log: the order of time, controller and sequence counts, not that of arrival. Whoever was not seen
 * to leave by the night is not counted from then on, and looked for a day longer if there is a fire (I11, I14).
 */
final class Stays {
    private static final Duration LOOKED_FOR = Duration.ofHours(24);

    private static final Comparator<Place> ORDER = Comparator.comparing(Place::at)
            .thenComparing(Place::controller)
            .thenComparingLong(Place::sequence)
            .thenComparing(Place::journal);

    private final Map<String, TreeMap<Place, String>> directions = new HashMap<>();
    private final TreeMap<Place, Instant> nights = new TreeMap<>(ORDER);
    private final Map<String, Optional<Here>> worked = new HashMap<>();

    /** A passage's place in time. */
    record Place(Instant at, String controller, long sequence, String journal) {}

    /**
     * Somebody who has come and was not seen to leave.
     *
     * @param outAt when the night stopped counting them
     */
    private record Here(Instant seen, Optional<Instant> outAt) {
        boolean isCounted() {
            return outAt.isEmpty();
        }

        boolean isLookedFor(Instant now) {
            return outAt.filter(at -> !now.isBefore(at.plus(LOOKED_FOR))).isEmpty();
        }
    }

    void passed(String person, Place place, String direction) {
        directions.computeIfAbsent(person, _ -> new TreeMap<>(ORDER)).put(place, direction);
        worked.remove(person);
    }

    /** From there on whoever is here and was not seen after that is not counted. */
    void night(Place place, Instant seenBefore) {
        nights.put(place, seenBefore);
        worked.clear();
    }

    private Optional<Here> here(String person) {
        return worked.computeIfAbsent(person, this::work);
    }

    private Optional<Here> work(String person) {
        var all = new TreeMap<Place, Object>(ORDER);
        all.putAll(nights);
        all.putAll(directions.get(person));
        Optional<Here> here = Optional.empty();
        for (Map.Entry<Place, Object> each : all.entrySet()) {
            Instant at = each.getKey().at();
            Optional<Here> before = here.filter(one -> one.isLookedFor(at));
            here = each.getValue() instanceof Instant seenBefore
                    ? before.map(one -> afterNight(one, at, seenBefore))
                    : afterPassage(before, at, String.valueOf(each.getValue()));
        }
        return here;
    }

    private static Here afterNight(Here before, Instant at, Instant seenBefore) {
        return before.isCounted() && !before.seen().isAfter(seenBefore)
                ? new Here(before.seen(), Optional.of(at))
                : before;
    }

    private static Optional<Here> afterPassage(Optional<Here> before, Instant at, String direction) {
        boolean leaves = switch (direction) {
            case "OUT" -> true;
            case "TOGGLE" -> before.filter(Here::isCounted).isPresent();
            default -> false;
        };
        return leaves ? Optional.empty() : Optional.of(new Here(at, Optional.empty()));
    }

    private long count(Predicate<Here> whether) {
        return directions.keySet().stream()
                .filter(person -> here(person).filter(whether).isPresent())
                .count();
    }

    /** How many the wall counts. */
    long present() {
        return count(Here::isCounted);
    }

    /** How many are to be looked for if there is a fire. */
    long lookedFor(Instant now) {
        return count(one -> one.isLookedFor(now));
    }

    /** How many are counted who were not seen after that. */
    long countedUnseenSince(Instant seen) {
        return count(one -> one.isCounted() && !one.seen().isAfter(seen));
    }

    Stays copy() {
        var copy = new Stays();
        directions.forEach((person, ways) -> copy.directions.put(person, new TreeMap<>(ways)));
        copy.nights.putAll(nights);
        return copy;
    }
}
