package knutpunkt.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes of a bench hold, in MB. */
public final class Memory {
    private static final int KILO = 1_024;

    private Memory() {}

    /** What a process has in memory now, as Linux counts it. */
    public static long resident(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most that a process has had in memory so far, as Linux counts it. */
    public static long residentPeak(long pid) {
        return status(pid, "VmHWM:");
    }

    private static long status(long pid, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KILO)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("process [" + pid + "] has no memory any more"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What this process's heap holds once it has been cleared. */
    public static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / KILO / KILO;
    }
}
