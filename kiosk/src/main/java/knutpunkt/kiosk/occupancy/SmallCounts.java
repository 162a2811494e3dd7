package knutpunkt.kiosk.occupancy;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Counts that may stand beside their sum without telling of one or two people. Pure. Counts under three, nought among
 * them, go into one sum; when that would still be under three, the smallest of the others goes in too, until it is not.
 * Nought is no exception: next to a hidden one or two it would tell them apart, and that nobody of an organisation is
 * there says as much as that one is.
 *
 * @param shown those that may be shown, in the order they were given
 * @param others the sum of those that may not; empty when there are none
 * @param total the sum of all; empty when it is under three itself
 */
public record SmallCounts<K>(SequencedMap<K, Long> shown, Optional<Long> others, Optional<Long> total) {
    /** The least number that is shown. */
    public static final long SHOWN_MIN = 3;

    public SmallCounts {
        shown = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shown));
        requireNonNull(others, "others");
        requireNonNull(total, "total");
    }

    /**
     * Folds what is too small to be shown.
     *
     * @param counts in the order to show them
     * @param nobodys people who count and belong to none of these; they are always in the others
     */
    public static <K> SmallCounts<K> of(SequencedMap<K, Long> counts, long nobodys) {
        long total =
                nobodys + counts.values().stream().mapToLong(Long::longValue).sum();
        if (total < SHOWN_MIN) {
            return new SmallCounts<>(new LinkedHashMap<>(), Optional.empty(), Optional.empty());
        }
        var shown = new LinkedHashMap<>(counts);
        shown.values().removeIf(count -> count < SHOWN_MIN);
        long others = total - shown.values().stream().mapToLong(Long::longValue).sum();
        boolean isFolded = nobodys > 0 || shown.size() < counts.size();
        while (isFolded && others < SHOWN_MIN) {
            Map.Entry<K, Long> smallest = shown.entrySet().stream()
                    .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                    .orElseThrow();
            others += smallest.getValue();
            shown.remove(smallest.getKey());
        }
        return new SmallCounts<>(shown, isFolded ? Optional.of(others) : Optional.empty(), Optional.of(total));
    }
}
