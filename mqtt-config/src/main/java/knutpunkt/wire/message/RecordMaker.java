package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.BootId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;

/**
 * Makes events into the records that follow a journal's head: a controller's, or the service's own. As safe for several
 * threads as what it is made of.
 *
 * @param wall the time, or its lower bound while the clock is not trusted
 * @param random for salts and journal ids: must not be guessable
 */
public record RecordMaker(
        BootId boot, InstantSource wall, Supplier<ClockTrust> clock, LongSupplier uptimeNanos, RandomGenerator random) {
    private static final int SALT_BYTES = 16;
    private static final int ID_BYTES = 12;
    private static final long NANOS_PER_MILLI = 1_000_000;

    public RecordMaker {
        requireNonNull(boot, "boot");
        requireNonNull(wall, "wall");
        requireNonNull(clock, "clock");
        requireNonNull(uptimeNanos, "uptimeNanos");
        requireNonNull(random, "random");
    }

    /** The records of these events in order, each with a salt of its own, after the newest one there is. */
    public List<JournalRecord> following(ChainHead head, List<? extends Event> events) {
        var records = new ArrayList<JournalRecord>(events.size());
        var previous = head.hash();
        long sequence = head.sequence();
        for (Event event : events) {
            sequence++;
            var header = new Header(
                    head.journal(),
                    sequence,
                    boot,
                    EventCodec.kind(event),
                    uptimeNanos.getAsLong() / NANOS_PER_MILLI,
                    wall.instant().truncatedTo(ChronoUnit.MILLIS),
                    clock.get());
            var content = new Content.Kept(hex(SALT_BYTES), EventCodec.body(event));
            var next = JournalRecord.following(previous, header, content);
            records.add(next);
            previous = next.hash();
        }
        return records;
    }

    /** The id of a journal to begin. */
    public JournalId newJournal() {
        return new JournalId("j-" + hex(ID_BYTES));
    }

    private String hex(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
