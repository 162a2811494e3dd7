package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.access.ClockTrust;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.LoggedEvent;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.kiosk.log.SiteLog;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Correction;
import knutpunkt.wire.record.CorrectionReason;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Doubt;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I11, by random histories: several doors and check-in points, whose batches arrive in any order the network
 * allows, the service's own check-outs and corrections among them, and now and then the log forgets. What is kept is what an
 * independent {@link Reference} says of all facts at once, and what a replay of the log gives. A failure names its seed.
 */
final class ReplayTest {
    private static final int RUNS = 200;
    private static final int DOORS = 3;
    private static final List<String> PERSONS = List.of("p-0", "p-1", "p-2");
    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    private static final int HOURS = 72;
    private static final Instant END = START.plus(Duration.ofHours(HOURS + 6));

    @TempDir
    Path folder;

    /** One history, and all that a reference is told of it. */
    private static final class History {
        final Random random;
        final List<FakeJournal> journals;
        final Map<FakeJournal, List<EventBatch>> waiting = new HashMap<>();
        final List<Reference.Fact> facts = new ArrayList<>();
        Instant now = START;
        Instant forgotten = Instant.MIN;

        History(long seed) {
            random = new Random(seed);
            journals = IntStream.range(0, DOORS)
                    .mapToObj(door -> journal("c" + door + "-" + seed, "j" + door + "-" + seed))
                    .toList();
            journals.forEach(journal -> waiting.put(journal, new ArrayList<>(journal.batches(1 + random.nextInt(5)))));
        }

        private FakeJournal journal(String controller, String id) {
            var journal = new FakeJournal(controller, id);
            int records = random.nextInt(12);
            for (int i = 0; i < records; i++) {
                journal.clock(random.nextInt(6) == 0 ? ClockTrust.LOWER_BOUND : ClockTrust.TRUSTED);
                journal.add(some(), event(random));
            }
            return journal;
        }

        /** Times close together, and some just a day or a few hours apart. */
        Instant some() {
            return START.plus(Duration.ofHours(random.nextInt(HOURS / 4) * 4L)).plusSeconds(random.nextInt(3));
        }

        void know(LoggedEvent logged) {
            Optional<Reference.Fact> fact = fact(logged);
            fact.filter(one -> one.at() > (forgotten.equals(Instant.MIN) ? Long.MIN_VALUE : forgotten.toEpochMilli()))
                    .ifPresent(facts::add);
        }
    }

    private static Event event(Random random) {
        if (random.nextInt(5) == 0) {
            return new Event.Closed(new DoorId("front"));
        }
        Confidence confidence = one(Confidence.values(), random);
        return new Event.Passage(
                new DoorId("front"),
                one(Direction.values(), random),
                person(random),
                1,
                confidence,
                confidence == Confidence.ASSUMED && random.nextBoolean()
                        ? Optional.of(Doubt.CONTACT_SUSPECT)
                        : Optional.empty());
    }

    private static PersonId person(Random random) {
        return new PersonId(PERSONS.get(random.nextInt(PERSONS.size())));
    }

