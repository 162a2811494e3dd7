package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final Event CLOSED = new Event.Closed(new DoorId("front"));
    private static final Event HELD = new Event.Held(new DoorId("front"));

    private final List<LoggedEvent> derived = new ArrayList<>();

    @TempDir
    Path folder;

    private SiteLog log;

    @BeforeEach
    void open() {
        log = new SiteLog(folder, database -> List.of((transaction, events) -> derived.addAll(events)));
        log.enrol("c1");
    }

    @AfterEach
    void close() {
        log.close();
    }

    private SiteJournal run(long seed) {
        return new SiteJournal(
                InstantSource.fixed(NOW),
                () -> 7_000_000,
                new Random(seed),
                List.of((transaction, events) -> derived.addAll(events)));
    }

    private List<LoggedEvent> append(SiteJournal journal, Event... events) {
        return log.database().write(transaction -> journal.append(transaction, List.of(events)));
    }

    private JournalId own() {
        return log.database()
                .read(transaction -> Journals.newestOf(transaction, SiteJournal.SELF))
                .orElseThrow();
    }

    @Test
    void whatTheServiceDoesIsChainedOverItsRuns() {
        append(run(1), CLOSED, HELD);
        append(run(2), HELD);

        LogProof.Proved proved = log.proved(own());

        assertThat(proved.bad()).isEmpty();
        assertThat(proved.head().sequence()).isEqualTo(3);
    }

    @Test
    void itIsNumberedAmongTheRecordsOfControllers() {
        var controller = new FakeJournal("c1", "j1").add(NOW, CLOSED);
        append(run(1), HELD);
        log.commit(controller);
        append(run(1), HELD);

        List<ControllerId> whose = log.database()
                .read(transaction -> Records.after(transaction, 0, 10).stream()
                        .map(Records.Logged::controller)
                        .toList());

        assertThat(whose).containsExactly(SiteJournal.SELF, controller.controller(), SiteJournal.SELF);
    }

    @Test
    void whatIsDerivedFromTheLogTakesItIn() {
        List<LoggedEvent> logged = append(run(1), CLOSED, HELD);

        assertThat(derived).isEqualTo(logged);
        assertThat(logged).extracting(LoggedEvent::event).containsExactly(CLOSED, HELD);
        assertThat(logged).extracting(LoggedEvent::number).containsExactly(1L, 2L);
    }

    @Test
    void itIsUndoneWithTheTransactionThatDidIt() {
        assertThatThrownBy(() -> log.database().write(transaction -> {
                    run(1).append(transaction, List.of(CLOSED));
                    throw new IllegalStateException("undone");
                }))
                .isInstanceOf(IllegalStateException.class);

        List<JournalId> begun = log.database().read(Journals::all);
        List<Records.Logged> added = log.database().read(transaction -> Records.after(transaction, 0, 10));
        assertThat(begun).isEmpty();
        assertThat(added).isEmpty();
    }

    @Test
    void noControllerCanAddToIt() {
        append(run(1), CLOSED);
        var forged = new FakeJournal("service", "j9").add(NOW, CLOSED);

        assertThat(log.commit(forged.controller(), forged.all())).isInstanceOf(Outcome.Stranger.class);
    }

    @Test
    void theServiceIsNoControllerOfTheSite() {
        append(run(1), CLOSED);

        assertThat(log.database().read(Plan::controllers)).containsExactly(new ControllerId("c1"));
        assertThat(new Doors(log.database(), (transaction, revision) -> Optional.empty()).controllers())
                .extracting(Doors.Controller::id)
                .containsExactly(new ControllerId("c1"));
    }
}
