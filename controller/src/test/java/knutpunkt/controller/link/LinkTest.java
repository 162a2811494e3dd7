package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import knutpunkt.access.Revision;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.DoorState;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole link with its threads, against a service in memory that answers on a thread of its own. */
class LinkTest {
    private final Outgoing outgoing = new Outgoing();
    private final ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor();
    private final List<JournalRecord> committed = new ArrayList<>();

    @TempDir
    Path folder;

    private Rig rig;
    private Link link;
    private boolean closed;

    @BeforeEach
    void start() {
        rig = new Rig(folder);
        link = new Link(rig.self, rig.parts, new Random(11), Threads.THREADS, Rig.QUICK);
        rig.loop.start();
    }

    @AfterEach
    void stop() {
        close();
        service.shutdownNow();
        rig.close();
    }

    @Test
    void aConnectionIsAnsweredWithABirth() {
        link.start(outgoing);
        link.connected(4);

        await().until(() -> !births().isEmpty());
        var birth = births().getFirst();
        assertThat(birth.boot()).isEqualTo(rig.self.boot());
        assertThat(birth.connection()).isEqualTo(4);
        assertThat(birth.version()).isEqualTo("1.2.3");
        assertThat(birth.doors()).extracting(DoorState::door).containsExactly(Rig.DOOR);
        assertThat(birth.revision()).isEqualTo(rig.lists.current().revision());
        assertThat(birth.digest()).isEqualTo(rig.lists.current().digest());
    }

    @Test
    void aServiceThatNamesNoListHearsABirthAndAWantEachTime() {
        int times = 4; // more births than the connection and the doors' own changes bring
        link.start(outgoing);
        outgoing.onSent(message -> {
            if (message instanceof Heartbeat beat) {
                answer(new LeaseRenewal(beat.challenge(), Revision.NONE, Rig.NOW, Optional.empty()));
            }
        });

        link.connected(1);

        await().until(() -> births().size() > times);
        await().until(() -> outgoing.sent(AccessWant.class).size() > times);
    }

    @Test
    void aConnectionThatCameBeforeTheStartIsAnsweredToo() {
        link.connected(1);
        link.start(outgoing);

        await().until(() -> !births().isEmpty());
    }

    @Test
    void aBirthThatWasNotDeliveredIsSentWhenItCanBe() {
        outgoing.away(true);
        link.start(outgoing);
        link.connected(1);

        outgoing.away(false);

        await().until(() -> !births().isEmpty());
    }

    @Test
    void aChangedDoorIsToldInANewBirthOfTheSameConnection() {
        link.start(outgoing);
        link.connected(1);
        await().until(() -> !births().isEmpty());

        rig.reader.tapAndAwait(Rig.badge(1, System::nanoTime), Duration.ofSeconds(1));
        rig.hand().open();

        await().untilAsserted(() -> {
            assertThat(births().getLast().connection()).isEqualTo(1);
            assertThat(births().getLast().doors().getFirst().contact()).isEqualTo(DoorState.Contact.OPEN);
        });
        assertThat(births())
                .isSortedAccordingTo(java.util.Comparator.comparingLong(ControllerState.Online::uptimeMillis));
    }