    private static <T> T one(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    @Test
    void presenceIsTheSameInWhateverOrderRecordsArriveAndEqualsAReplayFromNothing() {
        var made = new AtomicReference<Presence>();
        var told = new ArrayList<LoggedEvent>();
        var clock = new AtomicReference<>(START);
        InstantSource service = clock::get;
        try (var log = new SiteLog(folder, database -> {
            made.set(new Presence(database, InstantSource.fixed(END)));
            return List.of(made.get(), (transaction, events) -> told.addAll(events));
        })) {
            Presence presence = made.get();
            var own = new SiteJournal(
                    service, () -> 0, new Random(1), List.of(presence, (transaction, events) -> told.addAll(events)));
            int disposals = 0;
            for (long seed = 0; seed < RUNS; seed++) {
                var history = new History(seed);
                log.enrol(history.journals.stream()
                        .map(journal -> journal.controller().text())
                        .toArray(String[]::new));

                boolean forgets = seed % 2 == 1;
                log.database().write(transaction -> {
                    for (int step = 0; step < 14; step++) {
                        history.now = history.now.plus(Duration.ofHours(history.random.nextInt(9)));
                        clock.set(history.now);
                        log.arriveAt(history.now);
                        act(history, log, own, transaction);
                        told.forEach(history::know);
                        told.clear();
                        if (forgets && history.random.nextInt(5) == 0) {
                            forget(history, presence, transaction);
                        }
                    }
                    return 0;
                });

                if (history.forgotten.equals(Instant.MIN)) {
                    assertThat(stays(log)).as("seed %d", seed).isEqualTo(all(history));
                } else {
                    disposals++;
                }
                assertThat(open(log)).as("now, by seed %d", seed).isEqualTo(now(history));
                List<String> before = rows(log);
                presence.rebuild();
                assertThat(rows(log)).as("replay after seed %d", seed).isEqualTo(before);
                clean(log);
            }
            assertThat(disposals).as("runs in which the log forgot").isGreaterThan(RUNS / 4);
        }
    }

    /** A batch arrives, perhaps once more, or the service does something itself. */
    private static void act(History history, SiteLog log, SiteJournal own, Transaction transaction) {
        Random random = history.random;
        switch (random.nextInt(6)) {
            case 0 -> {
                Instant at = history.some();
                own.append(
                        transaction,
                        List.of(new Event.CheckedOut(
                                LocalDate.ofInstant(at, ZoneOffset.UTC), at, at.minus(Duration.ofHours(4)))));
            }
            case 1 ->
                own.append(
                        transaction,
                        List.of(new Event.PresenceCorrected(
                                person(random),
                                one(Correction.values(), random),
                                history.some(),
                                "a-1",
                                CorrectionReason.SEEN)));
            default -> {
                List<FakeJournal> some = new ArrayList<>(history.journals);
                Collections.shuffle(some, random);
                some.stream()
                        .filter(journal -> !history.waiting.get(journal).isEmpty())
                        .findFirst()
                        .ifPresent(journal -> {
                            var sent = new SiteLog.Sent(
                                    journal, history.waiting.get(journal).removeFirst());
                            log.commit(transaction, sent);
                            if (random.nextInt(8) == 0) {
                                log.commit(transaction, sent);
                            }
                        });
            }
        }
    }

    /** What is old in the log goes, but for some that are held back. */
    private static void forget(History history, Presence presence, Transaction transaction) {
        List<Records.Logged> all = Records.after(transaction, 0, 500);
        int upTo = history.random.nextInt(all.size() + 1);
        List<Records.Logged> going = all.subList(0, upTo).stream()
                .filter(one -> one.event().isPresent() && history.random.nextInt(6) != 0)
                .filter(one -> !isFromTheFuture(one))
                .toList();
        if (going.isEmpty()) {
            return;
        }
        going.stream()
                .flatMap(one -> fact(logged(one)).stream())
                .map(fact -> Instant.ofEpochMilli(fact.at()))
                .filter(at -> at.isAfter(history.forgotten))
                .forEach(at -> history.forgotten = at);
        SiteLog.forget(transaction, presence, going);
    }

    /** What a clock that is wrong makes of a record is not summed up: {@link CheckpointTest} has it. */
    private static boolean isFromTheFuture(Records.Logged one) {
        return fact(logged(one))
                .filter(fact -> fact.at() > one.receivedAt().toEpochMilli())
                .isPresent();
    }

    private static LoggedEvent logged(Records.Logged one) {
        return new LoggedEvent(
                one.number(),
                one.controller(),
                one.journalRecord().header(),
                one.event().orElseThrow(),
                one.receivedAt());
    }

    private static Optional<Reference.Fact> fact(LoggedEvent logged) {
        var header = logged.header();
        boolean trusted = header.clock() == ClockTrust.TRUSTED;
        long at = (trusted ? header.at() : logged.receivedAt()).toEpochMilli();
        String controller = logged.controller().text();
        String journal = header.journal().text();
        return switch (logged.event()) {
            case Event.Passage passage ->
                Optional.of(new Reference.Fact(
                        passage.person().text(),
                        at,
                        controller,
                        header.sequence(),
                        journal,
                        passage.direction().name().toLowerCase(Locale.ROOT),
                        passage.confidence().name().toLowerCase(Locale.ROOT),
                        trusted,
                        passage.doubt().isPresent(),
                        0));
            case Event.PresenceCorrected said
            when said.correction() != Correction.UNKNOWN ->
                Optional.of(new Reference.Fact(
                        said.person().text(),
                        said.at().toEpochMilli(),
                        controller,
                        header.sequence(),
                        journal,
                        said.correction().name().toLowerCase(Locale.ROOT),
                        "",
                        true,
                        false,
                        0));
            case Event.CheckedOut night ->
                Optional.of(new Reference.Fact(
                        "",
                        night.at().toEpochMilli(),
                        controller,
                        header.sequence(),
                        journal,
                        "night",
                        "",
                        true,
                        false,
                        night.seenBefore().toEpochMilli()));
            default -> Optional.empty();
        };
    }

    private static List<String> all(History history) {
        return PERSONS.stream()
                .flatMap(person -> Reference.stays(history.facts, person).stream())
                .sorted()
                .toList();
    }

    private static List<String> now(History history) {
        return PERSONS.stream()
                .flatMap(person -> Reference.now(history.facts, person, END.toEpochMilli()).stream())
                .sorted()
                .toList();
    }

    private static List<String> stays(SiteLog log) {
        return log.database().read(t -> t.list("SELECT * FROM stay", ReplayTest::text)).stream()
                .sorted()
                .toList();
    }

    private static List<String> open(SiteLog log) {
        return log
                .database()
                .read(t -> t.list(
                        "SELECT * FROM stay WHERE state = 'PRESENT' OR (state = 'CHECKED_OUT' AND ended_at > ?)",
                        ReplayTest::text,
                        END.minus(Duration.ofHours(24))))
                .stream()
                .sorted()
                .toList();
    }

    private static String text(Row row) {
        return String.join(
                " ",
                row.text("person"),
                row.number("counted_at") + "",
                row.text("journal"),
                row.number("sequence") + "",
                row.number("seen_at") + "",
                row.findNumber("ended_at").map(at -> at + "").orElse("-"),
                row.text("state"),
                row.text("confidence"),
                row.text("basis"));
    }

    private static List<String> rows(SiteLog log) {
        return Stream.of("stay", "movement", "night")
                .flatMap(table -> log
                        .database()
                        .read(t -> t.list(
                                "SELECT * FROM " + table + " ORDER BY record",
                                row -> table + " " + row.number("record") + " " + row.number("counted_at")
                                        + (table.equals("stay") ? " " + text(row) : "")))
                        .stream())
                .toList();
    }

    /** The next run starts with nobody's past. */
    private static void clean(SiteLog log) {
        log.database().write(t -> {
            for (String table : List.of(
                    "stay",
                    "movement",
                    "night",
                    "carried_stay",
                    "forgotten_person",
                    "checkpoint",
                    "record",
                    "journal")) {
                t.update("DELETE FROM " + table);
            }
            return t.update("UPDATE controller SET journal = NULL");
        });
    }
}
