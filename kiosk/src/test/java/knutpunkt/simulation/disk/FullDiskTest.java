package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.controller.journal.Room;
import knutpunkt.controller.journal.RoomLimits;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ListUnavailable;
import knutpunkt.wire.BootId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.message.RecordMaker;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controller's real journal on a disk that fills up: told early, diagnostics first, then the reserve, then nothing. */
class FullDiskTest {
    private static final DoorId DOOR = new DoorId("front");
    private static final Event EVENT = new Event.Held(DOOR);
    private static final Event DIAGNOSTIC = new Event.PartHealth(DOOR, "reader", false, "unplugged");
    private static final int RESERVE = 16 * 16_384;
    private static final int LOW = 2_000_000;

    private final SimulatedDisk disk = SimulatedDisk.make(1);
    private final AtomicLong nanos = new AtomicLong();
    private Journal journal;

    @BeforeEach
    void start() {
        journal = open(new RoomLimits(LOW, RESERVE));
    }

    @AfterEach
    void stop() {
        journal.close();
        disk.close();
    }

    private Journal open(RoomLimits limits) {
        Instant wall = Instant.parse("2026-06-15T10:00:00Z");
        var maker =
                new RecordMaker(new BootId("boot-1"), () -> wall, () -> ClockTrust.TRUSTED, nanos::get, new Random(7));
        return SqliteJournal.open(file("journal.db"), maker, new Room(disk.root(), limits, nanos::get, new Random(8)));
    }

    private Path file(String name) {
        return disk.root().resolve(name);
    }

