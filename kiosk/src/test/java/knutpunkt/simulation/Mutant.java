package knutpunkt.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import knutpunkt.simulation.mutation.Mutated;

/**
 * A mistake that the program could have, put in on purpose: a simulation that does not find it shows nothing. Each is a
 * change of the program's own source, which must be there exactly once.
 */
enum Mutant {
    ACKNOWLEDGED_BEFORE_THE_COMMIT(
            2, new Change(Place.EVENT_LOG, "        List<Outcome> outcomes = database.write(", """
            group.forEach(each -> acknowledgements.offer(each.controller(), new EventAck.Committed(
                    each.batch().head().journal(), each.batch().records().getLast().header().sequence())));
            List<Outcome> outcomes = database.write(""")),
    RELEASED_BEFORE_THE_JOURNAL(
            1, new Change(Place.DOORMAN, "        OptionalLong sequence = ledger.keepFirst(first.event());", """
            if (first.attempt() instanceof knutpunkt.controller.door.Attempt.Entry) {
                parts.strike().release();
            }
            OptionalLong sequence = ledger.keepFirst(first.event());""")),
    DIGEST_SKIPPED(2, new Change(Place.LIST, "if (!next.digest().equals(last.digest())) {", "if (false) {")),
    EQUAL_REVISION_TAKEN(
            3,
            new Change(
                    Place.LIST,
                    "if (!part.to().isAfter(current.revision())) {",
                    "if (current.revision().isAfter(part.to())) {")),
    OLD_SNAPSHOT_AFTER_STORAGE_LOSS(1, new Change(Place.LIST, "if (!part.nonce().equals(nonce)) {", "if (false) {")),
    LIST_IN_FORCE_THAT_IS_NOT_KEPT(6, new Change(Place.LIST, "return new NotTaken(Why.STORAGE);", "")),
    CHALLENGE_IGNORED(
            1,
            new Change(Place.COMMANDS, "} else if (!challenges.isLive(command.challenge())) {", "} else if (false) {")),
    REPEATED_COMMAND_DONE(
            2, new Change(Place.COMMANDS, "} else if (seen.containsKey(command.id())) {", "} else if (false) {")),
    RETAINED_COMMAND_HONOURED(
            1,
            new Change(Place.COMMANDS, "        if (retained) {", "if (false) {"),
            new Change(Place.GATE, "if (incoming.retained() && !channel.retained()) {", "if (false) {")),
    SIGNATURE_NOT_CHECKED(
            1,
            new Change(
                    Place.VERIFIER, "return signed ? Verdict.VALID : Verdict.BAD_SIGNATURE;", "return Verdict.VALID;")),
    JOURNAL_NOT_SYNCED(1, new Change(Place.JOURNAL_FILE, "SynchronousMode.FULL", "SynchronousMode.OFF")),
    LIST_NOT_SYNCED(1, new Change(Place.LIST_FILE, "SynchronousMode.FULL", "SynchronousMode.OFF")),
    SITE_NOT_SYNCED(1, new Change(Place.SESSION, "SynchronousMode.FULL", "SynchronousMode.OFF")),
    PRESENCE_OUTSIDE_THE_TRANSACTION(
            4,
            new Change(
                    Place.EVENT_LOG,
                    "        List<Outcome> outcomes = database.write(",
                    "var later = new ArrayList<LoggedEvent>(); List<Outcome> outcomes = database.write("),
            new Change(
                    Place.EVENT_LOG,
                    "derived.forEach(each -> each.apply(transaction, events));",
                    "later.addAll(events);"),
            new Change(Place.EVENT_LOG, "        for (int i = 0; i < group.size(); i++) {", """
            database.write(transaction -> {
                derived.forEach(each -> each.apply(transaction, later));
                return 0;
            });
            for (int i = 0; i < group.size(); i++) {""")),
    LATE_EVENT_NOT_REFOLDED(
            3,
            new Change(
                    Place.PRESENCE,
                    "                earliest.merge(movement.person(), movement.place(), Presence::earlier);",
                    """
            if (Movements.from(transaction, movement.person(), movement.place()).size() == 1) {
                earliest.merge(movement.person(), movement.place(), Presence::earlier);
            }""")),
    ORDER_OF_ARRIVAL_COUNTS(
            3,
            new Change(
                    Place.MOVEMENTS,
                    "return trusted ? logged.header().at() : logged.receivedAt();",
                    "return logged.receivedAt();")),
    DUPLICATE_COUNTED(
            1,
            new Change(Place.BATCH_COMMIT, "if (next.header().sequence() > head.sequence()) {", "if (true) {"),
            new Change(Place.RECORDS, "INSERT INTO record (", "INSERT OR REPLACE INTO record (")),
    RELEASE_NEVER_ENDS(
            1,
            new Change(
                    Place.DEADLINES,
                    "at.reached(released.until()) ? releaseEnded(door, released) : Step.to(door);",
                    "Step.to(door);"),
            new Change(
                    Place.DOORMAN,
                    "if (releasedUntil().filter(until -> !now.reached(until)).isPresent()) {",
                    "if (releasedUntil().isPresent()) {")),
    RENEWALS_FORGOTTEN(1, new Change(Place.HEARTBEATS, "lease.renewed();", "")),
    RUN_OUT_LEASE_IGNORED(
            1,
            new Change(Place.LEASE, "return Lease.ENDED;", "return Lease.CURRENT;"),
            new Change(Place.LEASE, "? Lease.ESSENTIAL_ONLY : Lease.ENDED;", "? Lease.CURRENT : Lease.CURRENT;")),
    EXIT_REFUSED(
            3,
            new Change(
                    Place.LEAVING,
                    "new Effect.Show(exit.presented().point(), Outcome.GRANTED),",
                    "new Effect.Show(exit.presented().point(), Outcome.REFUSED),")),
    STALE_READ_ACTED_UPON(
            3,
            new Change(Place.ENTERING, "        if (age.compareTo(times.readAge()) > 0) {", "        if (false) {"),
            new Change(
                    Place.ENTERING,
                    "if (slow || at.since(read.readAt()).compareTo(times.readAge()) > 0) {",
                    "if (slow) {")),
    PRUNED_BEFORE_THE_ACKNOWLEDGEMENT(
            1,
            new Change(
                    Place.FORGETTING,
                    "long through = Math.min(keeping.forgettable(now).orElse(0), acknowledged);",
                    "long through = Long.MAX_VALUE;")),
    GAP_NOT_TOLD(
            1, new Change(Place.ACKNOWLEDGEMENTS, "if (journal.first() == 1 && !tellsOfAGap()) {", "if (false) {")),
    CLOCK_TRUSTED_TOO_SOON(1, new Change(Place.CLOCK, "set = set || source.synchronised();", "set = true;")),
    RESTORED_INTO_THE_SAME_EPOCH(
            1, new Change(Place.RESTORING, "changes.beginEpoch(transaction);", "changes.note(transaction);")),
    OWN_JOURNAL_GOES_ON_AFTER_A_RESTORE(
            1, new Change(Place.RESTORING, "journal.appendAnew(transaction,", "journal.append(transaction,")),
    REVOCATIONS_NOT_TAKEN_OVER(2, new Change(Place.TAKING_OVER, "revocations.forEach(applying::apply);", "")),
    FORGOTTEN_LIST_REPLACED(
            2,
            new Change(
                    Place.JUDGEMENT,
                    "recovery.hasTaken(theirs, asked.digest()) ? Strange.NO : Strange.LOST;",
                    "Strange.NO;")),
    RECORDS_NOT_ASKED_FOR_AGAIN(
            1,
            new Change(Place.CONTINUITY, "if (ours.sequence() >= acknowledgedAtLeast) {", "if (true) {"),
            new Change(
                    Place.BATCH_COMMIT,
                    "if (first > head.sequence() + 1) {",
                    "if (first > head.sequence() + 1 && head.sequence() == 0) {")),
    NIGHT_EMPTIES_THE_EVACUATION_LIST(
            1,
            new Change(
                    Place.FOLD, "night.place().at(), Stay.State.CHECKED_OUT", "night.place().at(), Stay.State.LEFT")),
    NIGHT_TAKES_WHO_WAS_JUST_SEEN(2, new Change(Place.FOLD, " && !stay.seenAt().isAfter(night.seenBefore())", "")),
    NIGHT_FORGOTTEN_WHEN_A_RECORD_IS_LATE(1, new Change(Place.STAYS, "Nights.from(transaction, first)", "List.of()")),
    TOGGLE_ALWAYS_COMES_IN(
            1,
            new Change(
                    Place.FOLD,
                    "if (open.filter(stay -> stay.state() == Stay.State.PRESENT).isPresent()) {",
                    "if (false) {")),
    CHECKED_IN_BEFORE_THE_JOURNAL(
            2,
            new Change(
                    Place.CHECKING_IN,
                    "return Step.to(door, new Effect.KeepFirst(event, new Attempt.CheckIn(read, granted)));",
                    "return Step.to(door, new Effect.Show(read.point(), Outcome.GRANTED), new Effect.KeepFirst(event, new"
                            + " Attempt.CheckIn(read, granted)));"));

