package knutpunkt.kiosk.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessChangesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00.123456Z"));

    @TempDir
    private Path folder;

    private Database database;
    private final List<AccessItem> tables = new ArrayList<>();

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("site.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSiteWithoutAChangeHasTheEmptyList() {
        assertThat(changes().current().revision()).isEqualTo(Revision.NONE);
    }

    @Test
    void theFirstChangeIsTheFirstOfTheFirstEpoch() {
        assertThat(put(changes(), badge(1))).isEqualTo(new Revision(1, 1));
    }

    @Test
    void everyChangeTakesTheNextNumber() {
        AccessChanges changes = changes();
        put(changes, badge(1));

        Revision second = database.write(changes::note);

        assertThat(second).isEqualTo(new Revision(1, 2));
        assertThat(changes.current().revision()).isEqualTo(second);
    }

    @Test
    void whatIsRolledBackWasNeverThere() {
        AccessChanges changes = changes();
        put(changes, badge(1));
        AccessList before = changes.current();

        assertThatThrownBy(() -> database.write(transaction -> {
                    changes.change(transaction, List.of(badge(2)), List.of());
                    throw new IllegalStateException("the other half failed");
                }))
                .hasMessage("the other half failed");

        assertThat(changes.current()).isSameAs(before);
        assertThat(put(changes, badge(3))).isEqualTo(new Revision(1, 2));
    }

    @Test
    void listenersHearAfterTheListIsTheNewOne() {
        AccessChanges changes = changes();
        List<Revision> heard = new ArrayList<>();
        changes.listen(() -> heard.add(changes.current().revision()));

        put(changes, badge(1));

        assertThat(heard).containsExactly(new Revision(1, 1));
    }

    @Test
    void changesOfManyThreadsAreOneUnbrokenRow() throws InterruptedException, ExecutionException {
        AccessChanges changes = changes();
        var start = new CountDownLatch(1);
        List<Future<Revision>> made = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                AccessItem.Badge badge = badge(i);
                made.add(threads.submit(() -> {
                    start.await();
                    return put(changes, badge);
                }));
            }
            start.countDown();
            List<Long> numbers = new ArrayList<>();
            for (Future<Revision> one : made) {
                numbers.add(one.get().number());
            }
            assertThat(numbers).doesNotHaveDuplicates().hasSize(50);
        }

        assertThat(changes.current().revision()).isEqualTo(new Revision(1, 50));
        assertThat(changes.current().badges()).isEqualTo(50);
    }

    @Test
    void theLogSaysWhatCameAfterARevision() {
        AccessChanges changes = changes();
        put(changes, badge(1));
        database.write(
                transaction -> changes.change(transaction, List.of(badge(2)), List.of(badge(1).key())));

        List<AccessChange> after =
                database.read(transaction -> changes.after(transaction, new Revision(1, 1), 10));

        assertThat(after).singleElement().satisfies(change -> {
            assertThat(change.revision()).isEqualTo(new Revision(1, 2));
            assertThat(change.put()).containsExactly(badge(2));
            assertThat(change.removed()).containsExactly(badge(1).key());
            assertThat(change.digest()).isEqualTo(changes.current().digest());
            assertThat(change.at()).isEqualTo(Instant.parse("2026-11-22T12:00:00.123Z"));
        });
    }

    @Test
    void everyRevisionsDigestIsKnown() {
        AccessChanges changes = changes();
        Revision first = put(changes, badge(1));
        Hash digest = changes.current().digest();
        put(changes, badge(2));

        Optional<Hash> known = database.read(transaction -> changes.digest(transaction, first));
        Optional<Hash> never = database.read(transaction -> changes.digest(transaction, new Revision(1, 9)));
        assertThat(known).hasValue(digest);
        assertThat(never).isEmpty();
    }

    @Test
    void theListIsTheSameAfterARestart() {
        AccessChanges before = changes();
        put(before, badge(1));
        put(before, badge(2));
        tables.addAll(List.of(badge(2), badge(1)));

        AccessList after = changes().current();

        assertThat(after.revision()).isEqualTo(new Revision(1, 2));
        assertThat(after.digest()).isEqualTo(before.current().digest());
    }

    @Test
    void tablesThatDoNotMatchTheLogRefuseToStart() {
        put(changes(), badge(1));
        tables.add(new AccessItem.Badge(badge(1).token(), badge(1).person(), true));

        assertThatThrownBy(this::changes)
                .isInstanceOf(AccessListDamaged.class)
                .hasMessageContaining("do not match the change log at revision [1.1]");
    }

    @Test
    void tablesWithoutALogRefuseToStart() {
        tables.add(badge(1));

        assertThatThrownBy(this::changes)
                .isInstanceOf(AccessListDamaged.class)
                .hasMessageContaining("no change explains");
    }

    @Test
    void nobodyAltersTheLog() {
        put(changes(), badge(1));

        assertThatThrownBy(() -> database.write(transaction -> transaction.update("UPDATE access_change SET put = '[]'")))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> database.write(transaction -> transaction.update("DELETE FROM access_change")))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("append-only");
    }

    private AccessChanges changes() {
        return AccessChanges.open(database, CLOCK, List.of(_ -> tables));
    }

    private Revision put(AccessChanges changes, AccessItem item) {
        return database.write(transaction -> changes.change(transaction, List.of(item), List.of()));
    }

    private static AccessItem.Badge badge(int number) {
        return new AccessItem.Badge(new BadgeToken(1, number, number), new PersonId("p-" + number), false);
    }
}
