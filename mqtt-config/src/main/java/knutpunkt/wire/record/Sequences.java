package knutpunkt.wire.record;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Numbers of records of one journal, ascending, as people write page numbers: {@code 17-20,25}. There is one way to write
 * a set of numbers, and no other text is one.
 */
public record Sequences(String text) {
    /** More than one step of a disposal ever holds; it bounds what a stranger's text can make us count. */
    public static final int COUNT_MAX = 10_000;

    /** A number, or two of which the second is the higher one: {@code 17-18}, never {@code 17,18}. */
    private static final Pattern RUN = Pattern.compile("([1-9][0-9]{0,17})(?:-([1-9][0-9]{0,17}))?");

    /** Runs with commas between them; that they ascend is a rule no pattern holds. */
    public static final Pattern SHAPE = Pattern.compile(RUN.pattern() + "(?:," + RUN.pattern() + ")*");

    private record Run(long first, long last) {
        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    public Sequences {
        requireNonNull(text, "text");
        runs(text);
    }

    /**
     * Those numbers.
     *
     * @param ascending at least one and at most {@value #COUNT_MAX}, each higher than the one before
     */
    public static Sequences of(long... ascending) {
        var text = new StringBuilder();
        int i = 0;
        while (i < ascending.length) {
            int first = i;
            while (i + 1 < ascending.length && ascending[i + 1] == ascending[i] + 1) {
                i++;
            }
            text.append(first == 0 ? "" : ",").append(new Run(ascending[first], ascending[i]));
            i++;
        }
        return new Sequences(text.toString());
    }

    /** Each of them, ascending. */
    public LongStream stream() {
        return runs(text).stream().flatMapToLong(run -> LongStream.rangeClosed(run.first(), run.last()));
    }

    /** How many there are. */
    public long count() {
        return stream().count();
    }

    @Override
    public String toString() {
        return text;
    }

    private static List<Run> runs(String text) {
        var runs = new ArrayList<Run>();
        long count = 0;
        long last = -1; // the first number is 1, and touches nothing
        for (String part : text.split(",", -1)) {
            Matcher matcher = RUN.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("sequences must look like 17-20,25");
            }
            long from = Long.parseLong(matcher.group(1));
            long to = matcher.group(2) == null ? from : Long.parseLong(matcher.group(2));
            // Two runs that touch would be one: a set has one text.
            if (from <= last + 1 || to < from || (matcher.group(2) != null && to == from)) {
                throw new IllegalArgumentException("sequences must ascend, and runs must not touch: [" + part + "]");
            }
            count += to - from + 1;
            if (count > COUNT_MAX) {
                throw new IllegalArgumentException("sequences must be at most " + COUNT_MAX);
            }
            runs.add(new Run(from, to));
            last = to;
        }
        return runs;
    }
}
