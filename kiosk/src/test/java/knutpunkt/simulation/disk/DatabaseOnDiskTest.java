package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.database.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service's real database on a disk whose power is cut: what was committed is there, and whole. */
class DatabaseOnDiskTest {
    private static final String FILE = "site.db";
    private static final int TRANSACTIONS = 8;

    private static Database open(SimulatedDisk disk) {
        return Database.open(disk.root().resolve(FILE));
    }

    private static void put(SimulatedDisk disk, byte[] file) {
        try {
            Files.write(disk.root().resolve(FILE), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disk.settle();
    }

    /** The file when the service ends for the first time. */
    private static byte[] made() {
        try (var disk = SimulatedDisk.make(1)) {
            open(disk).close();
            return Files.readAllBytes(disk.root().resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Database database, long number) {
        database.write(t -> {
            t.update("CREATE TABLE IF NOT EXISTS thing (number INTEGER PRIMARY KEY, half TEXT) STRICT");
            t.update("CREATE TABLE IF NOT EXISTS other (number INTEGER PRIMARY KEY, half BLOB) STRICT");
            t.update("INSERT INTO thing VALUES (?, ?)", number, "x".repeat((int) (number % 7) * 900));
            return t.update("INSERT INTO other VALUES (?, ?)", number, new byte[(int) (number % 5) * 3_000]);
        });
    }

    private static List<Long> numbers(Transaction transaction, String table) {
        return transaction.list("SELECT number FROM " + table + " ORDER BY number", row -> row.number("number"));
    }

    /** Transactions over two tables, a reader between them, and a restart. */
    private static void story(SimulatedDisk disk, List<Long> committed) {
        for (int run = 0; run < 2; run++) {
            try (Database database = open(disk)) {
                for (int i = 0; i < TRANSACTIONS; i++) {
                    long number = committed.size() + 1L;
                    add(database, number);
                    committed.add(number);
                }
                database.read(t -> numbers(t, "thing"));
            }
        }
    }

    /** In both tables alike, with the one at most that was being committed. */
    private static void allIsThere(SimulatedDisk disk, List<Long> committed) {
        try (Database database = open(disk)) {
            add(database, 1_000);
            List<Long> found = database.read(t -> numbers(t, "thing"));
            List<Long> others = database.read(t -> numbers(t, "other"));
            assertThat(others).isEqualTo(found);
            assertThat(found).containsAll(committed).hasSizeBetween(committed.size() + 1, committed.size() + 2);
            List<String> complaints =
                    database.read(t -> t.list("PRAGMA integrity_check", row -> row.text("integrity_check")));
            assertThat(complaints).containsExactly("ok");
        }
    }

    @Test
    void aCommittedTransactionIsThereWheneverThePowerIsCut() {
        byte[] made = made();

        int cuts = EveryCut.<Long>salted(1)
                .after((disk, _) -> put(disk, made))
                .tell(DatabaseOnDiskTest::story, DatabaseOnDiskTest::allIsThere);

        assertThat(cuts).isGreaterThan(100);
    }

    @Test
    void tablesInTheMakingWhenThePowerIsCutAreMadeAtTheNextStart() {
        int cuts = EveryCut.<Long>salted(2)
                .ofChanges()
                .by(7)
                .tell((disk, _) -> open(disk).close(), DatabaseOnDiskTest::allIsThere);

        assertThat(cuts).isGreaterThan(20);
    }

    @Test
    void aDiskThatLiesAboutItsSyncsIsFoundOut() {
        int losses = 0;
        for (int seed = 0; seed < 10; seed++) {
            var committed = new ArrayList<Long>();
            try (var disk = SimulatedDisk.make(seed);
                    var _ = Quiet.logs()) {
                disk.faults().syncsLie(true);
                story(disk, committed);
                disk.cut(new Random(seed));
                disk.start();
                losses += isWhole(disk, committed) ? 0 : 1;
            }
        }

        assertThat(losses).isPositive();
    }

    private static boolean isWhole(SimulatedDisk disk, List<Long> committed) {
        try {
            allIsThere(disk, committed);
            return true;
        } catch (AssertionError | RuntimeException _) {
            return false;
        }
    }

    @Test
    void aFullDiskIsRefusedAndWorksOnceThereIsSpace() {
        try (var disk = SimulatedDisk.make(1);
                var database = open(disk)) {
            add(database, 1);
            disk.faults().capacity(0);
            assertThatThrownBy(() -> LongStream.range(2, 100).forEach(i -> add(database, i)))
                    .isInstanceOf(DatabaseUnusable.class);
            disk.faults().capacity(Long.MAX_VALUE);

            add(database, 100);

            List<Long> found = database.read(t -> numbers(t, "thing"));
            assertThat(found).contains(1L, 100L);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyThreadsReadAndWriteAtOnce(boolean isVirtual) throws InterruptedException {
        Thread.Builder builder = isVirtual ? Thread.ofVirtual() : Thread.ofPlatform();
        try (var disk = SimulatedDisk.make(1);
                var database = open(disk)) {
            add(database, 10_000);
            var start = new CountDownLatch(1);
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(thread -> builder.start(() -> {
                        try {
                            start.await();
                            for (long i = 0; i < 25; i++) {
                                add(database, thread * 100L + i);
                                database.read(t -> numbers(t, "other"));
                            }
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .toList();

            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            List<Long> found = database.read(t -> numbers(t, "thing"));
            assertThat(found).hasSize(101);
        }
    }
}