    /** The simulation's disk is in SQLite, and its signatures in Java, once for a process. */
    static final List<String> SHARED =
            List.of("knutpunkt.simulation.disk.", "knutpunkt.simulation.signatures.", "knutpunkt.simulation.mutation.");

    private final long foundBefore;

    @SuppressWarnings("ImmutableEnumChecker") // List.of of records
    private final List<Change> changes;

    Mutant(long foundBefore, Change... changes) {
        this.foundBefore = foundBefore;
        this.changes = List.of(changes);
    }

    /** The first seed from 1 on that found it when it was looked for last: the one to begin with. */
    long foundBefore() {
        return foundBefore;
    }

    /** The program with this mistake, to play seeds with: what each breaks, or nothing. */
    Function<Long, Optional<String>> play() {
        var changed = new Mutated.Changes();
        changes.forEach(change -> changed.change(change.source(), change.was(), change.is()));
        return changed.load(SHARED).function(Broken.class.getName());
    }

    /**
     * Other text in a source.
     *
     * @param source its path in the repository
     */
    record Change(String source, String was, String is) {}

    /** Some source. */
    static final String A_SOURCE = Place.GATE;

    private static final class Place {
        private static final String CONTROLLER = "controller/src/main/java/knutpunkt/controller/";
        private static final String KIOSK = "kiosk/src/main/java/knutpunkt/kiosk/";
        private static final String WIRE = "mqtt-config/src/main/java/knutpunkt/wire/";