    private long reserveBytes() {
        try {
            return Files.exists(file("journal.reserve")) ? Files.size(file("journal.reserve")) : 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(Duration time) {
        nanos.addAndGet(time.toNanos());
        for (int i = 0; i < 20; i++) {
            journal.lookAfter();
        }
    }

    /** Room for so many more bytes. */
    private void leave(long bytes) {
        disk.faults().capacity(disk.used() + bytes);
    }

    private List<JournalRecord> appendUntilItFails() {
        var kept = new ArrayList<JournalRecord>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        kept.add(journal.append(EVENT));
                    }
                })
                .isInstanceOf(JournalUnavailable.class);
        return kept;
    }

    private void appendUntilTheReserveIsNeeded() {
        while (journal.storage() != Storage.RESERVE) {
            journal.append(EVENT);
        }
    }

    @Test
    void littleRoomIsToldBeforeThereIsNone() {
        assertThat(journal.storage()).isEqualTo(Storage.ENOUGH);

        leave(LOW - 4_096);
        run(Duration.ofSeconds(10));
        assertThat(journal.storage()).isEqualTo(Storage.LOW);
        journal.append(DIAGNOSTIC);

        leave(LOW + RESERVE);
        run(Duration.ofSeconds(10));
        assertThat(journal.storage()).as("a little more room is not enough yet").isEqualTo(Storage.LOW);
        leave(2 * LOW);
        run(Duration.ofSeconds(10));
        assertThat(journal.storage()).isEqualTo(Storage.ENOUGH);
    }

    @Test
    void theReserveIsMadeOnePieceAtATime() {
        journal.lookAfter();
        assertThat(reserveBytes()).isEqualTo(RESERVE / 16);

        run(Duration.ZERO);
        assertThat(reserveBytes()).isEqualTo(RESERVE);
    }

    @Test
    void onAFullDiskRecordsAreKeptOffTheReserveUntilThatIsSpentAndNoneIsLost() {
        run(Duration.ZERO);
        leave(0);

        List<JournalRecord> kept = appendUntilItFails();

        assertThat(kept).hasSizeGreaterThan(200);
        assertThat(reserveBytes()).isZero();
        assertThat(journal.storage()).isEqualTo(Storage.FULL);
        disk.cut(new Random(3));
        disk.start();
        closeQuietly();
        journal = open(new RoomLimits(LOW, RESERVE));
        // The one that was refused may be there after all: it was written, and then there was no room to say so.
        assertThat(journal.after(0, 20_000))
                .startsWith(kept.toArray(JournalRecord[]::new))
                .hasSizeLessThan(kept.size() + 2);
    }

    @Test
    void withoutAReserveAFullDiskKeepsNothing() {
        journal.append(EVENT);
        leave(0);

        assertThat(appendUntilItFails()).hasSizeLessThan(20);
    }

    @Test
    void diagnosticsAreLeftOutBeforeTheReserveIsTouched() {
        run(Duration.ZERO);
        leave(0);

        int before = 0;
        while (!journal.append(List.of(DIAGNOSTIC)).isEmpty()) {
            before++;
        }
        assertThat(before).isLessThan(20);
        assertThat(reserveBytes()).isEqualTo(RESERVE);
        assertThat(journal.storage()).isEqualTo(Storage.RESERVE);
        assertThat(journal.leftOut()).isOne();
        assertThatThrownBy(() -> journal.append(DIAGNOSTIC)).isInstanceOf(JournalUnavailable.class);

        List<JournalRecord> kept = journal.append(List.of(DIAGNOSTIC, EVENT));

        assertThat(kept).extracting(one -> one.header().kind()).containsExactly("held");
        assertThat(journal.leftOut()).isEqualTo(3);
    }

    @Test
    void whenThereIsRoomAgainTheReserveIsMadeAgainAndDiagnosticsAreKept() {
        run(Duration.ZERO);
        leave(0);
        appendUntilItFails();

        disk.faults().capacity(Long.MAX_VALUE);
        journal.append(EVENT);
        run(Duration.ofMinutes(9));
        assertThat(reserveBytes())
                .as("a disk that was full just now is left alone")
                .isZero();
        assertThat(journal.storage()).isEqualTo(Storage.RESERVE);
        run(Duration.ofMinutes(2));

        assertThat(reserveBytes()).isEqualTo(RESERVE);
        assertThat(journal.storage()).isEqualTo(Storage.ENOUGH);
        assertThat(journal.append(DIAGNOSTIC).header().kind()).isEqualTo("part-health");
    }

    @Test
    void aControllerThatStartsOnAFullDiskStartsOffItsReserve() {
        run(Duration.ZERO);
        leave(0);
        appendUntilTheReserveIsNeeded();
        long before = journal.head().sequence();
        disk.cut(new Random(4));
        disk.start();
        closeQuietly();

        journal = open(new RoomLimits(LOW, RESERVE));

        assertThat(journal.storage()).isEqualTo(Storage.RESERVE);
        assertThat(journal.append(EVENT).header().sequence()).isEqualTo(before + 1);
    }

    @Test
    void aDiagnosticThatIsTriedAgainAndAgainIsLeftOutOnce() {
        run(Duration.ZERO);
        leave(0);
        appendUntilItFails();
        long before = journal.leftOut();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> journal.append(List.of(DIAGNOSTIC, EVENT))).isInstanceOf(JournalUnavailable.class);
        }
        assertThat(journal.leftOut()).isEqualTo(before);

        leave(1_000_000);
        journal.append(List.of(DIAGNOSTIC, EVENT));
        assertThat(journal.leftOut()).isEqualTo(before + 1);
    }

    @Test
    void aNewJournalForWhichThereIsNoRoomIsBegunOffTheReserve() {
        run(Duration.ZERO);
        journal.append(EVENT);
        JournalId lost = journal.head().journal();
        leave(0);

        journal.startAnew(lost, "the service has more");

        assertThat(journal.head().journal()).isNotEqualTo(lost);
        assertThat(journal.append(EVENT).header().sequence()).isEqualTo(2);
        assertThat(reserveBytes()).isBetween(1L, RESERVE - 1L);
    }

    @Test
    void aNewJournalForWhichThereIsNoRoomAtAllIsBegunLaterAndTheOldOneStays() {
        journal.append(EVENT);
        JournalId lost = journal.head().journal();
        leave(0);

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> journal.startAnew(lost, "the service has more"))
                    .isInstanceOf(JournalUnavailable.class);
            assertThatThrownBy(() -> journal.append(EVENT)).isInstanceOf(JournalUnavailable.class);
        }

        assertThat(journal.storage()).isEqualTo(Storage.FULL);
        assertThat(file("journal.db.broken-2")).doesNotExist();
        assertThat(file("journal.db.broken-1")).isNotEmptyFile();
        disk.faults().capacity(Long.MAX_VALUE);
        assertThat(journal.append(EVENT).header().sequence()).isEqualTo(2);
        assertThat(gap()).isEqualTo(new Event.Gap("the service has more", Optional.of(lost)));
    }

    @Test
    void aJournalThatWasDamagedIsSaidToHaveBeenDamagedHoweverLittleRoomThereIs() throws IOException {
        run(Duration.ZERO);
        JournalId lost = journal.head().journal();
        journal.close();
        Files.writeString(file("journal.db"), "this was never a database, whatever its name says; nor is it one now");
        leave(0);

        try (var _ = Quiet.logs()) {
            journal = open(new RoomLimits(LOW, RESERVE));
        }

        assertThat(gap()).isEqualTo(new Event.Gap("the journal was damaged", Optional.of(lost)));
        assertThat(reserveBytes()).isLessThan(RESERVE);
    }

    @Test
    void aStartThatCannotNoteTheJournalsIdLeavesNothingOpen() throws IOException {
        journal.close();
        Files.delete(file("journal.db"));
        Files.createDirectory(file("journal.id.new"));

        assertThatThrownBy(() -> open(RoomLimits.NONE)).isInstanceOf(JournalUnavailable.class);

        assertThat(disk.stillOpen()).isEmpty();
    }

    @Test
    void anAccessListForWhichThereIsNoRoomIsOpenedOffTheReserve() {
        run(Duration.ZERO);
        var room = new Room(disk.root(), new RoomLimits(LOW, RESERVE), nanos::get, new Random(9));
        leave(0);

        try (var _ = Quiet.logs();
                var lists = AccessListStore.open(file("list.db"), new Random(7), room::giveUp)) {
            assertThat(lists.current().revision()).isEqualTo(Revision.NONE);
        }

        assertThat(reserveBytes()).isBetween(1L, RESERVE - 1L);
    }

    @Test
    void anAccessListForWhichThereIsNoRoomAndNoReserveIsNotOpened() {
        leave(0);

        assertThatThrownBy(() -> AccessListStore.open(file("list.db"), new Random(7), () -> false))
                .isInstanceOf(ListUnavailable.class);

        assertThat(disk.stillOpen()).noneMatch(name -> name.contains("list"));
    }

    @Test
    void whatIsAcknowledgedIsTakenAlsoWhenTheDiskFails() {
        journal.append(Collections.nCopies(600, EVENT));
        disk.faults().syncsFail(true);

        journal.acknowledged(600);

        assertThat(journal.acknowledged()).isEqualTo(600);
        disk.faults().syncsFail(false);
    }

    @Test
    void aDiskThatFailsIsToldApartFromAFullOne() {
        run(Duration.ZERO);
        disk.faults().syncsFail(true);

        assertThatThrownBy(() -> journal.append(EVENT)).isInstanceOf(JournalUnavailable.class);

        assertThat(journal.storage()).isEqualTo(Storage.FAILING);
        assertThat(reserveBytes()).isEqualTo(RESERVE);
        disk.faults().syncsFail(false);
        journal.append(EVENT);
        assertThat(journal.storage()).isEqualTo(Storage.ENOUGH);
    }

    /** What the journal begins with. */
    private Event gap() {
        JournalRecord first = journal.after(0, 1).getFirst();
        return EventCodec.read(first.header().kind(), ((Content.Kept) first.content()).body())
                .orElseThrow();
    }

    /** What was opened before a cut does not close in order. */
    private void closeQuietly() {
        try (var _ = Quiet.logs()) {
            journal.close();
        }
    }
}
