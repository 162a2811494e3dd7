package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.kiosk.database.Database;
import knutpunkt.loop.Threads;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventLogTest {
    private static final Instant AT = Instant.parse("2026-11-22T11:00:00Z");

    @TempDir
    Path folder;

    private final Queue<EventAck> answers = new ConcurrentLinkedQueue<>();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("site.db"));
        database.write(t -> t.update("INSERT INTO controller (id, name) VALUES ('c1', 'One'), ('c2', 'Two')"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private EventLog start(Derived derived) {
        return EventLog.start(database, InstantSource.fixed(AT), List.of(derived), this::keep, Threads.THREADS);
    }

    private void keep(ControllerId controller, EventAck answer) {
        answers.add(answer);
    }

    private static FakeJournal journal(String controller, int records) {
        var journal = new FakeJournal(controller, "of-" + controller);
        for (int i = 0; i < records; i++) {
            journal.add(AT, new Event.Closed(new DoorId("front")));
        }
        return journal;
    }

    private long committed() {
        return database.read(t -> t.one("SELECT count(*) AS n FROM record", row -> row.number("n"))
                .orElseThrow());
    }

    @Test
    void anAnswerIsGivenOnlyWhenTheRecordsAreThere() {
        FakeJournal journal = journal("c1", 3);
        var seen = new ConcurrentLinkedQueue<Long>();
        try (var log = EventLog.start(
                database,
                InstantSource.fixed(AT),
                List.of(),
                (controller, answer) -> seen.add(committed()),
                Threads.THREADS)) {
            log.offer(journal.controller(), journal.all());

            await().untilAsserted(() -> assertThat(seen).containsExactly(3L));
        }
    }

    @Test
    void aFailedCommitLeavesNothingAndAcknowledgesNothingUntilItIsSentAgain() {
        FakeJournal journal = journal("c1", 3);
        var broken = new AtomicBoolean(true);
        var failures = new AtomicInteger();
        try (var log = start((transaction, events) -> {
            if (broken.get()) {
                failures.incrementAndGet();
                throw new IllegalStateException("this test's derived part fails");
            }
        })) {
            log.offer(journal.controller(), journal.all());
            await().until(() -> failures.get() > 0);
            assertThat(committed()).isZero();
            assertThat(answers).isEmpty();

            broken.set(false);
            log.offer(journal.controller(), journal.all());

            await().untilAsserted(() -> assertThat(answers).containsExactly(new EventAck.Committed(journal.id(), 3)));
            assertThat(committed()).isEqualTo(3);
        }
    }

    @Test
    void oneBatchThatCannotBeCommittedDoesNotHoldUpTheOthersWaitingWithIt() throws Exception {
        FakeJournal poison = journal("c1", 2);
        FakeJournal good = journal("c2", 2);
        var held = new CountDownLatch(1);
        try (var log = start((transaction, events) -> {
            if (events.stream().anyMatch(event -> event.controller().equals(poison.controller()))) {
                throw new IllegalStateException("this test's derived part fails for one controller");
            }
        })) {
            database.write(t -> {
                log.offer(good.controller(), good.batch(1, 1));
                log.offer(poison.controller(), poison.all());
                log.offer(good.controller(), good.batch(2, 2));
                held.countDown();
                return 0;
            });
            held.await();

            await().untilAsserted(() -> assertThat(answers)
                    .containsExactly(new EventAck.Committed(good.id(), 1), new EventAck.Committed(good.id(), 2)));
            assertThat(committed()).isEqualTo(2);
        }
    }

    @Test
    void whenTooManyWaitTheNextIsDroppedWithoutBlocking() {
        FakeJournal journal = journal("c1", 1);
        var accepted = new ArrayList<Boolean>();
        try (var log = start((transaction, events) -> {})) {
            database.write(t -> {
                // Its thread may have taken as many as one transaction holds before it had to wait for this one.
                for (int i = 0; i < 2_500; i++) {
                    accepted.add(log.offer(journal.controller(), journal.all()));
                }
                return 0;
            });

            assertThat(accepted).startsWith(true).endsWith(false);
            await().untilAsserted(() -> assertThat(committed()).isEqualTo(1));
        }
    }

    @Test
    void aClosedLogTakesNothing() {
        FakeJournal journal = journal("c1", 1);
        EventLog log = start((transaction, events) -> {});
        log.close();

        assertThat(log.offer(journal.controller(), journal.all())).isFalse();
    }
}