    @Test
    void manyChangesOfADoorAreFewBirths() {
        link.start(outgoing);
        link.connected(1);
        await().until(() -> !births().isEmpty());

        for (int i = 0; i < 100; i++) {
            rig.hand().open();
            rig.hand().close();
        }

        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(births().size()).isLessThan(50));
    }

    @Test
    void aStopDeliversTheLastRecordsThenSaysGoodbye() {
        link.start(outgoing);
        outgoing.onSent(this::commitAndAcknowledge);
        link.connected(3);
        await().until(() -> !births().isEmpty());
        rig.journal.append(new Event.Closed(Rig.DOOR));

        close();

        assertThat(rig.journal.pending()).isZero();
        assertThat(outgoing.sent().getLast()).isEqualTo(new ControllerState.Offline(rig.self.boot(), 3));
    }

    @Test
    void aStopWithNobodyThereIsQuick() {
        link.start(outgoing);
        long start = System.nanoTime();

        close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(outgoing.sent()).isEmpty();
    }

    @Test
    void aLeaseAndACommandAreTakenInAnswerToABeat() {
        link.start(outgoing);
        outgoing.onSent(message -> {
            if (message instanceof Heartbeat beat) {
                answer(new LeaseRenewal(beat.challenge(), beat.revision(), Rig.NOW, Optional.empty()));
                answer(new Command(
                        new CommandId("k-1"),
                        Rig.DOOR,
                        Optional.of(Rig.ENTRY),
                        Command.Action.IDENTIFY,
                        beat.challenge()));
            }
        });

        link.connected(1);

        await().until(() -> rig.reader.signal() == ReaderSignal.IDENTIFY);
        await().untilAsserted(() -> assertThat(outgoing.sent(CommandResult.class))
                .first()
                .extracting(CommandResult::outcome)
                .isEqualTo(CommandResult.Outcome.DONE));
    }

    @Test
    void theFirstRejectionOfAKindIsRecordedAndAllAreCounted() {
        link.start(outgoing);
        for (int i = 0; i < 5; i++) {
            link.rejections().rejected(Channel.COMMANDS, Rejection.UNSIGNED, "a test");
        }
        link.rejections().rejected(Channel.LEASE, Rejection.UNSIGNED, "a test");

        await().untilAsserted(() -> assertThat(rig.events(Event.MessageRejected.class))
                .containsExactly(
                        new Event.MessageRejected("commands", "UNSIGNED"),
                        new Event.MessageRejected("lease", "UNSIGNED")));
        link.connected(1);
        await().untilAsserted(() -> assertThat(outgoing.sent(Heartbeat.class))
                .isNotEmpty()
                .allSatisfy(beat -> assertThat(beat.messagesRejected()).isEqualTo(6)));
    }

    @Test
    void whatAControllerSaysItDoesNotHear() {
        link.start(outgoing);

        receive(new ControllerState.Offline(rig.self.boot(), 1));

        assertThat(link.rejections().count(Channel.STATE, Rejection.WRONG_DIRECTION))
                .isOne();
    }

    @Test
    void aDoorIsNotHeldUpByABrokerThatDoesNotAnswer() throws Exception {
        var stuck = new java.util.concurrent.CountDownLatch(1);
        link.start(message -> {
            try {
                stuck.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        link.connected(1);

        var shown = rig.reader.tapAndAwait(Rig.badge(1, System::nanoTime), Duration.ofSeconds(1));

        assertThat(shown).contains(ReaderSignal.REFUSED);
        stuck.countDown();
    }

    /** Acknowledgements and batches are lost, the line breaks, and records go on being made. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyRecordArrivesOnceAndInOrderWhateverIsLost(long seed) {
        var random = new Random(seed);
        link.start(outgoing);
        outgoing.onSent(message -> {
            if (message instanceof EventBatch) {
                if (random.nextInt(3) > 0) {
                    commitAndAcknowledge(message, random.nextInt(3) > 0, random.nextInt(30));
                }
            }
        });
        for (int i = 0; i < 60; i++) {
            rig.journal.append(new Event.Closed(Rig.DOOR));
            if (random.nextInt(5) == 0) {
                outgoing.away(true);
                link.disconnected("a test");
                rig.journal.append(new Event.Closed(Rig.DOOR));
                outgoing.away(false);
                link.connected(i + 1);
            }
        }
        link.connected(100);

        await().alias("seed " + seed)
                .atMost(Duration.ofSeconds(60))
                .until(() -> rig.journal.pending() == 0 && !isRejecting());
        synchronized (committed) {
            assertThat(committed)
                    .as("seed %d", seed)
                    .isEqualTo(rig.journal.after(0, 10_000).subList(0, committed.size()));
            assertThat(committed.size()).isGreaterThanOrEqualTo(60);
        }
    }

    private boolean isRejecting() {
        return link.rejections().total() > 0;
    }

    private void commitAndAcknowledge(Message message) {
        commitAndAcknowledge(message, true, 0);
    }

    /** What the service does: skips what it has, takes what follows, asks for what is missing. */
    private void commitAndAcknowledge(Message message, boolean answered, int afterMillis) {
        if (!(message instanceof EventBatch batch)) {
            return;
        }
        EventAck ack;
        synchronized (committed) {
            long have = committed.size();
            long first = batch.records().getFirst().header().sequence();
            if (first > have + 1) {
                ack = new EventAck.SendFrom(batch.head().journal(), have + 1);
            } else {
                Hash before = batch.previous();
                for (JournalRecord one : batch.records()) {
                    assertThat(one.follows(before)).isTrue();
                    before = one.hash();
                    if (one.header().sequence() == committed.size() + 1) {
                        committed.add(one);
                    }
                }
                ack = new EventAck.Committed(batch.head().journal(), committed.size());
            }
        }
        if (answered) {
            var _ = service.schedule(() -> receive(ack), afterMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void answer(Message message) {
        service.execute(() -> receive(message));
    }

    private void receive(Message message) {
        link.received(new Topic(Rig.SITE, Rig.CONTROLLER, message.channel()), message, false);
    }

    private List<ControllerState.Online> births() {
        return outgoing.sent(ControllerState.Online.class);
    }

    private void close() {
        if (!closed) {
            closed = true;
            link.close();
        }
    }
}