        static final String DOORMAN = CONTROLLER + "run/Doorman.java";
        static final String DEADLINES = CONTROLLER + "door/Deadlines.java";
        static final String ENTERING = CONTROLLER + "door/Entering.java";
        static final String LEAVING = CONTROLLER + "door/Leaving.java";
        static final String JOURNAL_FILE = CONTROLLER + "journal/JournalFile.java";
        static final String FORGETTING = CONTROLLER + "journal/Forgetting.java";
        static final String LIST = CONTROLLER + "list/AccessListStore.java";
        static final String LIST_FILE = CONTROLLER + "list/SqliteListFile.java";
        static final String LEASE = CONTROLLER + "list/LeaseKeeper.java";
        static final String CLOCK = CONTROLLER + "list/ClockKeeper.java";
        static final String COMMANDS = CONTROLLER + "link/Commands.java";
        static final String HEARTBEATS = CONTROLLER + "link/Heartbeats.java";
        static final String ACKNOWLEDGEMENTS = CONTROLLER + "link/Acknowledgements.java";
        static final String GATE = WIRE + "session/Gate.java";
        static final String VERIFIER = WIRE + "signature/Verifier.java";
        static final String EVENT_LOG = KIOSK + "log/EventLog.java";
        static final String BATCH_COMMIT = KIOSK + "log/BatchCommit.java";
        static final String RECORDS = KIOSK + "log/Records.java";
        static final String SESSION = KIOSK + "database/Session.java";
        static final String PRESENCE = KIOSK + "presence/Presence.java";
        static final String MOVEMENTS = KIOSK + "presence/Movements.java";
        static final String FOLD = KIOSK + "presence/Fold.java";
        static final String STAYS = KIOSK + "presence/Stays.java";
        static final String RESTORING = KIOSK + "restore/Restoring.java";
        static final String TAKING_OVER = KIOSK + "restore/TakingOver.java";
        static final String JUDGEMENT = KIOSK + "link/Judgement.java";
        static final String CONTINUITY = KIOSK + "link/Continuity.java";
        static final String CHECKING_IN = CONTROLLER + "door/CheckingIn.java";
    }
}
