package knutpunkt.wire.record;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.BootId;
import knutpunkt.wire.JournalId;

/**
 * The part of a record that is never forgotten.
 *
 * @param sequence 1, 2, 3 … within the journal, without a hole
 * @param kind what the body is, lower-case words joined by dashes; an unknown one is kept, never refused
 * @param uptimeMillis monotonic milliseconds since the boot
 * @param at wall time, whole milliseconds; a lower bound unless the clock is trusted
 */
public record Header(
        JournalId journal, long sequence, BootId boot, String kind, long uptimeMillis, Instant at, ClockTrust clock) {
    private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,31}");

    public Header {
        requireNonNull(journal, "journal");
        requireNonNull(boot, "boot");
        requireNonNull(at, "at");
        requireNonNull(clock, "clock");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence [" + sequence + "] must be 1 or more");
        }
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("kind [" + kind + "] must match " + KIND);
        }
        if (uptimeMillis < 0) {
            throw new IllegalArgumentException("uptime [" + uptimeMillis + "] ms must not be negative");
        }
        if (!at.equals(at.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("time [" + at + "] must be whole milliseconds");
        }
    }

    /**
     * What is hashed: one line each, ending in a line feed, in this order: the words {@code knutpunkt-record-1},
     * journal, sequence, boot, kind, uptime in ms, time in ms since 1970, clock trust. Any tool can make them again.
     */
    byte[] canonical() {
        return String.join(
                        "\n",
                        "knutpunkt-record-1",
                        journal.text(),
                        Long.toString(sequence),
                        boot.text(),
                        kind,
                        Long.toString(uptimeMillis),
                        Long.toString(at.toEpochMilli()),
                        clock.name(),
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
