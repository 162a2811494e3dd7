package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import knutpunkt.controller.journal.Journal;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    private static final Duration QUIET = Duration.ofMillis(300);
    private final ManualNanos nanos = new ManualNanos();
    private final Outgoing outgoing = new Outgoing();

    @TempDir
    Path folder;

    private Rig rig;
    private Publisher publisher;

    @BeforeEach
    void start() {
        rig = new Rig(folder, nanos);
        publisher = new Publisher(rig.journal, outgoing, rig.self, LinkTimes.DEFAULTS, Threads.THREADS);
        publisher.start();
    }

    @AfterEach
    void stop() {
        publisher.close();
        rig.close();
    }

    @Test
    void nothingIsSentBeforeThereIsAConnection() {
        append(1);

        staysQuiet(0);
    }

    @Test
    void aNewRecordIsSentAtOnceWithWhatItFollows() {
        append(2);
        publisher.connected();
        awaitBatches(1);

        append(1);

        awaitBatches(2);
        EventBatch second = batches().get(1);
        assertThat(sequences(second)).containsExactly(3L);
        assertThat(second.previous())
                .isEqualTo(batches().getFirst().records().getLast().hash());
        assertThat(second.records().getFirst().follows(second.previous())).isTrue();
        assertThat(second.head()).isEqualTo(rig.journal.head());
    }

    @Test
    void theFirstRecordFollowsTheZeroHash() {
        append(1);
        publisher.connected();

        awaitBatches(1);
        assertThat(batches().getFirst().previous()).isEqualTo(Hash.ZERO);
    }

    @Test
    void atMostFourBatchesWaitToBeAcknowledged() {
        publisher.connected();
        for (int i = 1; i <= 4; i++) {
            append(1);
            awaitBatches(i);
        }

        append(1);
        staysQuiet(4);

        rig.journal.acknowledged(2);
        publisher.committed(2);
        awaitBatches(5);
        assertThat(sequences(batches().get(4))).containsExactly(5L);
    }

    @Test
    void whatIsNotAcknowledgedInFiveSecondsIsSentAgain() {
        publisher.connected();
        append(1);
        awaitBatches(1);

        nanos.advance(Duration.ofSeconds(5).minusNanos(1));
        staysQuiet(1);
        nanos.advance(Duration.ofNanos(1));

        awaitBatches(2);
        assertThat(sequences(batches().get(1))).containsExactly(1L);
    }

    @Test
    void eachResendingWaitsTwiceAsLongAtMostAMinute() {
        publisher.connected();
        append(1);
        int sent = 1;
        awaitBatches(sent);

        for (long seconds : List.of(5, 10, 20, 40, 60, 60)) {
            nanos.advance(Duration.ofSeconds(seconds).minusMillis(1));
            staysQuiet(sent);
            nanos.advance(Duration.ofMillis(1));
            awaitBatches(++sent);
        }
    }

    @Test
    void anAcknowledgementEndsTheLongerWaits() {
        publisher.connected();
        append(1);
        awaitBatches(1);
        nanos.advance(Duration.ofSeconds(5));
        awaitBatches(2);

        acknowledge(1);
        append(1);
        awaitBatches(3);
        nanos.advance(Duration.ofSeconds(5));

        awaitBatches(4);
    }

    @Test
    void whatIsAcknowledgedIsNotSentAgain() {
        publisher.connected();
        append(1);
        awaitBatches(1);

        acknowledge(1);
        nanos.advance(Duration.ofSeconds(60));

        staysQuiet(1);
    }

    @Test
    void everyConnectionBeginsAfterTheLastAcknowledgedRecord() {
        publisher.connected();
        append(2);
        awaitSentUpTo(2);
        acknowledge(1);
        publisher.disconnected();
        append(1);
        int before = batches().size();
        staysQuiet(before);

        publisher.connected();

        awaitBatches(before + 1);
        assertThat(sequences(batches().get(before))).containsExactly(2L, 3L);
    }

    @Test
    void theServiceMayAskForWhatIsKept() {
        publisher.connected();
        append(3);
        awaitSentUpTo(3);
        acknowledge(3);
        outgoing.forget();

        publisher.sendFrom(2);

        awaitBatches(1);
        assertThat(sequences(batches().getFirst())).containsExactly(2L, 3L);
    }

    @Test
    void theSameRequestWithinASecondIsAnsweredOnce() {
        publisher.connected();
        append(3);
        awaitSentUpTo(3);
        outgoing.forget();

        publisher.sendFrom(2);
        awaitBatches(1);
        publisher.sendFrom(2);
        staysQuiet(1);
        nanos.advance(Duration.ofSeconds(1));
        publisher.sendFrom(2);

        awaitBatches(2);
    }

    @Test
    void anUndeliveredBatchIsSentAgain() {
        outgoing.away(true);
        publisher.connected();
        append(1);
        staysQuiet(0);

        outgoing.away(false);

        awaitBatches(1);
        assertThat(sequences(batches().getFirst())).containsExactly(1L);
    }

    @Test
    void withoutAConnectionTheJournalIsLeftInPeace() {
        var readings = new AtomicInteger();
        Journal counted = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (_, method, arguments) -> {
                    if (method.getName().equals("after")) {
                        readings.incrementAndGet();
                    }
                    return method.invoke(rig.journal, arguments);
                });
        try (var other = new Publisher(counted, outgoing, rig.self, LinkTimes.DEFAULTS, Threads.THREADS)) {
            other.start();
            other.connected();
            append(1);
            awaitBatches(1);
            other.disconnected();
            append(1);
            nanos.advance(Duration.ofMinutes(1));

            staysQuiet(1);
            assertThat(readings.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aBatchHasAtMostTwoHundredRecords() {
        append(450);
        publisher.connected();

        awaitSentUpTo(450);
        assertThat(batches().stream().map(batch -> batch.records().size())).containsExactly(200, 200, 50);
    }

    @Test
    void aBatchFitsItsChannel() {
        String longReason = "x".repeat(30_000);
        for (int i = 0; i < 20; i++) {
            rig.journal.append(new Event.PartHealth(Rig.DOOR, "reader", false, longReason));
        }
        publisher.connected();

        awaitSentUpTo(20);
        assertThat(batches())
                .hasSize(3)
                .allSatisfy(batch ->
                        assertThat(MessageCodec.encode(batch).length).isLessThanOrEqualTo(Channel.EVENTS.bytesMax()));
    }

    @Test
    void aJournalBegunAnewIsSentFromItsFirstRecord() {
        publisher.connected();
        append(3);
        awaitSentUpTo(3);
        acknowledge(3);
        outgoing.forget();

        rig.journal.startAnew(rig.journal.head().journal(), "lost in a test");
        append(1);

        await().untilAsserted(() -> assertThat(batches())
                .isNotEmpty()
                .allSatisfy(batch -> assertThat(batch.head().journal())
                        .isEqualTo(rig.journal.head().journal())));
        assertThat(batches().getFirst().previous()).isEqualTo(Hash.ZERO);
        awaitSentUpTo(2);
    }

    @Test
    void aStopWaitsAMomentForTheLastRecords() throws InterruptedException {
        publisher.connected();
        outgoing.onSent(message -> {
            if (message instanceof EventBatch batch) {
                long last = batch.records().getLast().header().sequence();
                Thread.ofVirtual().start(() -> acknowledge(last));
            }
        });
        append(5);

        publisher.drain(Duration.ofSeconds(5));

        assertThat(rig.journal.pending()).isZero();
    }

    private void append(int count) {
        rig.journal.append(LongStream.range(0, count)
                .mapToObj(_ -> new Event.Closed(Rig.DOOR))
                .toList());
    }

    private void acknowledge(long upTo) {
        rig.journal.acknowledged(upTo);
        publisher.committed(upTo);
    }

    private List<EventBatch> batches() {
        return outgoing.sent(EventBatch.class);
    }

    private void awaitBatches(int count) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(batches()).hasSize(count));
    }

    private void awaitSentUpTo(long sequence) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(batches().stream()
                                .map(batch -> batch.records().getLast().header().sequence()))
                        .contains(sequence));
    }

    /** Nothing more is sent though there is time to. */
    private void staysQuiet(int count) {
        await().during(QUIET)
                .atMost(QUIET.multipliedBy(20))
                .untilAsserted(() -> assertThat(batches()).hasSize(count));
    }

    private static List<Long> sequences(EventBatch batch) {
        return batch.records().stream()
                .map(JournalRecord::header)
                .map(header -> header.sequence())
                .toList();
    }
}
