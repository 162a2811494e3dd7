package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import knutpunkt.access.ClockTrust;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.wire.BootId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The controller's real journal on a disk whose power is cut: what was appended is there, whenever it was. */
class JournalOnDiskTest {
    private static final Event EVENT = new Event.Held(new DoorId("front"));
    private static final Instant WALL = Instant.parse("2026-06-15T10:00:00Z");

    /** More than it takes for the log of changes to be folded in. */
    private static final int MANY = 600;

    private static Journal open(SimulatedDisk disk) {
        Path file = disk.root().resolve("journal.db");
        return SqliteJournal.open(
                file, new BootId("boot-1"), () -> WALL, () -> ClockTrust.TRUSTED, () -> 0, new Random(7));
    }

    /** Single records, a batch, an acknowledgement. */
    private static void shortStory(SimulatedDisk disk, List<JournalRecord> kept) {
        try (Journal journal = open(disk)) {
            kept.add(journal.append(EVENT));
            kept.addAll(journal.append(List.of(EVENT, EVENT)));
            journal.acknowledged(2);
        }
    }

    /** The same, then a restart, and enough at once that the log is folded in. */
    private static void story(SimulatedDisk disk, List<JournalRecord> kept) {
        shortStory(disk, kept);
        try (Journal journal = open(disk)) {
            kept.add(journal.append(EVENT));
            kept.addAll(journal.append(Collections.nCopies(MANY, EVENT)));
            journal.acknowledged(MANY);
            kept.add(journal.append(EVENT));
        }
    }

    private static void nothingIsLost(SimulatedDisk disk, List<JournalRecord> kept) {
        try (Journal journal = open(disk)) {
            List<JournalRecord> found = journal.after(0, 10_000);
            assertThat(found).hasSizeGreaterThanOrEqualTo(kept.size());
            assertThat(found.subList(0, kept.size())).isEqualTo(kept);
            assertThat(found).extracting(each -> each.header().kind()).doesNotContain("gap");
            Hash previous = Hash.ZERO;
            for (JournalRecord each : found) {
                assertThat(each.follows(previous)).isTrue();
                previous = each.hash();
            }
            assertThat(journal.head().hash()).isEqualTo(previous);
            assertThat(journal.append(EVENT).header().sequence()).isEqualTo(found.size() + 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noAcknowledgedRecordIsLostWheneverThePowerIsCut(long salt) {
        int cuts =
                EveryCut.<JournalRecord>salted(salt).tell(JournalOnDiskTest::story, JournalOnDiskTest::nothingIsLost);

        assertThat(cuts).isGreaterThan(100);
    }

    @Test
    void aDiskThatLiesAboutItsSyncsIsFoundOut() {
        int losses = EveryCut.<JournalRecord>salted(1)
                .ofChanges()
                .countLosses(
                        (disk, kept) -> {
                            disk.faults().syncsLie(true);
                            story(disk, kept);
                        },
                        JournalOnDiskTest::nothingIsLost);

        assertThat(losses).isPositive();
    }

    @Test
    void aSecondPowerCutWhileTheFirstIsMendedLosesNothingEither() {
        var kept = new ArrayList<JournalRecord>();
        for (int at = 0; at < 40; at++) {
            try (var disk = SimulatedDisk.make(at);
                    var _ = Quiet.logs()) {
                kept.clear();
                shortStory(disk, kept);
                cutAfter(disk, 7 + at, () -> appendOne(disk));
                cutAfter(disk, at, () -> open(disk).close());

                nothingIsLost(disk, kept);
            }
        }
    }

    private static void appendOne(SimulatedDisk disk) {
        try (Journal journal = open(disk)) {
            journal.append(EVENT);
        }
    }

    /** Cuts the power before an operation, or at the end, and switches it on again. */
    private static void cutAfter(SimulatedDisk disk, int operations, Runnable what) {
        var left = new int[] {operations};
        disk.beforeEach(_ -> {
            if (left[0]-- == 0) {
                disk.cut(new Random(operations));
            }
        });
        try {
            what.run();
        } catch (JournalUnavailable _) {
            assertThat(left[0]).isNegative();
        }
        disk.cut(new Random(operations));
        disk.start();
        disk.beforeEach(_ -> {});
    }

    @Test
    void aFullDiskRefusesARecordAndTakesItOnceThereIsSpace() {
        try (var disk = SimulatedDisk.make(1);
                var journal = open(disk)) {
            var kept = new ArrayList<JournalRecord>();
            kept.add(journal.append(EVENT));
            disk.faults().capacity(200_000);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            kept.add(journal.append(EVENT));
                        }
                    })
                    .isInstanceOf(JournalUnavailable.class);
            disk.faults().capacity(Long.MAX_VALUE);
            kept.add(journal.append(EVENT));

            assertThat(journal.after(0, 10_000)).isEqualTo(kept);
            disk.cut(new Random(1));
            disk.start();
            nothingIsLost(disk, kept);
        }
    }

    @Test
    void aSyncThatFailsRefusesTheRecord() {
        try (var disk = SimulatedDisk.make(1);
                var journal = open(disk)) {
            var kept = new ArrayList<JournalRecord>();
            kept.add(journal.append(EVENT));
            disk.faults().syncsFail(true);
            assertThatThrownBy(() -> journal.append(EVENT)).isInstanceOf(JournalUnavailable.class);
            disk.faults().syncsFail(false);

            kept.add(journal.append(EVENT));

            assertThat(journal.after(0, 10)).containsAll(kept);
            List<JournalRecord> all = journal.after(0, 10);
            disk.cut(new Random(1));
            disk.start();
            nothingIsLost(disk, all);
        }
    }

    @Test
    void aDamagedJournalIsSetAsideOnThisDiskToo() throws IOException {
        try (var disk = SimulatedDisk.make(1)) {
            story(disk, new ArrayList<>());
            Files.writeString(disk.root().resolve("journal.db"), "never a database, whatever its name says");

            try (var journal = open(disk)) {
                assertThat(journal.after(0, 10))
                        .extracting(each -> each.header().kind())
                        .containsExactly("gap");
            }
            assertThat(disk.root().resolve("journal.db.broken-1")).content().startsWith("never a database");
        }
    }

    @Test
    void twoRunsOfOneSeedAreTheSameToTheByte() {
        Trace one = Trace.of(5);
        Trace other = Trace.of(5);

        assertThat(other.operations).isEqualTo(one.operations).hasSizeGreaterThan(100);
        assertThat(other.files.keySet()).isEqualTo(one.files.keySet()).contains("journal.db", "journal.db-wal");
        one.files.forEach((name, bytes) -> assertThat(other.files.get(name)).isEqualTo(bytes));
        assertThat(Trace.of(6).files.get("journal.db-wal")).isNotEqualTo(one.files.get("journal.db-wal"));
    }

    /** What a story did to a disk, and what a power cut at its end left. */
    private record Trace(List<Operation> operations, TreeMap<String, byte[]> files) {
        static Trace of(long seed) {
            var trace = new Trace(new ArrayList<>(), new TreeMap<>());
            try (var disk = SimulatedDisk.make(seed)) {
                disk.beforeEach(trace.operations::add);
                story(disk, new ArrayList<>());
                Journal journal = open(disk);
                journal.append(EVENT);
                disk.cut(new Random(seed));
                disk.start();
                try (Stream<Path> files = Files.list(disk.root());
                        var _ = Quiet.logs()) {
                    for (Path each : files.toList()) {
                        trace.files.put(String.valueOf(each.getFileName()), Files.readAllBytes(each));
                    }
                    journal.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return trace;
        }
    }
}
