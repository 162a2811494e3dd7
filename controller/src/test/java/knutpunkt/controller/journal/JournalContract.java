package knutpunkt.controller.journal;

import static knutpunkt.controller.journal.Chains.assertChained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.BootId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every journal promises, whatever it is kept on. */
abstract class JournalContract {
    static final DoorId DOOR = new DoorId("front");
    static final BootId BOOT = new BootId("boot-1");

    volatile Instant wall = Instant.parse("2026-06-15T10:00:00.123Z");
    volatile ClockTrust clock = ClockTrust.TRUSTED;
    final AtomicLong uptime = new AtomicLong();
    volatile Duration uptimeStep = Duration.ZERO;
    private final List<Journal> opened = new ArrayList<>();

    /** Opens what the disk holds. */
    abstract Journal openDisk();

    /** Leaves the disk as a killed process would: nothing was closed. */
    abstract void kill();

    /** Changes something in the middle of what is kept. */
    abstract void damage();

    /** Takes the journal away but leaves the note of its id. */
    abstract void lose();

    abstract void fillDisk();

    abstract void emptyDisk();

    Journal open() {
        Journal journal = openDisk();
        opened.add(journal);
        return journal;
    }

    Journal reopenedAfterKill() {
        kill();
        return open();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Journal::close);
    }

    @Test
    void aJournalThatNeverWasIsEmptyAndNoGap() {
        var journal = open();

        assertThat(journal.head()).isEqualTo(ChainHead.empty(journal.head().journal()));
        assertThat(journal.first()).isEqualTo(1);
        assertThat(journal.after(0, 10)).isEmpty();
        assertThat(journal.hashOf(0)).isEqualTo(Hash.ZERO);
    }

    @Test
    void recordsAreNumberedFromOneAndChained() {
        var journal = open();

        List<JournalRecord> made = new ArrayList<>();
        made.add(journal.append(new Event.Closed(DOOR)));
        made.addAll(journal.append(List.of(new Event.Held(DOOR), new Event.Closed(DOOR))));

        assertThat(made).extracting(each -> each.header().sequence()).containsExactly(1L, 2L, 3L);
        assertChained(Hash.ZERO, made);
        assertThat(journal.head().hash()).isEqualTo(made.getLast().hash());
        assertThat(journal.after(0, 10)).isEqualTo(made);
    }

    @Test
    void aRecordSaysWhenAndHowWellTheTimeWasKnown() {
        uptime.set(5_999_999);
        clock = ClockTrust.LOWER_BOUND;

        var header = open().append(new Event.Held(DOOR)).header();

        assertThat(header.at()).isEqualTo(wall);
        assertThat(header.uptimeMillis()).isEqualTo(5);
        assertThat(header.clock()).isEqualTo(ClockTrust.LOWER_BOUND);
        assertThat(header.boot()).isEqualTo(BOOT);
        assertThat(header.kind()).isEqualTo("held");
    }

    @Test
    void everySaltIsDifferent() {
        var journal = open();

        List<JournalRecord> made = journal.append(List.of(new Event.Held(DOOR), new Event.Held(DOOR)));

        assertThat(made).extracting(each -> each.content().hash()).doesNotHaveDuplicates();
    }

    @Test
    void nothingAppendedIsLostWhenTheProcessIsKilled() {
        var journal = open();
        List<JournalRecord> made = appendMany(journal, 50);

        var again = reopenedAfterKill();

        assertThat(again.head()).isEqualTo(journal.head());
        assertThat(again.after(0, 100)).isEqualTo(made);
    }

    @Test
    void aJournalClosedInOrderGoesOnWhereItStopped() {
        var journal = open();
        appendMany(journal, 3);
        journal.acknowledged(2);
        journal.close();

        var again = open();
        JournalRecord next = again.append(new Event.Held(DOOR));

        assertThat(next.header().sequence()).isEqualTo(4);
        assertChained(Hash.ZERO, again.after(0, 10));
        assertThat(again.acknowledged()).isEqualTo(2);
    }

    @Test
    void afterGivesNoMoreThanAskedForAndInOrder() {
        var journal = open();
        appendMany(journal, 10);

        assertThat(journal.after(3, 4))
                .extracting(each -> each.header().sequence())
                .containsExactly(4L, 5L, 6L, 7L);
        assertThat(journal.after(10, 4)).isEmpty();
    }

    @Test
    void theHashBeforeABatchCanBeAskedFor() {
        var journal = open();
        List<JournalRecord> made = appendMany(journal, 5);

        assertThat(journal.hashOf(3)).isEqualTo(made.get(2).hash());
        assertThat(journal.hashOf(5)).isEqualTo(journal.head().hash());
        assertThatIllegalArgumentException().isThrownBy(() -> journal.hashOf(6));
        assertThatIllegalArgumentException().isThrownBy(() -> journal.hashOf(-1));
    }

    @Test
    void whatIsAcknowledgedIsKeptWithTheNextRecordAndNeverGoesBack() {
        var journal = open();
        appendMany(journal, 5);

        journal.acknowledged(4);
        journal.acknowledged(2);
        assertThat(journal.acknowledged()).isEqualTo(4);
        assertThat(journal.pending()).isEqualTo(1);

        journal.append(new Event.Held(DOOR));
        assertThat(reopenedAfterKill().acknowledged()).isEqualTo(4);
    }

    @Test
    void moreThanThereIsCannotBeAcknowledged() {
        var journal = open();
        appendMany(journal, 2);

        assertThatIllegalArgumentException().isThrownBy(() -> journal.acknowledged(3));
        assertThat(journal.acknowledged()).isZero();
    }

    @Test
    void anAcknowledgedRecordIsKeptForSevenDays() {
        var journal = open();
        appendMany(journal, 3);
        acknowledge(journal, 3);

        letPass(Duration.ofDays(7).minusMillis(1));
        journal.lookAfter();

        assertThat(journal.first()).isEqualTo(1);
        assertThat(journal.after(0, 10)).hasSize(3);
    }

    @Test
    void anAcknowledgedRecordIsForgottenAfterSevenDaysAndTheChainStillVerifies() {
        var journal = open();
        appendMany(journal, 3);
        acknowledge(journal, 3);
        appendMany(journal, 3);
        letPass(Duration.ofDays(1));
        acknowledge(journal, 5);

        letPass(Duration.ofDays(6));
        journal.lookAfter();

        assertThat(journal.first()).isEqualTo(4);
        assertThat(journal.after(0, 10))
                .extracting(each -> each.header().sequence())
                .containsExactly(4L, 5L, 6L);
        assertChained(journal.hashOf(3), journal.after(0, 10));
        var again = reopenedAfterKill();
        assertThat(again.first()).isEqualTo(4);
        assertChained(again.hashOf(3), again.after(0, 10));
    }

    @Test
    void aRecordNobodyAcknowledgedIsNeverForgotten() {
        var journal = open();
        appendMany(journal, 3);
        acknowledge(journal, 1);

        letPass(Duration.ofDays(400));
        journal.lookAfter();

        assertThat(journal.first()).isEqualTo(2);
    }

    @Test
    void whatWasDeliveredLateIsKeptForSevenDaysFromThen() {
        var journal = open();
        appendMany(journal, 3);
        letPass(Duration.ofDays(30));

        acknowledge(journal, 3);
        letPass(Duration.ofDays(6));
        journal.lookAfter();

        assertThat(journal.first()).isEqualTo(1);
    }

    @Test
    void aClockThatStepsAheadForgetsNothingEarly() {
        var journal = open();
        appendMany(journal, 3);
        acknowledge(journal, 3);

        wall = wall.plus(Duration.ofDays(400));
        uptime.addAndGet(Duration.ofDays(1).toNanos());
        journal.lookAfter();

        assertThat(journal.first()).isEqualTo(1);
    }

    @Test
    void aControllerThatDoesNotKnowTheTimeForgetsAllTheSame() {
        wall = Instant.EPOCH;
        clock = ClockTrust.LOST;
        var journal = open();
        appendMany(journal, 3);
        acknowledge(journal, 3);

        uptime.addAndGet(Duration.ofDays(7).toNanos());
        journal.lookAfter();

        assertThat(journal.first()).isEqualTo(4);
    }

    @Test
    void theSevenDaysAreCountedOverRestartsAndOffTimeIsNot() {
        appendMany(open(), 3);
        var journal = reopenedAfterKill();
        acknowledge(journal, 3);
        for (int day = 1; day < 7; day++) {
            letPass(Duration.ofDays(1));
            journal.lookAfter();
            uptime.set(0);
            wall = wall.plus(Duration.ofDays(100));
            assertThat(journal.first()).as("after %d days", day).isEqualTo(1);
            journal = reopenedAfterKill();
        }

        letPass(Duration.ofDays(1));
        journal.lookAfter();

        assertThat(journal.first()).isEqualTo(4);
    }

    @Test
    void whatTheServiceLostIsKeptForSevenDaysOnceMore() {
        var journal = open();
        appendMany(journal, 5);
        acknowledge(journal, 5);
        letPass(Duration.ofDays(6));

        journal.lostByService(3);
        assertThat(journal.acknowledged()).isEqualTo(2);
        assertThat(journal.pending()).isEqualTo(3);
        var again = reopenedAfterKill();
        assertThat(again.acknowledged()).isEqualTo(2);

        acknowledge(again, 5);
        letPass(Duration.ofDays(6));
        again.lookAfter();
        assertThat(again.after(2, 10)).hasSize(3);
        letPass(Duration.ofDays(1));
        again.lookAfter();
        assertThat(again.first()).isEqualTo(6);
    }

    @Test
    void whatIsForgottenOrWasNeverMadeCannotBeLostByTheService() {
        var journal = open();
        appendMany(journal, 3);
        acknowledge(journal, 2);
        letPass(Duration.ofDays(7));
        journal.lookAfter();

        assertThatIllegalArgumentException().isThrownBy(() -> journal.lostByService(2));
        assertThatIllegalArgumentException().isThrownBy(() -> journal.lostByService(4));
        journal.lostByService(3);
        assertThat(journal.acknowledged()).isEqualTo(2);
    }

    @Test
    void aSyncThatTakesMoreThanASecondIsCounted() {
        var journal = open();
        appendMany(journal, 1);
        assertThat(journal.syncTimes().slow()).isZero();

        uptimeStep = Duration.ofMillis(1_001);
        appendMany(journal, 2);

        assertThat(journal.syncTimes().slow()).isEqualTo(2);
    }

    @Test
    void aDamagedJournalIsSetAsideAndANewOneBeginsWithAGap() {
        var journal = open();
        appendMany(journal, 200);
        JournalId lost = journal.head().journal();
        journal.close();
        damage();

        var again = open();

        assertThat(again.head().journal()).isNotEqualTo(lost);
        assertThat(gapOf(again).previous()).contains(lost);
        assertThat(again.append(new Event.Held(DOOR)).header().sequence()).isEqualTo(2);
    }

    @Test
    void aJournalWhoseFileIsMissingIsAGapToo() {
        var journal = open();
        appendMany(journal, 2);
        JournalId lost = journal.head().journal();
        journal.close();
        lose();

        var again = open();

        assertThat(gapOf(again).previous()).contains(lost);
    }

    @Test
    void theNewJournalIsKeptLikeAnyOther() {
        var journal = open();
        appendMany(journal, 2);
        journal.close();
        lose();
        var anew = open();
        anew.append(new Event.Held(DOOR));

        var again = reopenedAfterKill();

        assertThat(again.head()).isEqualTo(anew.head());
        assertThat(again.after(0, 10)).hasSize(2);
    }

    @Test
    void aJournalTheServiceKnowsMoreOfIsBegunAnewOnce() {
        var journal = open();
        appendMany(journal, 5);
        JournalId lost = journal.head().journal();

        journal.startAnew(lost, "the service has more");
        journal.startAnew(lost, "the service has more");

        assertThat(journal.head().sequence()).isEqualTo(1);
        assertThat(gapOf(journal)).isEqualTo(new Event.Gap("the service has more", Optional.of(lost)));
        assertThat(journal.acknowledged()).isZero();
        assertThat(reopenedAfterKill().head()).isEqualTo(journal.head());
    }

    @Test
    void aFullDiskRefusesARecordAndLosesNone() {
        var journal = open();
        appendMany(journal, 10);
        fillDisk();

        long before = journal.head().sequence();
        assertThatThrownBy(() -> appendMany(journal, 2_000)).isInstanceOf(JournalUnavailable.class);
        long kept = journal.head().sequence();

        assertThat(kept).isBetween(before, before + 1_999);
        emptyDisk();
        journal.append(new Event.Held(DOOR));
        var again = reopenedAfterKill();
        assertThat(again.head().sequence()).isEqualTo(kept + 1);
        assertChained(Hash.ZERO, again.after(0, 5_000));
    }

    @Test
    void aBatchIsKeptWhollyOrNotAtAll() {
        var journal = open();
        appendMany(journal, 1);
        fillDisk();
        List<Event> batch = IntStream.range(0, 5_000)
                .<Event>mapToObj(_ -> new Event.Held(DOOR))
                .toList();

        assertThatThrownBy(() -> journal.append(batch)).isInstanceOf(JournalUnavailable.class);

        emptyDisk();
        assertThat(reopenedAfterKill().head().sequence()).isEqualTo(1);
    }

    @Test
    void manyThreadsAppendOneAfterTheOther() throws InterruptedException {
        var journal = open();
        var start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                        appendMany(journal, 25);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();

        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(journal.head().sequence()).isEqualTo(100);
        assertChained(Hash.ZERO, journal.after(0, 200));
    }

    @Test
    void whoListensIsToldOfWhatIsToBeSeenAlready() {
        var journal = open();
        var seen = new ArrayList<ChainHead>();
        journal.onAppend(() -> seen.add(journal.head()));

        JournalRecord held = journal.append(new Event.Held(DOOR));
        journal.startAnew(held.header().journal(), "lost in a test");

        assertThat(seen).element(0).isEqualTo(new ChainHead(held.header().journal(), 1, held.hash()));
        assertThat(seen).last().isEqualTo(journal.head());
    }

    @Test
    void nothingCanBeAppendedAfterTheEnd() {
        var journal = open();
        journal.close();

        assertThatThrownBy(() -> journal.append(new Event.Held(DOOR))).isInstanceOf(JournalUnavailable.class);
    }

    @Test
    void everyTransactionIsOneSync() {
        var journal = open();

        appendMany(journal, 3);
        journal.append(List.of(new Event.Held(DOOR), new Event.Closed(DOOR)));

        assertThat(journal.syncTimes().syncs()).isEqualTo(4);
    }

    /** Notes it, and has it noted since when. */
    static void acknowledge(Journal journal, long upTo) {
        journal.acknowledged(upTo);
        journal.lookAfter();
    }

    /** The monotonic clock; each look at it may take its time. */
    long nanos() {
        return uptime.addAndGet(uptimeStep.toNanos());
    }

    void letPass(Duration duration) {
        wall = wall.plus(duration);
        uptime.addAndGet(duration.toNanos());
    }

    static List<JournalRecord> appendMany(Journal journal, int count) {
        List<JournalRecord> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(journal.append(new Event.Held(DOOR)));
        }
        return made;
    }

    private static Event.Gap gapOf(Journal journal) {
        JournalRecord first = journal.after(0, 1).getFirst();
        return (Event.Gap) EventCodec.read(first.header().kind(), ((Content.Kept) first.content()).body())
                .orElseThrow();
    }
}
