package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchCommitTest {
    private static final Instant AT = Instant.parse("2026-11-22T11:00:00Z");
    private static final Event CLOSED = new Event.Closed(new DoorId("front"));

    @TempDir
    Path folder;

    private final List<LoggedEvent> derived = new ArrayList<>();
    private SiteLog log;

    @BeforeEach
    void open() {
        log = new SiteLog(folder, database -> List.of((transaction, events) -> derived.addAll(events)));
        log.enrol("c1", "c2");
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static FakeJournal journal(String controller, String id, int records) {
        var journal = new FakeJournal(controller, id);
        for (int i = 0; i < records; i++) {
            journal.add(AT.plusSeconds(i), CLOSED);
        }
        return journal;
    }

    private static List<Long> oneTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private Outcome commit(FakeJournal journal, int from, int to) {
        return log.commit(journal.controller(), journal.batch(from, to));
    }

    private List<Alarms.Kind> alarms() {
        return log.alarms().stream().map(Alarms.Alarm::kind).toList();
    }

    private Optional<JournalId> newestOf(ControllerId controller) {
        return log.database().read(t -> Journals.newestOf(t, controller));
    }

    private void assertIntact(FakeJournal journal) {
        assertThat(log.proved(journal.id()).bad()).isEmpty();
        assertThat(log.proved(journal.id()).head()).isEqualTo(journal.head());
    }

    @Test
    void aBatchIsKeptWholeAndAcknowledgedUpToItsLast() {
        FakeJournal journal = journal("c1", "j1", 5);

        Outcome outcome = log.commit(journal.controller(), journal.all());

        assertThat(outcome).isEqualTo(new Outcome.Committed(journal.id(), 5, 5));
        assertThat(outcome.answer()).contains(new EventAck.Committed(journal.id(), 5));
        assertThat(log.sequences(journal)).isEqualTo(oneTo(5));
        assertIntact(journal);
    }

    @Test
    void everyPartOfARecordComesBackAsItWas() {
        FakeJournal journal = journal("c1", "j1", 3);
        log.commit(journal);

        List<Records.Logged> logged = log.database().read(t -> Records.after(t, 0, 10));

        assertThat(logged.stream().map(Records.Logged::journalRecord))
                .containsExactly(journal.at(1), journal.at(2), journal.at(3));
        assertThat(logged.stream().map(Records.Logged::number)).containsExactly(1L, 2L, 3L);
        assertThat(logged.stream().map(Records.Logged::event)).containsOnly(Optional.of(CLOSED));
    }

    @Test
    void theSameBatchTwiceIsKeptOnceAndAcknowledgedAgain() {
        FakeJournal journal = journal("c1", "j1", 5);
        log.commit(journal);
        derived.clear();

        Outcome again = log.commit(journal.controller(), journal.all());

        assertThat(again).isEqualTo(new Outcome.Committed(journal.id(), 5, 0));
        assertThat(log.sequences(journal)).isEqualTo(oneTo(5));
        assertThat(derived).isEmpty();
    }

    @Test
    void anOverlappingBatchAddsOnlyWhatIsNew() {
        FakeJournal journal = journal("c1", "j1", 9);
        commit(journal, 1, 5);
        derived.clear();

        assertThat(commit(journal, 3, 9)).isEqualTo(new Outcome.Committed(journal.id(), 9, 4));
        assertThat(log.sequences(journal)).isEqualTo(oneTo(9));
        assertThat(derived.stream().map(event -> event.header().sequence())).containsExactly(6L, 7L, 8L, 9L);
        assertIntact(journal);
    }

    @Test
    void anOldBatchWithinWhatIsKnownIsAcknowledgedUpToTheNewest() {
        FakeJournal journal = journal("c1", "j1", 9);
        log.commit(journal);

        assertThat(commit(journal, 2, 4)).isEqualTo(new Outcome.Committed(journal.id(), 9, 0));
        assertThat(alarms()).isEmpty();
    }

    @Test
    void aBatchAfterAHoleIsNotKeptAndTheMissingOnesAreAskedFor() {
        FakeJournal journal = journal("c1", "j1", 9);
        commit(journal, 1, 3);

        Outcome outcome = commit(journal, 6, 9);

        assertThat(outcome.answer()).contains(new EventAck.SendFrom(journal.id(), 4));
        assertThat(log.sequences(journal)).isEqualTo(oneTo(3));
        assertThat(commit(journal, 4, 9)).isEqualTo(new Outcome.Committed(journal.id(), 9, 6));
        assertIntact(journal);
    }

    @Test
    void aJournalNeverSeenIsAskedForFromItsFirstRecord() {
        FakeJournal journal = journal("c1", "j1", 9);

        assertThat(commit(journal, 5, 9).answer()).contains(new EventAck.SendFrom(journal.id(), 1));
        assertThat(log.sequences(journal)).isEmpty();
        assertThat(newestOf(journal.controller())).isEmpty();
    }

    @Test
    void aControllersFirstJournalIsNoLoss() {
        log.commit(journal("c1", "j1", 2));

        assertThat(alarms()).isEmpty();
        assertThat(newestOf(new ControllerId("c1"))).contains(new JournalId("j1"));
    }

    @Test
    void aNewJournalAfterALossIsTakenFromItsStartAndTheLossIsMarked() {
        log.commit(journal("c1", "j1", 4));
        var second = new FakeJournal("c1", "j2")
                .add(AT, new Event.Started("1.0"))
                .add(AT, new Event.Gap("card lost", Optional.of(new JournalId("j1"))));

        log.commit(second);

        assertThat(log.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Alarms.Kind.JOURNAL_LOST);
            assertThat(alarm.subject()).isEqualTo("j1");
            assertThat(alarm.detail()).isEqualTo("journal [j1] ends at record [4]; journal [j2] has begun");
        });
        assertThat(newestOf(second.controller())).contains(second.id());
        assertIntact(second);
    }

    @Test
    void aJournalThatTurnsUpAgainAfterALossIsContinuedWithoutBecomingTheNewest() {
        FakeJournal first = journal("c1", "j1", 4);
        commit(first, 1, 2);
        log.commit(journal("c1", "j2", 1));

        commit(first, 3, 4);

        assertIntact(first);
        assertThat(newestOf(first.controller())).contains(new JournalId("j2"));
        assertThat(alarms()).containsExactly(Alarms.Kind.JOURNAL_LOST);
    }

    @Test
    void recordsOfAnUnknownKindOrBodyAreKeptAsTheyCameAndStopNothingBehindThem() {
        var journal = new FakeJournal("c1", "j1")
                .add(AT, CLOSED)
                .addRaw(AT, "teleported", "{\"to\":\"the moon\"}")
                .addRaw(AT, "closed", "{\"door\":\"NOT A DOOR\"}")
                .addRaw(AT, "closed", "no JSON at all")
                .add(AT, CLOSED);

        Outcome outcome = log.commit(journal.controller(), journal.all());

        assertThat(outcome.answer()).contains(new EventAck.Committed(journal.id(), 5));
        List<Records.Logged> logged = log.database().read(t -> Records.after(t, 0, 10));
        assertThat(logged.stream().map(Records.Logged::journalRecord))
                .isEqualTo(List.of(journal.at(1), journal.at(2), journal.at(3), journal.at(4), journal.at(5)));
        assertThat(logged.stream().map(one -> one.event().isPresent()))
                .containsExactly(true, false, false, false, true);
        assertThat(derived.stream().map(event -> event.header().sequence())).containsExactly(1L, 5L);
        assertIntact(journal);
    }

    @Test
    void unreadableRecordsAlarmOnceForEachKindAndAreCounted() {
        var journal = new FakeJournal("c1", "j1");
        for (int i = 0; i < 50; i++) {
            journal.addRaw(AT, "teleported", "{}");
        }

        log.commit(journal);

        assertThat(log.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Alarms.Kind.UNREADABLE);
            assertThat(alarm.subject()).isEqualTo("teleported");
            assertThat(alarm.occurrences()).isEqualTo(50);
        });
    }

    @Test
    void aForkedChainIsAnAlarmLeavesTheLogAsItWasAndMakesItsControllerBeginANewJournal() {
        FakeJournal journal = journal("c1", "j1", 4);
        commit(journal, 1, 3);
        var fork = new FakeJournal("c1", "j1").add(AT, CLOSED);
        for (int i = 0; i < 5; i++) {
            fork.add(AT.plusSeconds(100), CLOSED);
        }

        var beyondItsEnd = new Outcome.Missing(journal.id(), 8);
        assertThat(log.commit(fork.controller(), fork.all())).isEqualTo(beyondItsEnd);
        assertThat(commit(fork, 4, 6)).isEqualTo(beyondItsEnd);
        assertThat(commit(fork, 3, 3)).isEqualTo(beyondItsEnd);

        assertThat(log.sequences(journal)).isEqualTo(oneTo(3));
        assertThat(log.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Alarms.Kind.JOURNAL_FORKED);
            assertThat(alarm.occurrences()).isEqualTo(3);
        });
        assertThat(commit(journal, 4, 4)).isEqualTo(new Outcome.Committed(journal.id(), 4, 1));
    }

    @Test
    void aControllerWhoseDiskLostItsNewestRecordsIsToldWhereTheLogGoesOn() {
        FakeJournal journal = journal("c1", "j1", 9);
        log.commit(journal);
        FakeJournal shorter = journal("c1", "j1", 5).add(AT.plusSeconds(3_600), CLOSED);

        Outcome outcome = log.commit(shorter.controller(), shorter.batch(6, 6));

        assertThat(outcome.answer()).contains(new EventAck.SendFrom(journal.id(), 10));
        assertThat(alarms()).containsExactly(Alarms.Kind.JOURNAL_FORKED);
        assertThat(log.sequences(journal)).isEqualTo(oneTo(9));
    }

    @Test
    void aForkThatOnlyShowsBeforeTheOverlapIsFoundToo() {
        FakeJournal journal = journal("c1", "j1", 6);
        log.commit(journal);
        EventBatch honest = journal.batch(4, 5);
        Hash other = Hash.of(new byte[] {1});
        var second = JournalRecord.following(
                JournalRecord.following(
                                other,
                                honest.records().getFirst().header(),
                                honest.records().getFirst().content())
                        .hash(),
                honest.records().getLast().header(),
                honest.records().getLast().content());
        var first = JournalRecord.following(
                other,
                honest.records().getFirst().header(),
                honest.records().getFirst().content());

        Outcome outcome =
                log.commit(journal.controller(), new EventBatch(other, List.of(first, second), journal.head()));

        assertThat(outcome).isEqualTo(new Outcome.Missing(journal.id(), 8));
        assertThat(alarms()).containsExactly(Alarms.Kind.JOURNAL_FORKED);
    }

    @Test
    void aBatchWhoseRecordsDoNotHangTogetherIsRejectedWithAnAlarm() {
        FakeJournal journal = journal("c1", "j1", 6);
        FakeJournal other = journal("c1", "j2", 6);
        JournalRecord honest = journal.at(2);
        var changed = new JournalRecord(
                honest.header(), new Content.Kept("0".repeat(32), "{\"door\":\"back\"}"), honest.hash());
        List<EventBatch> broken = List.of(
                new EventBatch(Hash.ZERO, List.of(journal.at(1), changed), journal.head()),
                new EventBatch(Hash.ZERO, List.of(journal.at(1), journal.at(3)), journal.head()),
                new EventBatch(Hash.ZERO, List.of(journal.at(2)), journal.head()),
                new EventBatch(journal.at(2).hash(), List.of(journal.at(2)), journal.head()),
                new EventBatch(Hash.of(new byte[1]), List.of(journal.at(1)), journal.head()),
                new EventBatch(Hash.ZERO, List.of(journal.at(1)), other.head()),
                new EventBatch(
                        Hash.ZERO,
                        journal.batch(1, 6).records(),
                        new ChainHead(journal.id(), 5, journal.at(5).hash())),
                new EventBatch(
                        Hash.ZERO,
                        journal.batch(1, 5).records(),
                        new ChainHead(journal.id(), 5, journal.at(6).hash())));

        for (EventBatch batch : broken) {
            assertThat(log.commit(journal.controller(), batch))
                    .isEqualTo(new Outcome.Rejected(Alarms.Kind.CHAIN_BROKEN));
        }

        assertThat(log.sequences(journal)).isEmpty();
        assertThat(log.alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.occurrences()).isEqualTo(broken.size()));
        assertThat(commit(journal, 1, 6)).isEqualTo(new Outcome.Committed(journal.id(), 6, 6));
    }

    @Test
    void aJournalBelongsToTheControllerThatBeganIt() {
        FakeJournal journal = journal("c1", "j1", 4);
        commit(journal, 1, 2);

        Outcome stolen = log.commit(new ControllerId("c2"), journal.batch(3, 4));

        assertThat(stolen).isEqualTo(new Outcome.Rejected(Alarms.Kind.JOURNAL_OF_ANOTHER));
        assertThat(log.alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.controller()).isEqualTo(new ControllerId("c2")));
        assertThat(log.sequences(journal)).isEqualTo(oneTo(2));
    }

    @Test
    void aControllerThatIsNotEnrolledLeavesNothing() {
        FakeJournal journal = journal("stranger", "j1", 2);

        assertThat(log.commit(journal.controller(), journal.all())).isEqualTo(new Outcome.Stranger());
        assertThat(log.sequences(journal)).isEmpty();
    }

    @Test
    void aFailureInTheMiddleLeavesNothingOfTheWholeTransaction() {
        FakeJournal journal = journal("c1", "j1", 6);
        FakeJournal second = journal("c2", "j2", 3);
        try (var failing = new SiteLog(
                folder,
                database -> List.of((transaction, events) -> {
                    throw new IllegalStateException("after the records, before the commit");
                }))) {
            assertThatThrownBy(() -> failing.commit(journal.controller(), journal.all()))
                    .hasMessageContaining("before the commit");
        }

        assertThat(log.sequences(journal)).isEmpty();
        assertThat(log.database().read(Journals::all)).isEmpty();
        log.commit(journal, second);
        assertIntact(journal);
        assertThat(log.database().read(t -> Records.after(t, 0, 100)).stream().map(Records.Logged::number))
                .isEqualTo(oneTo(9));
    }

    @Test
    void severalBatchesInOneTransactionBuildUponEachOther() {
        FakeJournal journal = journal("c1", "j1", 9);

        List<Outcome> outcomes = log.commit(
                journal.controller(), List.of(journal.batch(1, 4), journal.batch(3, 7), journal.batch(8, 9)));

        assertThat(outcomes)
                .containsExactly(
                        new Outcome.Committed(journal.id(), 4, 4),
                        new Outcome.Committed(journal.id(), 7, 3),
                        new Outcome.Committed(journal.id(), 9, 2));
        assertIntact(journal);
    }

    /** However batches of random cuts are repeated, lost and shuffled: sending again until acknowledged ends in the same log. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverTheNetworkDoesEachRecordEndsUpOnceInOrder(long seed) {
        var random = new Random(seed);
        FakeJournal journal = journal("c1", "j1", 120);
        long acknowledged = 0;

        while (acknowledged < journal.size()) {
            int from = 1 + random.nextInt(journal.size());
            int to = Math.min(journal.size(), from + random.nextInt(30));
            boolean honest = random.nextBoolean();
            Outcome outcome = honest
                    ? commit(journal, (int) acknowledged + 1, Math.max(to, (int) acknowledged + 1))
                    : commit(journal, from, to);
            if (outcome instanceof Outcome.Committed committed) {
                acknowledged = committed.upTo();
            }
        }

        assertThat(log.sequences(journal)).as("seed %d", seed).isEqualTo(oneTo(journal.size()));
        assertThat(derived.stream().map(event -> event.header().sequence())).isEqualTo(oneTo(journal.size()));
        assertThat(alarms()).isEmpty();
        assertIntact(journal);
    }
}
