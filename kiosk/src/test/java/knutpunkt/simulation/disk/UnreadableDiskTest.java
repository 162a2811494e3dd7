package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.Applied.InForce;
import knutpunkt.controller.list.ListUnavailable;
import knutpunkt.simulation.disk.Operation.Kind;
import knutpunkt.wire.BootId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A disk that does not give what is on it, at a controller's start: what it does not give now is not damaged, and not lost. */
class UnreadableDiskTest {
    private static final Event EVENT = new Event.Held(new DoorId("front"));
    private static final int MANY = 600;

    private final SimulatedDisk disk = SimulatedDisk.make(1);

    @AfterEach
    void close() {
        disk.close();
    }

    private Path file(String name) {
        return disk.root().resolve(name);
    }

    private Journal openJournal() {
        return SqliteJournal.open(
                file("journal.db"),
                new BootId("boot-1"),
                () -> Instant.EPOCH,
                () -> ClockTrust.TRUSTED,
                () -> 0,
                new Random(7));
    }

    private AccessListStore openList() {
        return AccessListStore.open(file("list.db"), new Random(7), () -> false);
    }

    private List<JournalRecord> journalOfManyPages() {
        try (Journal journal = openJournal()) {
            return journal.append(Collections.nCopies(MANY, EVENT));
        }
    }

    private void listOfManyPages() {
        List<AccessItem> items = IntStream.range(0, MANY)
                .<AccessItem>mapToObj(
                        i -> new AccessItem.Badge(new BadgeToken(1, i, 12), new PersonId("p-" + i), false))
                .toList();
        var list = AccessList.empty().with(new Revision(1, 3), items, List.of());
        try (AccessListStore store = openList()) {
            var update = new AccessUpdate(
                    store.want().nonce(), Optional.empty(), list.revision(), list.digest(), 1, 1, items, List.of());
            assertThat(store.apply(update)).isInstanceOf(InForce.class);
        }
    }

    /** A page in the middle of what is kept. */
    private void spoilTheMiddleOf(String name) {
        try {
            disk.faults().spoil(name, Files.size(file(name)) / StoredFile.SECTOR / 2);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fault passes when the disk is asked for the page a second time. */
    private void healAtTheSecondRead(String name) {
        long sector;
        try {
            sector = Files.size(file(name)) / StoredFile.SECTOR / 2;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        var reads = new AtomicInteger();
        disk.beforeEach(operation -> {
            boolean ofIt = operation.kind() == Kind.READ
                    && operation.file().equals(name)
                    && operation.offset() / StoredFile.SECTOR == sector;
            if (ofIt && reads.incrementAndGet() == 2) {
                disk.faults().heal(name);
            }
        });
    }

    @Test
    void aJournalThatCannotBeReadNowRefusesToStartAndIsLeftAsItIs() throws IOException {
        List<JournalRecord> kept = journalOfManyPages();
        spoilTheMiddleOf("journal.db");

        assertThatThrownBy(this::openJournal)
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining("cannot be opened now and is left as it is");

        assertThat(names()).contains("journal.db").noneMatch(name -> name.contains("broken"));
        disk.faults().heal("journal.db");
        try (Journal journal = openJournal()) {
            assertThat(journal.after(0, 10_000)).isEqualTo(kept);
        }
    }

    @Test
    void aReadErrorOfTheJournalsThatPassesCostsNothing() {
        List<JournalRecord> kept = journalOfManyPages();
        spoilTheMiddleOf("journal.db");
        healAtTheSecondRead("journal.db");

        try (var _ = Quiet.logs();
                Journal journal = openJournal()) {
            assertThat(journal.after(0, 10_000)).isEqualTo(kept);
        }
    }

    @Test
    void aListThatCannotBeReadNowRefusesToStartAndIsLeftAsItIs() throws IOException {
        listOfManyPages();
        spoilTheMiddleOf("list.db");

        assertThatThrownBy(this::openList)
                .isInstanceOf(ListUnavailable.class)
                .hasMessageContaining("cannot be read now and is left as it is");

        assertThat(names()).contains("list.db").noneMatch(name -> name.contains("broken"));
        disk.faults().heal("list.db");
        try (AccessListStore store = openList()) {
            assertThat(store.current().revision()).isEqualTo(new Revision(1, 3));
        }
    }

    @Test
    void aReadErrorOfTheListsThatPassesCostsNothing() {
        listOfManyPages();
        spoilTheMiddleOf("list.db");
        healAtTheSecondRead("list.db");

        try (AccessListStore store = openList()) {
            assertThat(store.current().revision()).isEqualTo(new Revision(1, 3));
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(disk.root())) {
            return new ArrayList<>(
                    files.map(each -> String.valueOf(each.getFileName())).toList());
        }
    }
}
