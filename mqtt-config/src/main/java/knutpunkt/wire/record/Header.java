package knutpunkt.wire.record;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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
 * @param at wall time from 1970 to 9999, whole milliseconds; a lower bound unless the clock is trusted
 * @param clockWord the clock's trust as its controller wrote it: a newer one may have a word this one does not know, and
 *     the hash is over the word
 */
public record Header(
        JournalId journal, long sequence, BootId boot, String kind, long uptimeMillis, Instant at, String clockWord) {
    /** Wider than any word now in use, for a later controller; narrow enough for a line, a label and a URL. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    public Header {
        requireNonNull(journal, "journal");
        requireNonNull(boot, "boot");
        requireNonNull(at, "at");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence [" + sequence + "] must be 1 or more");
        }
        requireWord("kind", kind);
        requireWord("clock trust", clockWord);
        if (uptimeMillis < 0) {
            throw new IllegalArgumentException("uptime [" + uptimeMillis + "] ms must not be negative");
        }
        if (at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)) {
            throw new IllegalArgumentException("time [" + at + "] must be from 1970 to 9999");
        }
        if (!at.equals(at.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("time [" + at + "] must be whole milliseconds");
        }
    }

    public Header(
            JournalId journal,
            long sequence,
            BootId boot,
            String kind,
            long uptimeMillis,
            Instant at,
            ClockTrust clock) {
        this(journal, sequence, boot, kind, uptimeMillis, at, clock.name());
    }

    /** How well the controller knew the time; a word not known here is {@code UNKNOWN}, which nothing trusts. */
    public ClockTrust clock() {
        return Arrays.stream(ClockTrust.values())
                .filter(trust -> trust.name().equals(clockWord))
                .findFirst()
                .orElse(ClockTrust.UNKNOWN);
    }

    private static void requireWord(String what, String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(what + " [" + word + "] must match " + WORD);
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
                        clockWord,
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
