package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.access.ClockTrust;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.RecordMaker;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;

/**
 * The service's own journal: what it does itself, such as checking somebody out at night, is a record like those of
 * doors, in the same log and chained the same way. Safe for use by several threads, each in a transaction of its own.
 */
public final class SiteJournal {
    /** Whose journal it is. The service's certificate has this name, so no controller can. */
    public static final ControllerId SELF = new ControllerId("service");

    private static final int BOOT_BYTES = 8;

    private final RecordMaker maker;
    private final InstantSource clock;
    private final List<Derived> derived;

    /**
     * A journal that goes on where the log's newest record of it ends.
     *
     * @param nanoClock monotonic; its zero is where this run's uptime begins
     * @param random for salts and ids: must be secure outside tests
     * @param derived what takes in each record, as it does those of controllers
     */
    public SiteJournal(InstantSource clock, LongSupplier nanoClock, RandomGenerator random, List<Derived> derived) {
        this.clock = requireNonNull(clock, "clock");
        this.derived = List.copyOf(derived);
        byte[] boot = new byte[BOOT_BYTES];
        random.nextBytes(boot);
        long started = nanoClock.getAsLong();
        this.maker = new RecordMaker(
                new BootId(HexFormat.of().formatHex(boot)),
                clock,
                () -> ClockTrust.TRUSTED,
                () -> nanoClock.getAsLong() - started,
                random);
    }

    /**
     * Adds events to the log, and to whatever is derived from it, within the transaction that does what they tell of. Not to
     * be called while a batch of a controller is being added in the same one.
     *
     * @param events at least one
     * @return them, as they were handed to what is derived
     */
    public List<LoggedEvent> append(Transaction transaction, List<? extends Event> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("there must be an event to add");
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ChainHead head = head(transaction, at);
        List<JournalRecord> records = maker.following(head, events);
        var logged = new ArrayList<LoggedEvent>(records.size());
        long number = Records.nextNumber(transaction);
        for (int i = 0; i < records.size(); i++) {
            JournalRecord next = records.get(i);
            Records.add(transaction, number, SELF, next, at, true);
            logged.add(new LoggedEvent(number, SELF, next.header(), events.get(i), at));
            number++;
        }
        JournalRecord last = records.getLast();
        Journals.advance(
                transaction, new ChainHead(head.journal(), last.header().sequence(), last.hash()));
        derived.forEach(each -> each.apply(transaction, logged));
        return List.copyOf(logged);
    }

    /**
     * Begins another journal with these events, because records of the one before may have been lost with the database that
     * held them: their numbers are never given twice.
     *
     * @param events at least one; the first is told of the loss
     */
    public List<LoggedEvent> appendAnew(Transaction transaction, List<? extends Event> events) {
        begin(transaction, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return append(transaction, events);
    }

    private ChainHead head(Transaction transaction, Instant at) {
        return Journals.newestOf(transaction, SELF)
                .flatMap(journal -> Journals.head(transaction, journal))
                .orElseGet(() -> begin(transaction, at));
    }

    private ChainHead begin(Transaction transaction, Instant at) {
        JournalId journal = maker.newJournal();
        Journals.begin(transaction, journal, SELF, at);
        return ChainHead.empty(journal);
    }
}
