package knutpunkt.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import knutpunkt.bench.Memory;

/**
 * What a process uses of the machine, as Linux tells under {@code /proc}.
 *
 * @param residentMb memory that is in the machine's
 * @param cpuNanos processor time of all its threads since it began
 */
record Usage(long residentMb, long cpuNanos) {
    /** Linux counts processor time in hundredths of a second here, whatever its own tick (proc(5), USER_HZ). */
    private static final long TICK_NANOS = 10_000_000;

    /** Where utime and stime stand in {@code /proc/PID/stat} after the name's closing bracket (proc(5), fields 14, 15). */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    static Usage of(Program program) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + program.pid(), "stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        long ticks = Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM));
        return new Usage(Memory.resident(program.pid()), ticks * TICK_NANOS);
    }
}
