package knutpunkt.simulation.model;

import java.util.Comparator;

/**
 * A list's number: within an epoch they count on, and a new epoch is after all of those before.
 *
 * @param number 0 in epoch 0 for the empty list that a controller without a memory has
 */
public record ListNumber(int epoch, long number) implements Comparable<ListNumber> {
    public static final ListNumber NONE = new ListNumber(0, 0);

    private static final Comparator<ListNumber> ORDER =
            Comparator.comparingInt(ListNumber::epoch).thenComparingLong(ListNumber::number);

    @Override
    public int compareTo(ListNumber other) {
        return ORDER.compare(this, other);
    }

    boolean isAfter(ListNumber other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return epoch + "." + number;
    }
}
