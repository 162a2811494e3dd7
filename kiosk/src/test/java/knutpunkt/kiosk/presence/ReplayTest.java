package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import knutpunkt.access.ClockTrust;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.SiteLog;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I11, by 1,000 random histories: several doors, whose batches arrive in any order the network allows, fold to
 * what a replay from nothing folds to, and to what any other order of arrival folds to. A failure names its seed: give it
 * to {@link #history} to see it again.
 */
final class ReplayTest {
    private static final int RUNS = 1_000;
    private static final int DOORS = 3;
    private static final int PERSONS = 3;
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final Instant ARRIVAL = Instant.parse("2026-11-22T09:00:00Z");

    @TempDir
    Path folder;

    @Test
    void presenceIsTheSameInWhateverOrderRecordsArriveAndEqualsAReplayFromNothing() {
        var made = new AtomicReference<Presence>();
        try (var log = new SiteLog(folder, database -> {
            made.set(new Presence(database, InstantSource.fixed(START)));
            return List.of(made.get());
        })) {
            log.arriveAt(ARRIVAL);
            for (long seed = 0; seed < RUNS; seed++) {
                var random = new Random(seed);
                List<FakeJournal> journals = history(random, seed);
                journals.forEach(journal -> log.enrol(journal.controller().text()));

                arrive(log, journals, random);

                assertThat(stays(log)).as("seed %d", seed).isEqualTo(folded(journals));
                if (seed % 50 == 0) {
                    List<String> before = rows(log);
                    made.get().rebuild();
                    assertThat(rows(log)).as("replay after seed %d", seed).isEqualTo(before);
                }
                forget(log);
            }
        }
    }

    /** Every door's journal of one run: passages of few persons, close together, some of them without a trusted clock. */
    private static List<FakeJournal> history(Random random, long seed) {
        return IntStream.range(0, DOORS)
                .mapToObj(door -> {
                    var journal = new FakeJournal("c" + door + "-" + seed, "j" + door + "-" + seed);
                    int records = random.nextInt(12);
                    for (int i = 0; i < records; i++) {
                        journal.clock(random.nextInt(6) == 0 ? ClockTrust.LOWER_BOUND : ClockTrust.TRUSTED);
                        journal.add(START.plusSeconds(random.nextInt(20)), event(random));
                    }
                    return journal;
                })
                .toList();
    }

    private static Event event(Random random) {
        if (random.nextInt(5) == 0) {
            return new Event.Closed(new DoorId("front"));
        }
        Direction[] directions = Direction.values();
        Confidence[] confidences = Confidence.values();
        return new Event.Passage(
                new DoorId("front"),
                directions[random.nextInt(directions.length)],
                new PersonId("p-" + random.nextInt(PERSONS)),
                1,
                confidences[random.nextInt(confidences.length)]);
    }

    /** Each journal's batches in their order, the journals' mixed at random, some batches twice. */
    private static void arrive(SiteLog log, List<FakeJournal> journals, Random random) {
        var order = new ArrayList<FakeJournal>();
        Map<FakeJournal, List<EventBatch>> waiting = new HashMap<>();
        for (FakeJournal journal : journals) {
            List<EventBatch> batches = new ArrayList<>(journal.batches(1 + random.nextInt(5)));
            waiting.put(journal, batches);
            order.addAll(Collections.nCopies(batches.size(), journal));
        }
        Collections.shuffle(order, random);
        for (FakeJournal journal : order) {
            EventBatch next = waiting.get(journal).removeFirst();
            log.commit(journal.controller(), next);
            if (random.nextInt(8) == 0) {
                log.commit(journal.controller(), next);
            }
        }
    }

    /** What the fold says of all movements at once, sorted, with no database in between. */
    private static List<String> folded(List<FakeJournal> journals) {
        Map<PersonId, List<Movement>> byPerson = new HashMap<>();
        for (FakeJournal journal : journals) {
            for (int sequence = 1; sequence <= journal.size(); sequence++) {
                movement(journal, sequence)
                        .forEach(movement -> byPerson.computeIfAbsent(movement.person(), person -> new ArrayList<>())
                                .add(movement));
            }
        }
        var stays = new ArrayList<String>();
        byPerson.forEach((person, movements) -> {
            Collections.sort(movements);
            Fold.of(movements).forEach(stay -> stays.add(text(stay)));
        });
        Collections.sort(stays);
        return stays;
    }

    private static List<Movement> movement(FakeJournal journal, int sequence) {
        var header = journal.at(sequence).header();
        var content = (knutpunkt.wire.record.Content.Kept) journal.at(sequence).content();
        Event event = knutpunkt.wire.message.EventCodec.read(header.kind(), content.body())
                .orElseThrow();
        return Movements.of(new knutpunkt.kiosk.log.LoggedEvent(1, journal.controller(), header, event, ARRIVAL))
                .map(List::of)
                .orElse(List.of());
    }

    private static String text(Stay stay) {
        Movement began = stay.began();
        String ended = stay.endedAt().map(at -> at.toEpochMilli() + "").orElse("");
        return String.join(
                " ",
                began.person().text(),
                began.countedAt().toEpochMilli() + "",
                began.journal().text(),
                began.sequence() + "",
                ended,
                stay.state().name(),
                stay.confidence().name(),
                stay.basis().name());
    }

    private static List<String> stays(SiteLog log) {
        List<String> stays = log.database()
                .read(t -> t.list(
                        "SELECT * FROM stay",
                        row -> String.join(
                                " ",
                                row.text("person"),
                                row.number("counted_at") + "",
                                row.text("journal"),
                                row.number("sequence") + "",
                                row.findNumber("ended_at").map(at -> at + "").orElse(""),
                                row.text("state"),
                                row.text("confidence"),
                                row.text("basis"))));
        return stays.stream().sorted().toList();
    }

    private static List<String> rows(SiteLog log) {
        return log.database()
                .read(t -> t.list(
                        "SELECT * FROM stay ORDER BY record",
                        row -> row.number("record") + " " + row.text("person") + " " + row.text("state") + " "
                                + row.findNumber("ended_at") + " " + row.text("confidence") + " " + row.text("basis")));
    }

    /** The next run starts with nobody's past; the log keeps growing, so that numbers are never the same twice. */
    private static void forget(SiteLog log) {
        log.database().write(t -> {
            t.update("DELETE FROM stay");
            t.update("DELETE FROM passage");
            t.update("DELETE FROM record");
            return t.update("DELETE FROM journal");
        });
    }
}
