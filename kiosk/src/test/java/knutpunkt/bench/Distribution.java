package knutpunkt.bench;

import java.util.Arrays;
import java.util.Locale;

/** Durations of one kind, and the line that tells of them. */
public final class Distribution {
    private final String name;
    private final long[] nanos;
    private int count;

    public Distribution(String name, int size) {
        this.name = name;
        this.nanos = new long[size];
    }

    public void add(long durationNanos) {
        nanos[count++] = durationNanos;
    }

    /** One row of a Markdown table: name, how many, median, 99th percentile, longest, in milliseconds. */
    public void print() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f |%n",
                name,
                count,
                millis(sorted, 0.50),
                millis(sorted, 0.99),
                millis(sorted, 1.0));
    }

    public static void printHead() {
        System.out.println("| what | runs | p50 ms | p99 ms | longest ms |");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
    }

    private static double millis(long[] sorted, double part) {
        int index = (int) Math.ceil(part * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1_000_000.0;
    }
}
