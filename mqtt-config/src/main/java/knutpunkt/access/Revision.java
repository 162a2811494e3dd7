package knutpunkt.access;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A numbered state of the access list. A restore of the service starts a new epoch, so that a revision is never used
 * for two different lists; controllers only ever move to a higher one (invariant I2).
 */
public record Revision(int epoch, long number) implements Comparable<Revision> {
    /** What a controller has that never met the service: it refuses everybody. */
    public static final Revision NONE = new Revision(0, 0);

    /** What its text on the wire matches. */
    public static final Pattern VALID = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,18})");

    private static final Comparator<Revision> ORDER =
            Comparator.comparingInt(Revision::epoch).thenComparingLong(Revision::number);

    public Revision {
        if (epoch < 0 || number < 0) {
            throw new IllegalArgumentException("revision [" + epoch + "." + number + "] must not be negative");
        }
    }

    /** Reads what {@link #toString} wrote, for example {@code 1.42}. */
    public static Revision parse(String text) {
        Matcher matcher = VALID.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("revision [" + text + "] must match " + VALID);
        }
        return new Revision(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    public Revision next() {
        return new Revision(epoch, number + 1);
    }

    public boolean isAfter(Revision other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "." + number;
    }
}
