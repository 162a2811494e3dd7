package knutpunkt.kiosk.disposal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import knutpunkt.kiosk.clock.SteadyLook;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.BeforeDisposal;
import knutpunkt.kiosk.log.Forgetting;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.loop.Loops;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Ground;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.Sequences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what records held, step by step: each step is a transaction of at most {@value #STEP_RECORDS} records, with the
 * record that tells of it, so that the log's commits never wait long. Safe for use by several threads.
 */
public final class Disposal implements AutoCloseable {
    /** A tenth of a second or two, on a small computer. */
    static final int STEP_RECORDS = 500;

    /** A service is off for no longer; what seems longer may be a clock that is ahead, and nothing comes back. */
    private static final Duration NIGHTS_MISSED_MAX = Duration.ofDays(3);

    /** As long as doors bring again what they have kept. */
    private static final Duration AFTER_RESTORE = Duration.ofDays(7);

    /** Further ahead than that, and what a clock is set back by, no night was ever written by a clock that was right. */
    private static final Duration AHEAD_MAX = AFTER_RESTORE.plusDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Disposal.class);

    private final Database database;
    private final SiteJournal journal;
    private final List<BeforeDisposal> before;
    private final Retention retention;
    private final Supplier<ZoneId> zone;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private Optional<SteadyLook> looking = Optional.empty();
    private volatile boolean closing;

    /** At first, too: an earlier run may have been cut off between forgetting and this. */
    private volatile boolean leavesTraces = true;

    /**
     * Nothing is forgotten before somebody calls.
     *
     * @param before who is asked first, in this order
     * @param zone where the night is
     * @param nanoClock monotonic, to tell whether the other goes evenly
     */
    public Disposal(
            Database database,
            SiteJournal journal,
            List<BeforeDisposal> before,
            Retention retention,
            Supplier<ZoneId> zone,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.database = requireNonNull(database, "database");
        this.journal = requireNonNull(journal, "journal");
        this.before = List.copyOf(before);
        this.retention = requireNonNull(retention, "retention");
        this.zone = requireNonNull(zone, "zone");
        this.clock = requireNonNull(clock, "clock");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
    }

    /** Lets nothing be forgotten for a week by rule: who restored the site may have to place holds again first. */
    public static void rest(Transaction transaction, Instant now) {
        Nights.ended(transaction, now.plus(AFTER_RESTORE));
    }

    /**
     * Begins to look every minute whether a night has passed, once the clock has gone evenly for a few of them. Called at most
     * once.
     */
    public Disposal start(Loops loops) {
        looking = Optional.of(SteadyLook.start("disposal", loops, clock, nanoClock, this::look));
        return this;
    }

    /**
     * Does what the last night left to do, if one has passed since it was last done. A service that starts for the first time,
     * or with a new decision, waits for the night: until then a mistake can be undone. From any thread, though one at a time
     * does it.
     */
    public void look() {
        boolean _ = removeTraces();
        Instant now = clock.instant();
        Optional<Instant> last = database.read(Nights::last);
        if (last.isPresent() && last.get().isAfter(now.plus(AHEAD_MAX))) {
            LOG.warn(
                    "the last disposal is said to be of [{}], by a clock that was ahead: nothing is forgotten for a week,"
                            + " lest the site was restored then",
                    last.get());
            database.write(transaction -> {
                rest(transaction, now);
                return 0;
            });
            return;
        }
        if (last.isPresent() && !Nights.hasPassed(last.get(), now, zone.get())) {
            return;
        }
        if (last.isPresent() && last.get().plus(NIGHTS_MISSED_MAX).isBefore(now)) {
            LOG.warn(
                    "no record was looked at since [{}]: nothing is forgotten before another night, lest the clock is wrong",
                    last.get());
        } else if (last.isPresent()) {
            long forgotten = retention.decision().isPresent() ? forgetOld() : 0;
            if (database.read(this::waitsForDecision)) {
                LOG.warn("records are older than they may become, and without a decision none is forgotten");
            }
            LOG.info("[{}] records were forgotten", forgotten);
        }
        if (!closing) {
            database.write(transaction -> {
                Nights.ended(transaction, now);
                return 0;
            });
        }
    }

    /** Forgets all whose time is over and that nobody holds; answers how many that were. Nothing without a decision. */
    public long forgetOld() {
        if (retention.decision().isEmpty()) {
            return 0;
        }
        return run(
                transaction -> old(transaction, STEP_RECORDS),
                BeforeDisposal::keep,
                Ground.RETENTION,
                retention.decision());
    }

    /**
     * Forgets every record that tells of one person and that nobody holds, however new; answers how many that were.
     *
     * @param decision the number of the decision that says so: somebody made it, about this person
     */
    public long forget(PersonId person, String decision) {
        return run(
                transaction -> Forgetting.of(transaction, person, STEP_RECORDS),
                (one, transaction, going) -> one.keepOf(transaction, person, going),
                Ground.PERSON,
                Optional.of(decision));
    }

    /** Whether something would be forgotten if only somebody had decided it. */
    public boolean waitsForDecision(Transaction transaction) {
        return retention.decision().isEmpty() && !old(transaction, 1).isEmpty();
    }

    /** What is forgotten next. */
    @FunctionalInterface
    private interface Next {
        List<Records.Logged> of(Transaction transaction);
    }

    /** How somebody is asked before. */
    @FunctionalInterface
    private interface Asking {
        void ask(BeforeDisposal one, Transaction transaction, List<Records.Logged> going);
    }

    private long run(Next next, Asking asking, Ground ground, Optional<String> decision) {
        long forgotten = 0;
        int step = STEP_RECORDS;
        while (step == STEP_RECORDS && !closing) {
            step = database.write(transaction -> forget(transaction, next.of(transaction), asking, ground, decision));
            forgotten += step;
            if (step > 0) {
                leavesTraces = true;
            }
        }
        boolean _ = removeTraces();
        return forgotten;
    }

    private List<Records.Logged> old(Transaction transaction, int limit) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var going = new ArrayList<Records.Logged>();
        for (String kind : Tells.inOrder(Forgetting.kinds(transaction))) {
            Optional<Instant> cutoff = retention.goesBefore(kind, now);
            if (cutoff.isPresent() && going.size() < limit) {
                going.addAll(Forgetting.before(transaction, kind, cutoff.get(), limit - going.size()));
            }
        }
        return going;
    }

    private int forget(
            Transaction transaction,
            List<Records.Logged> unordered,
            Asking asking,
            Ground ground,
            Optional<String> decision) {
        if (unordered.isEmpty()) {
            return 0;
        }
        List<Records.Logged> going = unordered.stream()
                .sorted((one, other) -> Long.compare(one.number(), other.number()))
                .toList();
        before.forEach(each -> asking.ask(each, transaction, going));
        Forgetting.forget(transaction, going);
        journal.append(transaction, told(going, ground, decision));
        return going.size();
    }

    /** One record for each journal: which of its records went, and what they were. */
    private static List<Event.Disposed> told(List<Records.Logged> going, Ground ground, Optional<String> decision) {
        var headers = going.stream()
                .map(logged -> logged.journalRecord().header())
                .collect(Collectors.groupingBy(header -> header.journal().text(), TreeMap::new, Collectors.toList()));
        return headers.entrySet().stream()
                .map(each -> new Event.Disposed(
                        new JournalId(each.getKey()),
                        Sequences.of(each.getValue().stream()
                                .mapToLong(Header::sequence)
                                .sorted()
                                .toArray()),
                        String.join(
                                ",",
                                each.getValue().stream()
                                        .map(Header::kind)
                                        .collect(Collectors.toCollection(TreeSet::new))),
                        ground,
                        decision))
                .toList();
    }

    /**
     * Empties the log beside the database, where what was forgotten still is. False when somebody who reads the database
     * stands in the way: then it is done at the next look, or to be asked for again.
     */
    public boolean removeTraces() {
        if (leavesTraces) {
            leavesTraces = !database.emptyLog();
            if (leavesTraces) {
                LOG.info("somebody reads the database: the traces of what was forgotten are removed later");
            }
        }
        return !leavesTraces;
    }

    /** Ends after the step that is under way; what is left is done the next time. */
    @Override
    public void close() {
        closing = true;
        looking.ifPresent(SteadyLook::close);
    }
}
